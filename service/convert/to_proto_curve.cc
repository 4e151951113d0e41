#include "service/convert/to_proto_curve.h"

#include <span>
#include <string>

namespace calanque::service {
namespace {

v1::MeasureKind ConvertKind(portfolio::MeasureKind kind) {
  switch (kind) {
    case portfolio::MeasureKind::kSavesMoney:
      return v1::MEASURE_KIND_SAVES_MONEY;
    case portfolio::MeasureKind::kCostsMoney:
      return v1::MEASURE_KIND_COSTS_MONEY;
    case portfolio::MeasureKind::kRaisesEmissions:
      return v1::MEASURE_KIND_RAISES_EMISSIONS;
    case portfolio::MeasureKind::kNoEffect:
      return v1::MEASURE_KIND_NO_EFFECT;
  }
  return v1::MEASURE_KIND_UNSPECIFIED;
}

const std::string& NameOr(const std::string& display_name, const std::string& id) {
  return display_name.empty() ? id : display_name;
}

template <typename Repeated>
void Put(std::span<const double> values, Repeated& out) {
  out.Add(values.begin(), values.end());
}

void Fill(const portfolio::CurveInput& in, v1::MeasureFigures& out) {
  out.set_cost_present_amount(in.cost_present_amount);
  out.set_abatement_t_co2e(in.width_t_co2e);
  out.set_abatement_discounted_t_co2e(in.discounted_t_co2e);
}

void FillBar(const portfolio::CurveBar& bar, const portfolio::CurveInput& counted, v1::CurveMeasure& out) {
  out.set_kind(ConvertKind(bar.kind));
  out.set_cost_present_amount(counted.cost_present_amount);
  out.set_abatement_t_co2e(counted.width_t_co2e);
  out.set_abatement_discounted_t_co2e(counted.discounted_t_co2e);
  if (bar.cost_amount_per_t_co2e) out.set_abatement_cost_amount_per_t_co2e(*bar.cost_amount_per_t_co2e);
  out.set_pareto_layer(bar.pareto_layer);
  out.set_start_t_co2e(bar.start_t_co2e);
}

void FillMeasure(const model::AbatementTerms& asked, const portfolio::MeasureOutcome& in, v1::CurveMeasure& out) {
  if (in.part) {
    out.set_interaction_group_id(asked.interactions[in.part->group].id);
    Fill(in.part->standalone, *out.mutable_standalone());
    Fill(in.part->last_in, *out.mutable_last_in());
    Fill(in.part->in_order, *out.mutable_in_order());
  }
  Put(in.avoided_by_year, *out.mutable_avoided_by_year_t_co2e());
  if (in.avoided_by_year != in.avoided_scheduled_by_year) {
    Put(in.avoided_scheduled_by_year, *out.mutable_scheduled_by_year_t_co2e());
  }
  if (!in.speed) return;
  out.set_full_year(in.speed->full_year);
  out.set_latest_start_year(in.speed->latest_start_year.value_or(0));
}

void FillPathway(const portfolio::EmissionPathway& in, v1::EmissionPathway& out) {
  Put(in.baseline, *out.mutable_baseline_t_co2e());
  Put(in.business_as_usual, *out.mutable_business_as_usual_t_co2e());
  Put(in.target, *out.mutable_target_t_co2e());
  Put(in.avoided, *out.mutable_avoided_t_co2e());
  Put(in.avoided_scheduled, *out.mutable_scheduled_t_co2e());
  Put(in.residual, *out.mutable_residual_t_co2e());
}

void FillPathways(const portfolio::Pathways& in, int first_year, const model::EmissionBaseline& baseline,
                  v1::BuildAbatementCurveResponse& out) {
  out.set_pathway_first_year(first_year);
  v1::EmissionPathway& total = *out.add_pathways();
  total.set_display_name("All sectors");
  FillPathway(in.total, total);
  for (std::size_t s = 0; s < in.sectors.size(); ++s) {
    const model::SectorEmission& sector = baseline.sectors[s];
    v1::EmissionPathway& made = *out.add_pathways();
    made.set_sector_id(sector.id);
    made.set_display_name(NameOr(sector.display_name, sector.id));
    FillPathway(in.sectors[s], made);
  }
}

void FillBudget(const portfolio::CarbonBudget& asked, const portfolio::BudgetOutcome& in,
                v1::BuildAbatementCurveResponse& out) {
  v1::CarbonBudget& budget = *out.mutable_carbon_budget();
  budget.set_first_year(asked.first_year);
  budget.set_last_year(asked.last_year);
  budget.set_emission_t_co2e(asked.emission_t_co2e);
  const auto add = [&](const char* name, const portfolio::BudgetUse& use) {
    v1::CarbonBudgetUse& made = *out.add_carbon_budget_uses();
    made.set_name(name);
    made.set_emission_t_co2e(use.emission_t_co2e);
    made.set_exceeded_year(use.exceeded_year.value_or(0));
  };
  add("business_as_usual", in.business_as_usual);
  add("target", in.target);
  add("residual", in.residual);
}

void FillStatements(const model::AbatementTerms& terms, v1::Conventions& out) {
  out.add_statements(
      "Measures that save money stand in Pareto layers by present cost and tonnes, never by cost per tonne: dividing a "
      "gain by tonnes would prefer the measure that avoids less.");
  out.add_statements(
      "Cost of a tonne: convention A4, discounted cost over discounted tonnes, grants counted, financing, carbon value "
      "and co-benefits not.");
  if (!terms.interactions.empty()) {
    out.add_statements(
        "Measures that act on the same demand count with their Shapley shares, the mean over all orders in which they "
        "could be done, which add up to what they bring together; the part of demand that a measure takes away is that "
        "of the finished measure, in every year.");
  }
  if (!terms.speed_limits.empty()) {
    out.add_statements(
        "Limits of speed cut tonnes by year, pathways and the carbon budget; the curve shows what the projects' own "
        "schedules bring, since a limit does not say what a late measure costs.");
  }
  if (terms.pathway) {
    out.add_statements(
        "Residual emissions are business as usual less what the measures avoid. Where business as usual holds a part "
        "of "
        "a measure already, that part is counted twice.");
  }
}

}  // namespace

void FillCurveHead(const model::AbatementTerms& terms, std::size_t perspective, const plan::Plan& plan,
                   v1::BuildAbatementCurveResponse& out) {
  out.set_perspective_id(plan.perspectives[perspective].id);
  out.set_perspective_display_name(
      NameOr(plan.perspectives[perspective].display_name, plan.perspectives[perspective].id));
  out.set_width(terms.draws_target_year ? v1::CURVE_WIDTH_TARGET_YEAR : v1::CURVE_WIDTH_CUMULATIVE);
  out.set_first_year(plan.schema.axis.first_year);
  out.set_target_year(plan.metric_options.target_year);
  FillStatements(terms, *out.mutable_conventions());
}

void FillCurve(const model::AbatementTerms& asked, const portfolio::AbatementTerms& made,
               const model::AppraisalRequest& request, const portfolio::AbatementPlan& plan,
               v1::BuildAbatementCurveResponse& out) {
  for (const portfolio::CurveBar& bar : plan.bars) {
    v1::CurveMeasure& measure = *out.add_measures();
    measure.set_project_id(request.portfolio.projects[bar.measure].id);
    FillBar(bar, plan.measures[bar.measure].counted, measure);
    FillMeasure(asked, plan.measures[bar.measure], measure);
  }
  out.set_total_cost_present_amount(plan.total.cost_present_amount);
  out.set_total_abatement_t_co2e(plan.total.width_t_co2e);
  for (std::size_t g = 0; g < plan.groups.size(); ++g) {
    const model::InteractionGroup& group = asked.interactions[g];
    v1::InteractionGroupResult& result = *out.add_groups();
    result.set_group_id(group.id);
    result.set_display_name(NameOr(group.display_name, group.id));
    Fill(plan.groups[g].together, *result.mutable_together());
    Fill(plan.groups[g].standalone_sum, *result.mutable_standalone_sum());
  }
  if (plan.pathways) FillPathways(*plan.pathways, made.pathway->first_year, *request.portfolio.baseline, out);
  if (plan.budget) FillBudget(*made.budget, *plan.budget, out);
}

}  // namespace calanque::service
