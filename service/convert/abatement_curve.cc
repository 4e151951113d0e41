#include "service/convert/abatement_curve.h"

#include <string>
#include <vector>

#include "engine/portfolio/abatement_curve.h"

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

void FindPerspective(const std::string& id, const plan::Plan& plan, CurveTerms& terms, Failures& failures) {
  std::string known;
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    if (id.empty() || plan.perspectives[p].id == id) {
      terms.perspective = p;
      return;
    }
    known += (known.empty() ? "" : ", ") + plan.perspectives[p].id;
  }
  failures.push_back(
      {Reason::kInvalidInput, "perspective_id", "unknown perspective '" + id + "'; the appraisal asks for: " + known});
}

void FindTargetYear(const plan::Plan& plan, CurveTerms& terms, Failures& failures) {
  const int target_year = plan.metric_options.target_year;
  const int year = target_year - plan.schema.axis.first_year;
  if (target_year != 0 && year >= 0 && year < plan.schema.axis.year_count) {
    terms.target_year = static_cast<std::size_t>(year);
    return;
  }
  failures.push_back({Reason::kInvalidInput, "width",
                      target_year == 0
                          ? "is CURVE_WIDTH_TARGET_YEAR, but the portfolio's baseline states no target year"
                          : "is CURVE_WIDTH_TARGET_YEAR, but the target year lies outside the grid"});
}

}  // namespace

CurveTerms ConvertCurveTerms(const v1::BuildAbatementCurveRequest& request, Reader& reader) {
  CurveTerms terms;
  const FieldPath root;
  switch (request.width()) {
    case v1::CURVE_WIDTH_UNSPECIFIED:
    case v1::CURVE_WIDTH_CUMULATIVE:
      break;
    case v1::CURVE_WIDTH_TARGET_YEAR:
      terms.width = v1::CURVE_WIDTH_TARGET_YEAR;
      break;
    default:
      reader.FailEnum(request.width(), root / "width");
  }
  return terms;
}

Failures BindCurveTerms(const v1::BuildAbatementCurveRequest& request, const plan::Plan& plan, CurveTerms& terms) {
  Failures failures;
  FindPerspective(request.perspective_id(), plan, terms, failures);
  if (terms.width == v1::CURVE_WIDTH_TARGET_YEAR) FindTargetYear(plan, terms, failures);
  return failures;
}

void FillCurveHead(const CurveTerms& terms, const plan::Plan& plan, v1::BuildAbatementCurveResponse& out) {
  const plan::PerspectivePlan& perspective = plan.perspectives[terms.perspective];
  out.set_perspective_id(perspective.id);
  out.set_perspective_display_name(perspective.display_name.empty() ? perspective.id : perspective.display_name);
  out.set_width(terms.width);
  v1::Conventions& conventions = *out.mutable_conventions();
  conventions.add_statements(
      "Measures that save money stand in Pareto layers by present cost and tonnes, never by cost per tonne: dividing a "
      "gain by tonnes would prefer the measure that avoids less.");
  conventions.add_statements(
      "Cost of a tonne: convention A4, discounted cost over discounted tonnes, grants counted, financing, carbon value "
      "and co-benefits not.");
}

void FillCurve(const CurveTerms& terms, const plan::Plan& plan, const portfolio::MeasureSet& set,
               v1::BuildAbatementCurveResponse& out) {
  std::vector<portfolio::CurveInput> inputs;
  inputs.reserve(set.measures.size());
  for (const portfolio::Measure& measure : set.measures) {
    const double width = terms.width == v1::CURVE_WIDTH_TARGET_YEAR ? measure.avoided_by_year[terms.target_year]
                                                                    : measure.avoided_t_co2e;
    inputs.push_back({measure.cost_present_amount, width, measure.avoided_discounted_t_co2e});
  }
  double cost = 0.0;
  double tonnes = 0.0;
  for (const portfolio::CurveBar& bar : portfolio::BuildCurve(inputs)) {
    const portfolio::CurveInput& input = inputs[bar.measure];
    v1::CurveMeasure& made = *out.add_measures();
    made.set_project_id(plan.projects[bar.measure].id);
    made.set_kind(ConvertKind(bar.kind));
    made.set_cost_present_amount(input.cost_present_amount);
    made.set_abatement_t_co2e(input.width_t_co2e);
    made.set_abatement_discounted_t_co2e(input.discounted_t_co2e);
    if (bar.cost_amount_per_t_co2e) made.set_abatement_cost_amount_per_t_co2e(*bar.cost_amount_per_t_co2e);
    made.set_pareto_layer(bar.pareto_layer);
    made.set_start_t_co2e(bar.start_t_co2e);
    cost += input.cost_present_amount;
    tonnes += input.width_t_co2e;
  }
  out.set_total_cost_present_amount(cost);
  out.set_total_abatement_t_co2e(tonnes);
}

}  // namespace calanque::service
