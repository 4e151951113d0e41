#include "engine/run/explain.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/kernel/series.h"
#include "engine/run/explain_item.h"
#include "engine/run/finite_outcome.h"
#include "engine/run/subject_rows.h"
#include "engine/run/unknown_figures.h"

namespace calanque::run {
namespace {

using metric::View;

/// +1 where the side counts as it is, -1 where the view subtracts it, 0 where it leaves it out.
int SideWeight(ledger::Side side, View view) {
  if (view == View::kIncremental) return side == ledger::Side::kWith ? 1 : -1;
  return (view == View::kWith) == (side == ledger::Side::kWith) ? 1 : 0;
}

/// Reads one project's columns back into words.
class Explainer {
 public:
  Explainer(const model::AppraisalRequest& request, const plan::Plan& plan, std::size_t project,
            std::size_t perspective, View view)
      : request_(request),
        plan_(plan),
        project_(project),
        perspective_(plan.perspectives[perspective]),
        perspective_index_(perspective),
        view_(view),
        block_(FillLedger(plan)),
        point_count_(static_cast<std::size_t>(plan.schema.axis.point_count())) {}

  Explanation Explain() {
    Explanation explanation;
    explanation.cells = MakeCells();
    const auto money = plan_.schema.money_of_project[project_];
    for (std::uint32_t column = money.begin; column < money.end; ++column) {
      const int sign =
          perspective_.border.Sign(plan_.schema.money[column]) * SideWeight(plan_.schema.money[column].side, view_);
      if (sign != 0) explanation.money.push_back(Money(column, sign));
    }
    const auto physical = plan_.schema.physical_of_project[project_];
    for (std::uint32_t column = physical.begin; column < physical.end; ++column) {
      if (SideWeight(plan_.schema.physical[column].side, view_) != 0) explanation.physical.push_back(Physical(column));
    }
    return explanation;
  }

 private:
  [[nodiscard]] const model::Project& Project() const { return request_.portfolio.projects[project_]; }

  /// The item that wrote a column; nullptr for carbon value and financing sources.
  [[nodiscard]] const model::CashFlowItem* Item(ledger::ItemIndex index) const {
    const auto with_count = Project().with_project.size();
    if (index.value < with_count) return &Project().with_project[index.value];
    const std::size_t position = index.value - with_count;
    return position < Project().without_project.size() ? &Project().without_project[position] : nullptr;
  }

  [[nodiscard]] Cells MakeCells() const {
    SubjectRows rows(plan_);
    rows.AddProject(plan_, block_, project_);
    rows.Finish();
    const auto is_given = [&](const metric::Definition* metric) {
      return view_ == View::kIncremental || metric->has_total_views;
    };
    Cells cells(static_cast<std::size_t>(std::count_if(plan_.metrics.begin(), plan_.metrics.end(), is_given)));
    const metric::Discounting discounting = DiscountingOf(plan_, perspective_index_);
    auto input =
        rows.MakeInput(plan_, perspective_index_, discounting, view_, plan_.planned_reduction_t_co2e[project_]);
    input.memory = cells.memory();
    auto cell = cells.list().begin();
    for (const metric::Definition* metric : plan_.metrics) {
      if (!is_given(metric)) continue;
      const auto perspective =
          metric->depends_on_perspective ? static_cast<std::int32_t>(perspective_index_) : kNoPerspective;
      const auto why = WhyUnknown(*metric, plan_.unknown_figures[project_], /*is_portfolio=*/false);
      *cell++ = {metric, static_cast<std::int32_t>(project_), perspective, view_,
                 why ? metric::Outcome(*why) : ComputeFinite(*metric, input)};
    }
    return cells;
  }

  [[nodiscard]] ExplainedMoney Money(std::uint32_t column, int sign) const {
    ExplainedMoney out;
    out.column = plan_.schema.money[column];
    Describe(out);
    AddFactor(column, false, out.inputs);
    const auto amounts = block_.Money(column);
    const auto factors =
        std::span(perspective_.discount_factors).subspan(out.column.stream * point_count_, point_count_);
    out.amounts.assign(amounts.begin(), amounts.end());
    out.discount_factors.assign(factors.begin(), factors.end());
    out.sign = sign;
    out.present_value_amount = sign * kernel::Dot(amounts, factors);
    return out;
  }

  void Describe(ExplainedMoney& out) const {
    const std::uint32_t position = out.column.item.value;
    if (position == plan::kCarbonItem) {
      out.item_id = "carbon_value";
      out.display_name = "Value of carbon";
      out.formula = "-(tonnes emitted, all scopes) x carbon value";
      const auto& carbon = *request_.assumptions.carbon_value;
      out.inputs.push_back({carbon.curve_id, "value of carbon in the run's prices", CurveSource(carbon.curve_id),
                            FactorValues(plan_.carbon_value_factor)});
    } else if (position >= plan::kFirstFinancingItem) {
      const auto& source = request_.portfolio.financing_sources[position - plan::kFirstFinancingItem];
      out.item_id = source.id;
      out.display_name = source.display_name.empty() ? source.id : source.display_name;
      out.formula = out.column.category == ledger::Category::kDebtService
                        ? "interest on the balance at the start of the period, or repayment by the profile"
                        : "amount x share of the year";
      out.inputs = SourceInputs(source);
    } else {
      const model::CashFlowItem& item = *Item(out.column.item);
      out.item_id = item.id;
      out.display_name = item.display_name.empty() ? item.id : item.display_name;
      out.formula = MoneyFormula(item, out.column.category);
      out.inputs = ItemInputs(item);
    }
  }

  [[nodiscard]] ExplainedPhysical Physical(std::uint32_t column) const {
    ExplainedPhysical out;
    out.column = plan_.schema.physical[column];
    const model::CashFlowItem& item = *Item(out.column.item);
    out.item_id = item.id;
    out.display_name = item.display_name.empty() ? item.id : item.display_name;
    out.formula = PhysicalFormula(item);
    out.inputs = ItemInputs(item);
    const auto scope = static_cast<int>(out.column.kind);
    const bool is_emission = scope < ledger::kScopeCount;
    out.unit = is_emission ? "tCO2e" : "MWh";
    out.kind = is_emission ? "emission scope " + std::to_string(scope + 1)
               : out.column.kind == ledger::PhysicalKind::kEnergyConsumed ? "energy consumed"
                                                                          : "energy produced";
    if (out.column.carrier >= 0) {
      const auto& carrier = request_.assumptions.carriers[static_cast<std::size_t>(out.column.carrier)];
      out.kind += " " + carrier.id;
    }
    AddFactor(column, true, out.inputs);
    const auto quantities = block_.Physical(column);
    out.quantities.assign(quantities.begin(), quantities.end());
    return out;
  }

  /// The row of prices, indices or factors the column was multiplied by.
  void AddFactor(std::uint32_t column, bool is_physical, std::vector<ExplainedInput>& inputs) const {
    const auto step = std::find_if(plan_.scale_steps.begin(), plan_.scale_steps.end(), [&](const auto& candidate) {
      return candidate.is_physical == is_physical && candidate.column == column;
    });
    if (step == plan_.scale_steps.end() || step->factor == 0) return;
    const plan::FactorName& name = plan_.factor_names[step->factor];
    inputs.push_back(
        {name.text, "per point, as multiplied in", CurveSource(name.curve_id), FactorValues(step->factor)});
  }

  [[nodiscard]] std::vector<double> FactorValues(plan::FactorIndex factor) const {
    const auto row = std::span(plan_.factors).subspan(factor * point_count_, point_count_);
    return {row.begin(), row.end()};
  }

  [[nodiscard]] std::string CurveSource(const std::string& curve_id) const {
    for (const auto& curve : request_.assumptions.curves) {
      if (curve.id == curve_id) return AllSources(curve.sources);
    }
    return "";
  }

  const model::AppraisalRequest& request_;
  const plan::Plan& plan_;
  std::size_t project_;
  const plan::PerspectivePlan& perspective_;
  std::size_t perspective_index_;
  View view_;
  ledger::Block block_;
  std::size_t point_count_;
};

template <typename List>
std::size_t FindId(const List& list, std::string_view id) {
  return static_cast<std::size_t>(
      std::find_if(list.begin(), list.end(), [&](const auto& named) { return named.id == id; }) - list.begin());
}

/// Paths of a project and of the financing sources that are its own or the portfolio's.
std::vector<std::string> OwnPaths(const model::Portfolio& portfolio, std::size_t project) {
  std::vector<std::string> paths = {"portfolio.projects[" + std::to_string(project) + "]"};
  for (std::size_t i = 0; i < portfolio.financing_sources.size(); ++i) {
    const std::string& id = portfolio.financing_sources[i].project_id;
    const bool is_own = id.empty() || id == portfolio.projects[project].id;
    if (is_own) paths.push_back("portfolio.financing_sources[" + std::to_string(i) + "]");
  }
  return paths;
}

/// Warnings that are not about what belongs to another project.
Failures WarningsFor(const model::Portfolio& portfolio, std::size_t project, const Failures& warnings) {
  if (warnings.empty()) return {};
  const std::vector<std::string> own = OwnPaths(portfolio, project);
  Failures kept;
  std::copy_if(warnings.begin(), warnings.end(), std::back_inserter(kept), [&](const Failure& warning) {
    const std::string_view path = warning.field_path;
    const bool has_owner = path.starts_with("portfolio.projects[") || path.starts_with("portfolio.financing_sources[");
    return !has_owner ||
           std::any_of(own.begin(), own.end(), [&](const std::string& prefix) { return path.starts_with(prefix); });
  });
  return kept;
}

}  // namespace

Result<Explanation> Explain(const model::AppraisalRequest& request, const plan::Plan& plan, std::string_view project_id,
                            std::string_view perspective_id, metric::View view) {
  const std::size_t project = FindId(plan.projects, project_id);
  if (project == plan.projects.size()) {
    return Failure{Reason::kInvalidInput, "project_id",
                   "the portfolio has no project '" + std::string(project_id) + "'"};
  }
  const std::size_t perspective = FindId(plan.perspectives, perspective_id);
  if (perspective == plan.perspectives.size()) {
    return Failure{Reason::kInvalidInput, "perspective_id",
                   "the appraisal has no perspective '" + std::string(perspective_id) + "'"};
  }
  Explanation explanation = Explainer(request, plan, project, perspective, view).Explain();
  explanation.warnings = WarningsFor(request.portfolio, project, plan.warnings);
  return explanation;
}

}  // namespace calanque::run
