#include "engine/run/simulation_plan.h"

#include <algorithm>
#include <limits>
#include <memory_resource>
#include <utility>
#include <variant>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"
#include "engine/run/evaluate.h"
#include "engine/run/moving_factors.h"
#include "engine/run/moving_sums.h"
#include "engine/run/project_expansion.h"
#include "engine/run/simulation_rows.h"
#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

/// Which figures the plan's metrics ask for.
struct Wanted {
  explicit Wanted(const plan::Plan& plan) {
    const auto has = [&](std::string_view name) {
      return std::any_of(plan.metrics.begin(), plan.metrics.end(), [&](const auto* m) { return m->name == name; });
    };
    economic = has("enpv_amount");
    cost = has("abatement_cost_a4_amount_per_t_co2e");
    tonnes = has("abatement_cumulative_t_co2e");
    target = has("abatement_target_year_t_co2e") && plan.metric_options.target_year != 0;
    cash_by_year = has("net_cash_flow_by_year_amount");
    gap_by_year = has("financing_gap_by_year_amount");
    gap = has("financing_gap_amount");
    tonnes_by_year = has("abatement_by_year_t_co2e");
  }
  bool economic, cost, tonnes, target, cash_by_year, gap_by_year, gap, tonnes_by_year;
};

class Compiler {
 public:
  Compiler(const model::AppraisalRequest& request, const plan::Plan& plan, const model::RiskModel& risk,
           const DriverBindings& bindings, std::span<const risk::DriverRows> driver_rows, std::uint32_t row_count,
           const StopPoll& stop, ProjectDetail detail)
      : request_(request),
        plan_(plan),
        bindings_(bindings),
        driver_rows_(driver_rows),
        stop_(stop),
        year_count_(static_cast<std::size_t>(plan.schema.axis.year_count)),
        perspective_count_(plan.perspectives.size()),
        wanted_(plan),
        detail_(plan.omits_projects ? ProjectDetail::kNone : detail),
        years_(perspective_count_, &sums_memory_),
        rows_(year_count_, row_count, stop),
        expansion_(request, plan, risk, driver_rows, rows_),
        out_(rows_.plan()) {}

  Result<SimulationPlan, Failures> Compile() && {
    const std::size_t subject_count = plan_.schema.money_of_project.size();
    const StepIndex steps(plan_);
    MovingFactors factors(request_, plan_, bindings_, driver_rows_, rows_.table());
    const std::size_t kept_count = HasProjects() ? subject_count : 1;
    subjects_.reserve(kept_count);
    for (std::size_t i = 0; i < kept_count; ++i) {
      subjects_.emplace_back(perspective_count_, detail_ == ProjectDetail::kYears, &sums_memory_);
    }
    for (std::size_t project = 0; project < subject_count; ++project) {
      if (stop_()) return Failures{Cancelled()};
      ExpandProject(project, steps, factors);
    }
    for (const std::uint32_t driver : bindings_.events) {
      const EventFlow event = expansion_.ExpandEvent(driver, bindings_, factors);
      SumsFolder(plan_, factors, rows_.table(), {}, TargetYear())
          .FoldMoney(event.column, event.row, Subject(event.project), years_);
    }
    rows_.AddComputed();
    for (std::uint32_t year = 0; year < year_count_; ++year) out_.slot_years.push_back(year);
    if (!AddFigures()) return Failures{Cancelled()};
    auto finished = std::move(rows_).Finish(driver_rows_);
    if (!finished) return Failures{Cancelled()};
    return *std::move(finished);
  }

 private:
  [[nodiscard]] bool HasProjects() const { return detail_ != ProjectDetail::kNone; }
  SubjectSums& Subject(std::size_t project) { return subjects_[HasProjects() ? project : 0]; }

  void ExpandProject(std::size_t project, const StepIndex& steps, MovingFactors& factors) {
    expansion_.ForEachTiming(project, bindings_, steps, factors,
                             [&](const plan::Plan& plan, std::size_t in_plan, MovingFactors& its_factors,
                                 Signature whole, const MovingColumns& columns) {
                               SumsFolder(plan, its_factors, rows_.table(), whole, TargetYear())
                                   .Fold(columns, in_plan, Subject(project), years_);
                             });
  }

  [[nodiscard]] int TargetYear() const { return plan_.metric_options.target_year; }

  // ---- Figures ----

  FigureSpec NewFigure(std::string_view name, std::int32_t project, std::size_t perspective) const {
    const metric::Definition* metric = metric::FindMetric(name);
    FigureSpec figure;
    figure.name = metric->name;
    figure.unit = metric->unit;
    figure.project = project;
    figure.perspective = metric->depends_on_perspective ? static_cast<std::int32_t>(perspective) : -1;
    return figure;
  }

  /// Functionals of all subjects a figure is about: one project, or everything.
  template <typename SumsOf>
  std::vector<std::uint32_t> FunctionalsOf(std::int32_t project, SumsOf sums_of) {
    std::vector<std::uint32_t> list;
    const auto add = [&](const SubjectSums& subject) {
      const auto functional = rows_.AddFigureFunctional(sums_of(subject));
      if (functional) list.push_back(*functional);
    };
    if (project >= 0) {
      add(subjects_[static_cast<std::size_t>(project)]);
    } else {
      for (const SubjectSums& subject : subjects_) add(subject);
    }
    return list;
  }

  std::uint32_t AddValue(FigureSpec figure, double value, std::vector<std::uint32_t> functionals) {
    figure.deterministic = value;
    figure.expected = value;
    figure.functionals = std::move(functionals);
    out_.figures.push_back(std::move(figure));
    return static_cast<std::uint32_t>(out_.figures.size() - 1);
  }

  metric::Input InputOf(const SubjectRows& rows, std::size_t perspective, double planned,
                        metric::View view = metric::View::kIncremental) {
    if (discounting_.empty()) {
      for (std::size_t p = 0; p < perspective_count_; ++p) discounting_.push_back(DiscountingOf(plan_, p));
    }
    metric::Input input = rows.MakeInput(plan_, perspective, discounting_[perspective], view, planned);
    input.memory = &series_memory_;
    return input;
  }

  void AddFiguresOf(std::int32_t project, const SubjectRows& rows) {
    const double planned = project < 0 ? plan_.planned_reduction_t_co2e.back()
                                       : plan_.planned_reduction_t_co2e[static_cast<std::size_t>(project)];
    for (std::size_t p = 0; p < perspective_count_; ++p) {
      const metric::Input input = InputOf(rows, p, planned);
      const std::uint32_t npv =
          AddValue(NewFigure("npv_amount", project, p), std::get<double>(metric::Npv(input)),
                   FunctionalsOf(project, [p](const SubjectSums& s) -> const Sums& { return s.money[p].cash; }));
      if (project < 0) {
        out_.portfolio_npv.push_back(npv);
      } else {
        out_.project_npv[p].push_back(npv);
      }
      if (wanted_.economic) {
        const std::uint32_t enpv =
            AddValue(NewFigure("enpv_amount", project, p), std::get<double>(metric::Enpv(input)),
                     FunctionalsOf(project, [p](const SubjectSums& s) -> const Sums& { return s.money[p].economic; }));
        if (project < 0) out_.portfolio_enpv.push_back(enpv);
      }
      if (wanted_.cost) AddAbatementCost(project, p, input);
      if (p == 0) AddTonnes(project, input, planned);
    }
  }

  void AddAbatementCost(std::int32_t project, std::size_t p, const metric::Input& input) {
    FigureSpec figure = NewFigure("abatement_cost_a4_amount_per_t_co2e", project, p);
    figure.kind = FigureSpec::Kind::kRatio;
    figure.bad_tail = BadTail::kHigh;
    figure.expected = metric::PresentValue(input, metric::kProjectAndGrant);
    figure.functionals =
        FunctionalsOf(project, [p](const SubjectSums& s) -> const Sums& { return s.money[p].project_and_grant; });
    figure.expected_denominator = metric::AvoidedDiscounted(input);
    figure.denominator_functionals =
        FunctionalsOf(project, [p](const SubjectSums& s) -> const Sums& { return s.money[p].discounted_tonnes; });
    const metric::Outcome outcome = metric::AbatementCostA4(input);
    const double* value = std::get_if<double>(&outcome);
    figure.deterministic = value != nullptr ? *value : std::numeric_limits<double>::quiet_NaN();
    out_.figures.push_back(std::move(figure));
  }

  void AddTonnes(std::int32_t project, const metric::Input& input, double planned) {
    if (wanted_.tonnes) {
      const auto figure =
          AddValue(NewFigure("abatement_cumulative_t_co2e", project, 0), metric::AvoidedTotal(input),
                   FunctionalsOf(project, [](const SubjectSums& s) -> const Sums& { return s.tonnes; }));
      if (project < 0) out_.cumulative_tonnes_figure = figure;
    }
    const metric::Outcome target = metric::AbatementInTargetYear(input);
    if (!wanted_.target || !std::holds_alternative<double>(target)) return;
    const auto figure =
        AddValue(NewFigure("abatement_target_year_t_co2e", project, 0), std::get<double>(target),
                 FunctionalsOf(project, [](const SubjectSums& s) -> const Sums& { return s.target_tonnes; }));
    out_.figures[figure].threshold = planned;
    if (project < 0 && planned > 0.0) out_.target_year_figure = figure;
  }

  /// False where it is stopped.
  bool AddFigures() {
    const ledger::Block block = FillLedger(plan_);
    SubjectRows portfolio(plan_);
    SubjectRows rows(plan_);
    if (HasProjects()) out_.project_npv.resize(perspective_count_);
    for (std::size_t project = 0; project < plan_.schema.money_of_project.size(); ++project) {
      if (stop_()) return false;
      rows.Clear();
      rows.AddProject(plan_, block, project);
      portfolio.Add(rows);
      if (project == plan_.projects.size() || !HasProjects()) continue;
      rows.Finish();
      AddFiguresOf(static_cast<std::int32_t>(project), rows);
      for (std::size_t p = 0; wanted_.gap && p < perspective_count_; ++p) AddProjectGap(project, p, rows);
      if (detail_ == ProjectDetail::kYears) AddProjectYears(project, rows);
    }
    portfolio.Finish();
    AddFiguresOf(-1, portfolio);
    out_.target_figure = out_.portfolio_npv.front();
    for (std::size_t p = 0; p < perspective_count_; ++p) {
      const metric::Input input = InputOf(portfolio, p, 0.0);
      const auto perspective = static_cast<std::int32_t>(p);
      if (wanted_.cash_by_year) {
        AddYears("net_cash_flow_amount", "CURRENCY", perspective, metric::NetCashFlowByYear(input), years_.cash[p],
                 true);
      }
      if (wanted_.gap || wanted_.gap_by_year) {
        const metric::Input budget = InputOf(portfolio, p, 0.0, metric::View::kWith);
        AddYears("financing_gap_amount", "CURRENCY", perspective, metric::FinancingGapByYear(budget), years_.gap[p],
                 wanted_.gap_by_year);
        if (wanted_.gap) {
          out_.gap_figures.push_back(static_cast<std::uint32_t>(out_.figures.size()));
          AddGap(-1, p, std::get<double>(metric::FinancingGap(budget)));
        }
      }
      if (p == 0 && wanted_.tonnes_by_year) {
        AddYears("abatement_t_co2e", "tCO2e", -1, metric::AbatementByYear(input), years_.tonnes, true);
      }
    }
    return true;
  }

  static bool Moves(const Sums& sums) {
    return std::any_of(sums.begin(), sums.end(), [](const auto& sum) { return sum.first != Signature{}; });
  }

  /// Most projects have needs of few perspectives: where nothing moves, no year is computed.
  void AddProjectGap(std::size_t project, std::size_t p, const SubjectRows& rows) {
    const metric::Input budget = InputOf(rows, p, 0.0, metric::View::kWith);
    const double value = std::get<double>(metric::FinancingGap(budget));
    const auto subject = static_cast<std::int32_t>(project);
    const Sums& sums = subjects_[project].money[p].gap;
    const bool is_reported = detail_ == ProjectDetail::kYears && wanted_.gap_by_year;
    if (Moves(sums) || (is_reported && HasAny(metric::FinancingGapByYear(budget)))) {
      AddYears("financing_gap_amount", "CURRENCY", static_cast<std::int32_t>(p), metric::FinancingGapByYear(budget),
               sums, is_reported, subject);
      AddGap(subject, p, value);
    } else {
      FigureSpec figure = NewFigure("financing_gap_amount", subject, p);
      figure.bad_tail = BadTail::kHigh;
      AddValue(std::move(figure), value, {});
    }
  }

  /// Years without any flow, now or on a path, are left out.
  void AddProjectYears(std::size_t project, const SubjectRows& rows) {
    const auto subject = static_cast<std::int32_t>(project);
    const SubjectSums& sums = subjects_[project];
    const auto add = [&](std::string_view name, std::string_view unit, std::int32_t perspective,
                         const metric::Outcome& years, const Sums& moved) {
      if (Moves(moved) || HasAny(years)) AddYears(name, unit, perspective, years, moved, true, subject);
    };
    for (std::size_t p = 0; wanted_.cash_by_year && p < perspective_count_; ++p) {
      add("net_cash_flow_amount", "CURRENCY", static_cast<std::int32_t>(p),
          metric::NetCashFlowByYear(InputOf(rows, p, 0.0)), sums.money[p].cash_by_year);
    }
    if (wanted_.tonnes_by_year) {
      add("abatement_t_co2e", "tCO2e", -1, metric::AbatementByYear(InputOf(rows, 0, 0.0)), sums.tonnes);
    }
  }

  static bool HasAny(const metric::Outcome& years) {
    const auto& values = std::get<metric::YearSeries>(years).values;
    return std::any_of(values.begin(), values.end(), [](double value) { return value != 0.0; });
  }

  /// Of the year figure that was added last.
  void AddGap(std::int32_t project, std::size_t p, double value) {
    FigureSpec figure = NewFigure("financing_gap_amount", project, p);
    figure.kind = FigureSpec::Kind::kGap;
    figure.bad_tail = BadTail::kHigh;
    figure.deterministic = value;
    figure.year_figure = static_cast<std::uint32_t>(out_.year_figures.size() - 1);
    out_.figures.push_back(std::move(figure));
  }

  void AddYears(std::string_view name, std::string_view unit, std::int32_t perspective, const metric::Outcome& outcome,
                const Sums& sums, bool is_reported, std::int32_t project = -1) {
    const auto& series = std::get<metric::YearSeries>(outcome).values;
    rows_.AddYearFigure({name, unit, perspective, {series.begin(), series.end()}, is_reported, project}, sums);
  }

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const DriverBindings& bindings_;
  std::span<const risk::DriverRows> driver_rows_;
  const StopPoll& stop_;
  std::size_t year_count_;
  std::size_t perspective_count_;
  Wanted wanted_;
  ProjectDetail detail_;
  std::vector<metric::Discounting> discounting_;  ///< By perspective.
  std::pmr::monotonic_buffer_resource series_memory_;
  std::pmr::monotonic_buffer_resource sums_memory_;
  std::vector<SubjectSums> subjects_;
  YearSums years_;
  SimulationRows rows_;
  ProjectExpansion expansion_;
  SimulationPlan& out_;
};

}  // namespace

Result<SimulationPlan, Failures> CompileSimulation(const model::AppraisalRequest& request, const plan::Plan& plan,
                                                   const model::RiskModel& risk, const DriverBindings& bindings,
                                                   std::span<const risk::DriverRows> driver_rows,
                                                   std::uint32_t row_count, const StopPoll& stop,
                                                   ProjectDetail detail) {
  return Compiler(request, plan, risk, bindings, driver_rows, row_count, stop, detail).Compile();
}

}  // namespace calanque::run
