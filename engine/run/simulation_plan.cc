#include "engine/run/simulation_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory_resource>
#include <optional>
#include <utility>
#include <variant>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"
#include "engine/plan/compile.h"
#include "engine/plan/factor_table.h"
#include "engine/run/delayed_request.h"
#include "engine/run/evaluate.h"
#include "engine/run/longest_delay.h"
#include "engine/run/quantity_target.h"
#include "engine/run/subject_rows.h"

namespace calanque::run {
namespace {

using ledger::Side;

/// Weights by calendar year, by what multiplies them.
using Sums = std::map<Signature, std::vector<double>>;

void AddTo(Sums& sums, Signature signature, std::size_t year_count, std::size_t year, double weight) {
  if (weight == 0.0) return;
  auto& weights = sums[signature];
  if (weights.empty()) weights.assign(year_count, 0.0);
  weights[year] += weight;
}

/// The sums of a project, or of all of them where projects are not reported.
struct SubjectSums {
  struct Money {
    Sums cash, economic, project_and_grant, discounted_tonnes;
  };
  explicit SubjectSums(std::size_t perspective_count) : money(perspective_count) {}
  std::vector<Money> money;  ///< By perspective.
  Sums tonnes;
  Sums target_tonnes;
};

/// The portfolio's rows by year.
struct YearSums {
  explicit YearSums(std::size_t perspective_count) : cash(perspective_count), gap(perspective_count) {}
  std::vector<Sums> cash;
  std::vector<Sums> gap;
  Sums tonnes;
};

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

/// Folds the columns of one project into sums, as SubjectRows folds them into rows.
class Folder {
 public:
  Folder(const plan::Plan& plan, MovingFactors& factors, SignatureTable& table, Signature whole, int target_year)
      : plan_(plan), table_(table), whole_(whole), axis_(plan.schema.axis), target_year_(target_year) {
    for (std::size_t p = 0; p < plan.perspectives.size(); ++p) discounts_.push_back(factors.Discount(p));
  }

  void Fold(const MovingColumns& columns, std::size_t project, SubjectSums& subject, YearSums& years) {
    const auto money = plan_.schema.money_of_project[project];
    for (std::uint32_t c = money.begin; c < money.end; ++c) {
      FoldMoney(plan_.schema.money[c], columns.money[c - money.begin], subject, years);
    }
    const auto physical = plan_.schema.physical_of_project[project];
    for (std::uint32_t c = physical.begin; c < physical.end; ++c) {
      FoldPhysical(plan_.schema.physical[c], columns.physical[c - physical.begin], subject, years);
    }
  }

  void FoldMoney(const ledger::MoneyColumn& column, const MovingRow& row, SubjectSums& subject, YearSums& years) {
    const double side = column.side == Side::kWith ? 1.0 : -1.0;
    const auto point_count = static_cast<std::size_t>(axis_.point_count());
    for (const Part& part : row) {
      const Signature moved = table_.Product(part.signature, whole_);
      for (std::size_t p = 0; p < plan_.perspectives.size(); ++p) {
        const auto& perspective = plan_.perspectives[p];
        const int sign = perspective.border.Sign(column);
        const double funding = FundingWeight(column, sign, perspective.border);
        const Signature discounted = table_.Product(moved, discounts_[p]);
        const double* factors = perspective.discount_factors.data() + column.stream * point_count;
        auto& sums = subject.money[p];
        for (std::size_t i = 0; i < point_count; ++i) {
          const double amount = side * part.values[i];
          if (amount == 0.0) continue;
          const auto year = static_cast<std::size_t>(axis_.year_indices[i]);
          const auto add = [&](Sums& to, Signature signature, double weight) {
            AddTo(to, signature, static_cast<std::size_t>(axis_.year_count), year, weight);
          };
          add(years.gap[p], moved, funding * amount);
          if (sign == 0) continue;
          const double value = sign * amount * factors[i];
          if (metric::kCash.Holds(column.category)) {
            add(sums.cash, discounted, value);
            add(years.cash[p], moved, sign * amount);
          }
          if (metric::kEconomic.Holds(column.category)) add(sums.economic, discounted, value);
          if (metric::kProjectAndGrant.Holds(column.category)) add(sums.project_and_grant, discounted, value);
        }
      }
    }
  }

 private:
  /// What an amount adds to need less committed sources, in the budget's view: all flows with the project.
  static double FundingWeight(const ledger::MoneyColumn& column, int sign, const ledger::Border& border) {
    if (column.side != Side::kWith) return 0.0;
    if (column.funding_role == ledger::FundingRole::kNeed) return sign < 0 ? 1.0 : 0.0;
    const bool is_committed = column.funding_role == ledger::FundingRole::kCommittedSource;
    return is_committed && IsFundingSource(column, sign, border) ? -1.0 : 0.0;
  }

  void FoldPhysical(const ledger::PhysicalColumn& column, const MovingRow& row, SubjectSums& subject, YearSums& years) {
    if (column.kind > ledger::PhysicalKind::kEmissionScope3) return;
    const double side = column.side == Side::kWith ? -1.0 : 1.0;  // Avoided tonnes are positive.
    const auto point_count = static_cast<std::size_t>(axis_.point_count());
    const auto year_count = static_cast<std::size_t>(axis_.year_count);
    for (const Part& part : row) {
      const Signature moved = table_.Product(part.signature, whole_);
      for (std::size_t i = 0; i < point_count; ++i) {
        const double avoided = side * part.values[i];
        if (avoided == 0.0) continue;
        const auto year = static_cast<std::size_t>(axis_.year_indices[i]);
        AddTo(subject.tonnes, moved, year_count, year, avoided);
        AddTo(years.tonnes, moved, year_count, year, avoided);
        if (axis_.first_year + static_cast<int>(year) == target_year_) {
          AddTo(subject.target_tonnes, moved, year_count, year, avoided);
        }
        for (std::size_t p = 0; p < plan_.perspectives.size(); ++p) {
          AddTo(subject.money[p].discounted_tonnes, table_.Product(moved, discounts_[p]), year_count, year,
                avoided * plan_.perspectives[p].discount_factors[i]);
        }
      }
    }
  }

  const plan::Plan& plan_;
  SignatureTable& table_;
  Signature whole_;
  const ledger::PointAxis& axis_;
  int target_year_;
  std::vector<Signature> discounts_;
};

class Compiler {
 public:
  Compiler(const model::AppraisalRequest& request, const plan::Plan& plan, const model::RiskModel& risk,
           const DriverBindings& bindings, std::span<const risk::DriverRows> driver_rows, std::uint32_t row_count,
           bool omits_projects)
      : request_(request),
        plan_(plan),
        risk_(risk),
        bindings_(bindings),
        driver_rows_(driver_rows),
        year_count_(static_cast<std::size_t>(plan.schema.axis.year_count)),
        perspective_count_(plan.perspectives.size()),
        wanted_(plan),
        omits_projects_(omits_projects || plan.omits_projects),
        years_(perspective_count_) {
    computed_.first_row = row_count;
    out_.year_count = year_count_;
    out_.driver_row_count = row_count;
  }

  Result<ProjectSeries, Failures> CompileSeries(std::size_t project, std::span<const SeriesSpec> series,
                                                const StopPoll& stop) && {
    const auto periods = static_cast<std::size_t>(plan_.schema.axis.period_count);
    for (std::size_t p = 0; p < periods; ++p) {
      out_.slot_years.push_back(static_cast<std::uint32_t>(plan_.schema.axis.year_indices[p]));
    }
    std::vector<Sums> sums(series.size());
    for (const bool ignores_delays : {false, true}) {
      for (const bool ignores_quantities : {false, true}) {
        if (stop()) return Failures{{Reason::kCancelled, "", "the caller cancelled or its deadline passed"}};
        AddColumnSeries(project, series, ignores_delays, ignores_quantities, sums);
      }
    }
    MovingFactors factors(request_, plan_, bindings_, driver_rows_, table_);
    AddEventSeries(project, series, factors, sums);
    ProjectSeries made;
    for (std::size_t s = 0; s < series.size(); ++s) {
      if (!series[s].curve_id.empty()) AddCurveSeries(series[s].curve_id, factors, sums[s]);
      if (series[s].quantity) AddQuantitySeries(*series[s].quantity, project, factors, sums[s]);
      sums[s].erase(Signature{});
      made.is_moved.push_back(sums[s].empty() ? 0 : 1);
      out_.year_figures.push_back({"", "", -1, std::vector<double>(periods, 0.0), true});
      year_sums_.push_back(&sums[s]);
    }
    AddComputed();
    AddYearFigures();
    FinishRows();
    WarnOfIdleDrivers();
    made.plan = std::move(out_);
    return made;
  }

  Result<SimulationPlan, Failures> Compile(const StopPoll& stop) && {
    const std::size_t subject_count = plan_.schema.money_of_project.size();
    const StepIndex steps(plan_);
    MovingFactors factors(request_, plan_, bindings_, driver_rows_, table_);
    subjects_.assign(omits_projects_ ? 1 : subject_count, SubjectSums(perspective_count_));
    for (std::size_t project = 0; project < subject_count; ++project) {
      if (stop()) return Failures{{Reason::kCancelled, "", "the caller cancelled or its deadline passed"}};
      ExpandProject(project, steps, factors);
    }
    for (const std::uint32_t driver : bindings_.events) {
      const EventFlow event = ExpandEvent(driver, factors);
      Folder(plan_, factors, table_, {}, TargetYear())
          .FoldMoney(event.column, event.row, Subject(event.project), years_);
    }
    AddComputed();
    for (std::uint32_t year = 0; year < year_count_; ++year) out_.slot_years.push_back(year);
    AddFigures();
    AddYearFigures();
    FinishRows();
    WarnOfIdleDrivers();
    return std::move(out_);
  }

 private:
  // ---- Expansion ----

  SubjectSums& Subject(std::size_t project) { return subjects_[omits_projects_ ? 0 : project]; }

  /// Product of the drivers that scale the project as a whole.
  Signature Everything(std::size_t project, const DriverBindings& bindings, MovingFactors& factors) {
    Signature product;
    for (const std::uint32_t driver : bindings.quantity_drivers) {
      if (project >= bindings.reaches[driver].size() || bindings.reaches[driver][project] == 0) continue;
      const auto& target = std::get<model::QuantityTarget>(risk_.drivers[driver].target);
      if (MovesEverything(target)) product = table_.Product(product, factors.OfDriver(driver, project));
    }
    return product;
  }

  void ExpandProject(std::size_t project, const StepIndex& steps, MovingFactors& factors) {
    ForEachTiming(
        project, bindings_, steps, factors,
        [&](const plan::Plan& plan, std::size_t in_plan, MovingFactors& its_factors, Signature whole,
            const MovingColumns& columns) {
          Folder(plan, its_factors, table_, whole, TargetYear()).Fold(columns, in_plan, Subject(project), years_);
        });
  }

  /// Hands over the columns of a project, once as planned and once for each delay, and what multiplies them all:
  /// take(plan, position of the project in it, factors of it, whole, columns).
  template <typename Take>
  void ForEachTiming(std::size_t project, const DriverBindings& bindings, const StepIndex& steps,
                     MovingFactors& factors, const Take& take) {
    const Signature everything = Everything(project, bindings, factors);
    const std::uint32_t delay =
        project < bindings.delay_of_project.size() ? bindings.delay_of_project[project] : kNoDriver;
    const int longest = delay == kNoDriver ? 0 : LongestDelay(risk_, delay, static_cast<int>(year_count_));
    const auto mask = [&](int years) {
      if (longest == 0) return Signature{};
      ComputedRow row;
      row.kind = years == longest ? ComputedRow::Kind::kIsLongDelay : ComputedRow::Kind::kIsDelay;
      row.delay_row = driver_rows_[delay].row_of_project[project];
      row.delay_years = years;
      return computed_.Add(std::move(row), table_);
    };
    const auto expand = [&](const model::AppraisalRequest& request, const plan::Plan& plan, const StepIndex& its_steps,
                            std::size_t in_plan, MovingFactors& its_factors, Signature whole) {
      take(
          plan, in_plan, its_factors, whole,
          ExpandColumns(request, plan, its_steps, bindings, risk_, {in_plan, project}, its_factors, table_, computed_));
    };
    expand(request_, plan_, steps, project, factors, table_.Product(everything, mask(0)));
    for (int years = 1; years <= longest; ++years) {
      const double growth =
          std::get<model::DelayTarget>(risk_.drivers[delay].target).cost_growth_real_fraction_per_year;
      const model::AppraisalRequest delayed = DelayedRequest(request_, project, years, growth);
      const auto compiled = plan::Compile(delayed);
      CALANQUE_CHECK(compiled.has_value(), "a delayed project that does not compile");
      MovingFactors its_factors(delayed, *compiled, bindings, driver_rows_, table_);
      expand(delayed, *compiled, StepIndex(*compiled), 0, its_factors, table_.Product(everything, mask(years)));
    }
  }

  // ---- Rows of one project by period ----

  /// Adds a column's row to every series that counts it.
  void AddToSeries(const ledger::MoneyColumn& column, const MovingRow& row, Signature whole, const SeriesTerm& term,
                   Sums& sums) {
    const double weight = term.weight(column);
    if (weight == 0.0) return;
    const auto& axis = plan_.schema.axis;
    for (const Part& part : row) {
      const Signature moved = table_.Product(part.signature, whole);
      for (std::size_t i = 0; i < part.values.size(); ++i) {
        AddTo(sums, moved, static_cast<std::size_t>(axis.period_count),
              static_cast<std::size_t>(axis.period_indices[i]), weight * part.values[i]);
      }
    }
  }

  void AddColumnSeries(std::size_t project, std::span<const SeriesSpec> series, bool ignores_delays,
                       bool ignores_quantities, std::vector<Sums>& sums) {
    const auto is_asked = [&](const SeriesTerm& term) {
      return term.ignores_delays == ignores_delays && term.ignores_quantities == ignores_quantities;
    };
    const auto has_term = [&](const SeriesSpec& spec) {
      return std::any_of(spec.terms.begin(), spec.terms.end(), is_asked);
    };
    if (std::none_of(series.begin(), series.end(), has_term)) return;
    DriverBindings bindings = bindings_;
    if (ignores_delays) bindings.delay_of_project.clear();
    if (ignores_quantities) bindings.quantity_drivers.clear();
    MovingFactors factors(request_, plan_, bindings, driver_rows_, table_);
    ForEachTiming(project, bindings, StepIndex(plan_), factors,
                  [&](const plan::Plan& plan, std::size_t in_plan, MovingFactors&, Signature whole,
                      const MovingColumns& columns) {
                    const ledger::ColumnRange money = plan.schema.money_of_project[in_plan];
                    for (std::size_t s = 0; s < series.size(); ++s) {
                      for (const SeriesTerm& term : series[s].terms) {
                        if (!is_asked(term)) continue;
                        for (std::uint32_t c = money.begin; c < money.end; ++c) {
                          AddToSeries(plan.schema.money[c], columns.money[c - money.begin], whole, term, sums[s]);
                        }
                      }
                    }
                  });
  }

  void AddEventSeries(std::size_t project, std::span<const SeriesSpec> series, MovingFactors& factors,
                      std::vector<Sums>& sums) {
    for (const std::uint32_t driver : bindings_.events) {
      const EventFlow event = ExpandEvent(driver, factors);
      if (event.project != project) continue;
      for (std::size_t s = 0; s < series.size(); ++s) {
        for (const SeriesTerm& term : series[s].terms) AddToSeries(event.column, event.row, {}, term, sums[s]);
      }
    }
  }

  /// What moves the value of a curve. A rate moves from the middle of the year before, when it was fixed.
  void AddCurveSeries(const std::string& curve_id, MovingFactors& main_factors, Sums& sums) {
    plan::Plan values;
    values.schema.axis = plan_.schema.axis;
    plan::FactorTable rows(request_, plan_.schema.axis);
    const plan::FactorIndex factor = rows.Curve(curve_id);
    std::move(rows).MoveInto(values);
    MovingFactors factors(request_, values, bindings_, driver_rows_, table_);
    const auto periods = static_cast<std::size_t>(plan_.schema.axis.period_count);
    for (const Part& part : factors.Row(factor)) {
      for (std::size_t p = 0; p < periods; ++p) AddTo(sums, part.signature, periods, p, part.values[p]);
    }
    Signature growth;
    for (const std::uint32_t driver : DriverBindings::Of(bindings_.on_base_rate, curve_id)) {
      const Signature level = main_factors.OfDriver(driver, 0);
      growth = table_.Product(growth, table_.Product(level, table_.Reciprocal(table_.Later(level, 1))));
    }
    for (std::size_t p = 0; p < periods; ++p) AddTo(sums, growth, periods, p, 1.0);
  }

  void AddQuantitySeries(model::QuantityKind kind, std::size_t project, MovingFactors& factors, Sums& sums) {
    Signature product;
    for (const std::uint32_t driver : bindings_.quantity_drivers) {
      if (bindings_.reaches[driver][project] == 0) continue;
      const auto& kinds = std::get<model::QuantityTarget>(risk_.drivers[driver].target).kinds;
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) continue;
      product = table_.Product(product, factors.OfDriver(driver, project));
    }
    const auto periods = static_cast<std::size_t>(plan_.schema.axis.period_count);
    for (std::size_t p = 0; p < periods; ++p) AddTo(sums, product, periods, p, 1.0);
  }

  /// What an event costs, as a column.
  struct EventFlow {
    std::size_t project = 0;
    ledger::MoneyColumn column;
    MovingRow row;
  };

  /// An amount of its price terms in each calendar year, spread over the year's periods.
  EventFlow ExpandEvent(std::uint32_t driver, MovingFactors& main_factors) {
    const auto& target = std::get<model::EventTarget>(risk_.drivers[driver].target);
    const auto& projects = request_.portfolio.projects;
    const auto owner = std::find_if(projects.begin(), projects.end(),
                                    [&](const model::Project& candidate) { return candidate.id == target.project_id; });
    const auto project = static_cast<std::size_t>(owner - projects.begin());
    const model::PriceTerms terms = target.price_terms ? *target.price_terms
                                    : owner->default_price_terms
                                        ? *owner->default_price_terms
                                        : request_.portfolio.default_price_terms.value_or(model::PriceTerms{});
    plan::Plan prices;
    prices.schema.axis = plan_.schema.axis;
    plan::FactorTable rows(request_, plan_.schema.axis);
    const plan::FactorIndex factor = rows.Prices(terms);
    std::move(rows).MoveInto(prices);
    MovingFactors factors(request_, prices, bindings_, driver_rows_, table_);
    const Signature event = main_factors.OfDriver(driver, project);
    const auto& axis = plan_.schema.axis;
    std::vector<double> periods_in_year(year_count_, 0.0);
    for (int i = 0; i < axis.period_count; ++i) periods_in_year[static_cast<std::size_t>(axis.year_indices[i])] += 1.0;
    EventFlow flow;
    flow.project = project;
    for (const Part& part : factors.Row(factor)) {
      const Signature signature = table_.Product(event, part.signature);
      for (int i = 0; i < axis.period_count; ++i) {
        const auto point = static_cast<std::size_t>(i);
        const auto year = static_cast<std::size_t>(axis.year_indices[point]);
        const int calendar_year = axis.first_year + axis.year_indices[point];
        if (target.first_year != 0 && calendar_year < target.first_year) continue;
        if (target.last_year != 0 && calendar_year > target.last_year) continue;
        run::AddTo(flow.row, signature, static_cast<std::size_t>(axis.point_count()), point,
                   part.values[point] / periods_in_year[year]);
      }
    }
    ledger::MoneyColumn& column = flow.column;
    column.item = {std::numeric_limits<std::uint32_t>::max()};  // None.
    column.payer = Party(target.payer_party_id);
    column.payee = Party(target.payee_party_id);
    column.category = target.category;
    column.funding_role =
        target.category == ledger::Category::kInvestment || target.category == ledger::Category::kReplacement
            ? ledger::FundingRole::kNeed
            : ledger::FundingRole::kNone;
    return flow;
  }

  ledger::PartyIndex Party(std::string_view id) const {
    const auto& parties = request_.portfolio.parties;
    const auto found = std::find_if(parties.begin(), parties.end(), [&](const auto& party) { return party.id == id; });
    return {static_cast<std::uint32_t>(found - parties.begin())};
  }

  [[nodiscard]] int TargetYear() const { return plan_.metric_options.target_year; }

  // ---- Functionals ----

  std::uint32_t Basis(std::uint32_t year_product, std::size_t year) {
    const auto& elements = table_.years()[year_product].elements;
    const bool is_one_year =
        std::all_of(elements.begin(), elements.end(), [](const YearElement& e) { return e.is_absolute; });
    const BasisRow row{year_product, is_one_year ? 0U : static_cast<std::uint32_t>(year)};
    const auto [known, is_new] =
        basis_ids_.emplace(std::pair(row.year_product, row.year), static_cast<std::uint32_t>(out_.basis.size()));
    if (is_new) out_.basis.push_back(row);
    return known->second;
  }

  /// Position of the functional; nullopt where nothing moves it. Equal sums share one.
  std::optional<std::uint32_t> AddFunctional(const Sums& sums) {
    struct Pending {
      std::map<std::uint32_t, double> weights;  // By basis row.
      double mean = 0.0;
    };
    std::map<std::uint32_t, Pending> by_scalar;
    for (const auto& [signature, weights] : sums) {
      if (signature == Signature{}) continue;
      Pending& pending = by_scalar[signature.scalar];
      for (std::size_t year = 0; year < weights.size(); ++year) {
        if (weights[year] == 0.0) continue;
        if (!table_.years()[signature.year].is_event) pending.mean += weights[year];
        if (signature.year != 0) pending.weights[Basis(signature.year, year)] += weights[year];
      }
    }
    if (by_scalar.empty()) return std::nullopt;
    const auto [known, is_new] = functional_ids_.emplace(sums, static_cast<std::uint32_t>(out_.functionals.size()));
    if (!is_new) return known->second;
    Functional functional;
    for (const auto& [scalar, pending] : by_scalar) {
      Functional::Term term{scalar, Functional::kNoSum, pending.mean};
      if (!pending.weights.empty()) {
        term.sum = static_cast<std::uint32_t>(sums_.size());
        sums_.push_back(Terms(pending.weights));
      }
      functional.terms.push_back(term);
    }
    out_.functionals.push_back(std::move(functional));
    return known->second;
  }

  static std::vector<kernel::RowSums::Term> Terms(const std::map<std::uint32_t, double>& weights) {
    std::vector<kernel::RowSums::Term> terms;
    for (const auto& [row, weight] : weights) terms.push_back({row, weight});
    return terms;
  }

  void AddComputed() {
    for (ComputedRow& row : computed_.rows) {
      Sums sums;
      for (const Part& part : row.total) sums.emplace(part.signature, part.values);
      row.total.clear();
      const auto functional = AddFunctional(sums);
      out_.computed.push_back({std::move(row), functional.value_or(SimulationPlan::kNone)});
    }
  }

  // ---- Figures ----

  struct Deterministic {
    double npv = 0.0, economic = 0.0, cost = 0.0, discounted_tonnes = 0.0;
  };

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
      const auto functional = AddFunctional(sums_of(subject));
      if (!functional) return;
      list.push_back(*functional);
      figure_functionals_.push_back(*functional);
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

  void AddFigures() {
    const ledger::Block block = FillLedger(plan_);
    SubjectRows portfolio(plan_);
    SubjectRows rows(plan_);
    if (!omits_projects_) out_.project_npv.resize(perspective_count_);
    std::vector<SubjectRows> by_project;
    for (std::size_t project = 0; project < plan_.schema.money_of_project.size(); ++project) {
      rows.Clear();
      rows.AddProject(plan_, block, project);
      portfolio.Add(rows);
      if (project == plan_.projects.size() || omits_projects_) continue;
      rows.Finish();
      AddFiguresOf(static_cast<std::int32_t>(project), rows);
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
        if (wanted_.gap) AddGap(p, std::get<double>(metric::FinancingGap(budget)));
      }
      if (p == 0 && wanted_.tonnes_by_year) {
        AddYears("abatement_t_co2e", "tCO2e", -1, metric::AbatementByYear(input), years_.tonnes, true);
      }
    }
  }

  void AddGap(std::size_t p, double value) {
    FigureSpec figure = NewFigure("financing_gap_amount", -1, p);
    figure.kind = FigureSpec::Kind::kGap;
    figure.deterministic = value;
    figure.year_figure = static_cast<std::uint32_t>(out_.year_figures.size() - 1);
    out_.gap_figures.push_back(static_cast<std::uint32_t>(out_.figures.size()));
    out_.figures.push_back(std::move(figure));
  }

  // ---- Rows by year ----

  void AddYears(std::string_view name, std::string_view unit, std::int32_t perspective, const metric::Outcome& outcome,
                const Sums& sums, bool is_reported) {
    const auto& series = std::get<metric::YearSeries>(outcome).values;
    out_.year_figures.push_back({name, unit, perspective, {series.begin(), series.end()}, is_reported});
    year_sums_.push_back(&sums);
  }

  void AddYearFigures() {
    std::vector<std::vector<kernel::RowSums::Term>> direct;
    std::vector<std::vector<kernel::RowSums::Term>> scaled;
    const std::size_t slot_count = out_.slot_years.size();
    for (std::size_t figure = 0; figure < year_sums_.size(); ++figure) {
      for (std::size_t slot = 0; slot < slot_count; ++slot) {
        const std::size_t year = out_.slot_years[slot];
        std::map<std::uint32_t, double> direct_weights;
        std::map<std::uint32_t, std::map<std::uint32_t, double>> scaled_weights;  // By year product, then scalar.
        for (const auto& [signature, weights] : *year_sums_[figure]) {
          if (signature == Signature{} || weights[slot] == 0.0) continue;
          const double expected = table_.scalars()[signature.scalar].expected;
          if (signature.year != 0 && expected != 0.0) {
            direct_weights[Basis(signature.year, year)] += weights[slot] * expected;
          }
          if (signature.scalar != 0) scaled_weights[signature.year][signature.scalar] += weights[slot];
        }
        const auto year_row = static_cast<std::uint32_t>(figure * slot_count + slot);
        for (const auto& [year_product, weights] : scaled_weights) {
          const bool has_basis = year_product != 0;
          out_.coupled.push_back({year_row, static_cast<std::uint32_t>(scaled.size()),
                                  has_basis ? Basis(year_product, year) : CoupledTerm::kNoBasis,
                                  table_.years()[year_product].is_event});
          scaled.push_back(Terms(weights));
        }
        direct.push_back(Terms(direct_weights));
      }
    }
    out_.direct_year_sums = kernel::RowSums(std::move(direct));
    out_.scaled_year_sums = kernel::RowSums(std::move(scaled));
    for (CoupledTerm& term : out_.coupled) term.scaled_sum = out_.scaled_year_sums.OutRow(term.scaled_sum);
  }

  // ---- Order ----

  void FinishRows() {
    out_.sums = kernel::RowSums(std::move(sums_));
    for (Functional& functional : out_.functionals) {
      for (Functional::Term& term : functional.terms) {
        if (term.sum != Functional::kNoSum) term.sum = out_.sums.OutRow(term.sum);
      }
    }
    std::sort(figure_functionals_.begin(), figure_functionals_.end());
    figure_functionals_.erase(std::unique(figure_functionals_.begin(), figure_functionals_.end()),
                              figure_functionals_.end());
    out_.figure_functionals = std::move(figure_functionals_);
    out_.year_products = table_.years();
    out_.scalar_products = table_.scalars();
    out_.scalars_by_level = ByLevel(out_.scalar_products, [](const ScalarProduct& s) { return s.level; });
    out_.computed_by_level = ByLevel(out_.computed, [](const SimulationPlan::Computed& c) { return c.row.level; });
  }

  template <typename List, typename LevelOf>
  static std::vector<std::uint32_t> ByLevel(const List& list, LevelOf level_of) {
    std::vector<std::uint32_t> order(list.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return level_of(list[a]) < level_of(list[b]); });
    return order;
  }

  void WarnOfIdleDrivers() {
    std::vector<std::uint8_t> is_used(out_.driver_row_count, 0);
    for (const YearProduct& product : table_.years()) {
      for (const YearElement& element : product.elements) is_used[element.first_row] = 1;
    }
    const auto use = [&](std::uint32_t row) {
      if (row < out_.driver_row_count) is_used[row] = 1;
    };
    for (const ScalarProduct& product : table_.scalars()) {
      for (const ScalarElement& element : product.elements) use(element.row);
    }
    for (const auto& computed : out_.computed) {
      if (computed.row.level == 0) use(computed.row.delay_row);
    }
    for (std::size_t i = 0; i < driver_rows_.size(); ++i) {
      const auto first = is_used.begin() + driver_rows_[i].first_row;
      if (std::find(first, first + driver_rows_[i].row_count, 1) != first + driver_rows_[i].row_count) continue;
      out_.warnings.push_back({Reason::kInvalidInput, "drivers[" + std::to_string(i) + "]",
                               "moves nothing in this portfolio: no flow depends on its target"});
    }
  }

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  const model::RiskModel& risk_;
  const DriverBindings& bindings_;
  std::span<const risk::DriverRows> driver_rows_;
  std::size_t year_count_;
  std::size_t perspective_count_;
  Wanted wanted_;
  bool omits_projects_;
  std::vector<metric::Discounting> discounting_;  ///< By perspective.
  std::pmr::monotonic_buffer_resource series_memory_;
  SignatureTable table_;
  ComputedRows computed_;
  std::vector<SubjectSums> subjects_;
  YearSums years_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> basis_ids_;
  std::map<Sums, std::uint32_t> functional_ids_;
  std::vector<std::vector<kernel::RowSums::Term>> sums_;
  std::vector<std::uint32_t> figure_functionals_;
  std::vector<const Sums*> year_sums_;
  SimulationPlan out_;
};

}  // namespace

Result<SimulationPlan, Failures> CompileSimulation(const model::AppraisalRequest& request, const plan::Plan& plan,
                                                   const model::RiskModel& risk, const DriverBindings& bindings,
                                                   std::span<const risk::DriverRows> driver_rows,
                                                   std::uint32_t row_count, const StopPoll& stop, bool omits_projects) {
  return Compiler(request, plan, risk, bindings, driver_rows, row_count, omits_projects).Compile(stop);
}

Result<ProjectSeries, Failures> CompileProjectSeries(const model::AppraisalRequest& request, const plan::Plan& plan,
                                                     const model::RiskModel& risk, const DriverBindings& bindings,
                                                     std::span<const risk::DriverRows> driver_rows,
                                                     std::uint32_t row_count, std::size_t project,
                                                     std::span<const SeriesSpec> series, const StopPoll& stop) {
  return Compiler(request, plan, risk, bindings, driver_rows, row_count, /*omits_projects=*/false)
      .CompileSeries(project, series, stop);
}

}  // namespace calanque::run
