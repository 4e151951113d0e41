#include <cmath>
#include <string>

#include "service/convert/selection.h"

namespace calanque::service {
namespace {

v1::SelectionObjective Convert(model::SelectionObjective objective) {
  switch (objective) {
    case model::SelectionObjective::kMaximiseEnpv:
      return v1::SELECTION_OBJECTIVE_MAXIMISE_ENPV;
    case model::SelectionObjective::kMaximiseNpv:
      return v1::SELECTION_OBJECTIVE_MAXIMISE_NPV;
    case model::SelectionObjective::kMaximiseAbatement:
      return v1::SELECTION_OBJECTIVE_MAXIMISE_ABATEMENT;
    case model::SelectionObjective::kMinimiseCost:
      return v1::SELECTION_OBJECTIVE_MINIMISE_COST;
  }
  return v1::SELECTION_OBJECTIVE_UNSPECIFIED;
}

/// Every fraction lies between bounds: an unbounded programme cannot come about here.
v1::SelectionStatus Convert(optimize::Status status) {
  switch (status) {
    case optimize::Status::kOptimal:
      return v1::SELECTION_STATUS_OPTIMAL;
    case optimize::Status::kLimit:
      return v1::SELECTION_STATUS_LIMIT;
    case optimize::Status::kInfeasible:
      return v1::SELECTION_STATUS_INFEASIBLE;
    case optimize::Status::kNoAnswer:
    case optimize::Status::kUnbounded:
      break;
  }
  return v1::SELECTION_STATUS_NOTHING_FOUND;
}

v1::LeftOutReason Convert(portfolio::LeftOutReason reason) {
  switch (reason) {
    case portfolio::LeftOutReason::kNoGain:
      return v1::LEFT_OUT_REASON_NO_GAIN;
    case portfolio::LeftOutReason::kDoesNotFit:
      return v1::LEFT_OUT_REASON_DOES_NOT_FIT;
    case portfolio::LeftOutReason::kRiskOutweighs:
      return v1::LEFT_OUT_REASON_RISK_OUTWEIGHS;
    case portfolio::LeftOutReason::kWithinGap:
      return v1::LEFT_OUT_REASON_WITHIN_GAP;
  }
  return v1::LEFT_OUT_REASON_UNSPECIFIED;
}

void Fill(const portfolio::Totals& totals, v1::SelectionTotals& out) {
  out.set_npv_amount(totals.npv_amount);
  out.set_enpv_amount(totals.enpv_amount);
  out.set_abatement_t_co2e(totals.abatement_t_co2e);
  out.set_investment_amount(totals.investment_amount);
  if (totals.expected_shortfall_amount) out.set_expected_shortfall_amount(*totals.expected_shortfall_amount);
}

void Fill(const portfolio::Candidate& candidate, const portfolio::Picked& picked, v1::ChosenProject& out) {
  const portfolio::Start& start = candidate.starts[picked.start];
  out.set_project_id(candidate.id);
  out.set_start_year(start.year);
  out.set_delay_years(start.delay_years);
  out.set_fraction(picked.fraction);
  out.set_npv_amount(picked.fraction * start.npv_amount);
  out.set_enpv_amount(picked.fraction * start.enpv_amount);
  out.set_abatement_t_co2e(picked.fraction * start.abatement_t_co2e);
  out.set_investment_amount(picked.fraction * start.investment_amount);
}

void Fill(const portfolio::Candidate& candidate, const portfolio::LeftOut& left_out, v1::LeftOutProject& out) {
  out.set_project_id(candidate.id);
  out.set_reason(Convert(left_out.reason));
  out.set_start_year(candidate.starts[left_out.start].year);
  out.set_gain_value(left_out.gain);
  for (const portfolio::LeftOut::Excess& excess : left_out.blocking) {
    v1::BlockingConstraint& blocking = *out.add_blocking();
    blocking.set_constraint_index(static_cast<int>(excess.constraint));
    blocking.set_excess_value(excess.amount);
  }
}

void Fill(const portfolio::Constraint& constraint, v1::ConstraintResult& out) {
  out.set_id(constraint.id);
  out.set_display_name(constraint.name);
  out.set_unit(constraint.unit);
  out.set_year(constraint.year);
  if (std::isfinite(constraint.lower)) out.set_lower_limit_value(constraint.lower);
  if (std::isfinite(constraint.upper)) out.set_upper_limit_value(constraint.upper);
}

void Fill(const portfolio::ConstraintState& state, v1::ConstraintResult& out) {
  out.set_used_value(state.used);
  out.set_is_binding(state.is_binding);
  out.set_shadow_price_chosen(state.price_chosen);
  out.set_shadow_price_relaxed(state.price_relaxed);
  if (state.price_abatement_t_co2e) out.set_shadow_price_abatement_t_co2e(*state.price_abatement_t_co2e);
}

}  // namespace

void FillSelectionHead(const model::SelectionTerms& terms, const model::AppraisalRequest& request,
                       v1::SelectPortfolioResponse& out) {
  out.set_objective(Convert(terms.objective));
  const bool is_tonnes = terms.objective == model::SelectionObjective::kMaximiseAbatement;
  out.set_objective_unit(is_tonnes ? "tCO2e" : request.portfolio.currency_code);
  for (const model::Perspective& perspective : request.portfolio.perspectives) {
    if (perspective.id != terms.perspective_id) continue;
    out.set_perspective_display_name(perspective.display_name.empty() ? perspective.id : perspective.display_name);
  }
  v1::Conventions& conventions = *out.mutable_conventions();
  conventions.add_statements(
      "A later start moves every date of a project, its counterfactual and its money; prices, emission factors and "
      "discounting are those of the years reached, and what then falls beyond the horizon is not counted.");
  conventions.add_statements(
      "Budgets and debt count spending and grants with the project, in the prices of the run; values and tonnes are "
      "with minus without it. A fraction of a project brings and takes the same fraction of its figures.");
  conventions.add_statements(
      "Shadow prices: gain of the objective per unit by which a limit is relaxed; 'chosen' with projects and years as "
      "chosen, 'relaxed' where every project could be done in part.");
  if (terms.shortfall) {
    conventions.add_statements(
        "Expected shortfall: mean less the mean of the worst futures; a project's deviations are taken to be the same "
        "in every start year.");
  }
}

void FillSelection(const portfolio::Selection& selection, const portfolio::SelectionAnswer& answer,
                   v1::SelectPortfolioResponse& out) {
  out.set_status(Convert(answer.status));
  out.set_objective_value(answer.objective);
  out.set_best_bound_value(answer.best_bound);
  out.set_relative_gap(answer.relative_gap);
  out.set_is_rounded(answer.is_rounded);
  out.set_node_count(answer.node_count);
  for (const portfolio::Picked& picked : answer.picked) {
    Fill(selection.candidates[picked.candidate], picked, *out.add_chosen());
  }
  for (const portfolio::LeftOut& left_out : answer.left_out) {
    Fill(selection.candidates[left_out.candidate], left_out, *out.add_left_out());
  }
  for (std::size_t i = 0; i < selection.constraints.size(); ++i) {
    v1::ConstraintResult& constraint = *out.add_constraints();
    Fill(selection.constraints[i], constraint);
    if (i < answer.constraints.size()) Fill(answer.constraints[i], constraint);
  }
  Fill(answer.totals, *out.mutable_totals());
  for (const std::size_t i : answer.conflict) out.add_conflict_constraint_indices(static_cast<int>(i));
}

void FillFrontier(const portfolio::Selection& selection, const std::vector<portfolio::FrontierPoint>& points,
                  google::protobuf::RepeatedPtrField<v1::FrontierPoint>& out) {
  for (const portfolio::FrontierPoint& point : points) {
    v1::FrontierPoint& made = *out.Add();
    made.set_cost_present_amount(point.cost_amount);
    Fill(point.totals, *made.mutable_totals());
    made.set_relative_gap(point.relative_gap);
    for (const portfolio::Picked& picked : point.picked)
      made.add_project_ids(selection.candidates[picked.candidate].id);
  }
}

}  // namespace calanque::service
