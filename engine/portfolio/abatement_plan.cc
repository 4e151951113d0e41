#include "engine/portfolio/abatement_plan.h"

#include <utility>

#include "engine/kernel/series.h"

namespace calanque::portfolio {
namespace {

constexpr double CurveInput::*kFigures[] = {&CurveInput::cost_present_amount, &CurveInput::width_t_co2e,
                                            &CurveInput::discounted_t_co2e};

CurveInput OwnFigures(const Measure& measure, const MeasureSet& set, const AbatementTerms& terms) {
  double width = measure.avoided_t_co2e;
  if (terms.draws_target_year)
    width = measure.avoided_by_year[static_cast<std::size_t>(terms.target_year - set.first_year)];
  return {measure.cost_present_amount, width, measure.avoided_discounted_t_co2e};
}

/// One figure of a group. Tonnes follow what earlier measures leave. So does the cost of energy; of the other costs
/// only the part that is sized by the demand.
GroupFigure FigureOf(const MeasureSet& set, const AbatementPlan& plan, const InteractionGroup& group,
                     double CurveInput::*figure) {
  GroupFigure out;
  for (const InteractingMeasure& member : group) {
    const double alone = plan.measures[member.measure].counted.*figure;
    double following = alone;
    if (figure == &CurveInput::cost_present_amount) {
      const double energy = set.measures[member.measure].energy_cost_present_amount;
      following = energy + member.following_fraction * (alone - energy);
    }
    out.fixed.push_back(alone - following);
    out.following.push_back(following);
  }
  return out;
}

/// Turns the counted figures of the group's measures into Shapley shares.
GroupOutcome TellApart(const MeasureSet& set, std::size_t position, const InteractionGroup& group,
                       const SharingRule& rule, AbatementPlan& plan) {
  GroupOutcome outcome;
  for (const InteractingMeasure& member : group) plan.measures[member.measure].part = GroupPart{position, {}, {}, {}};
  for (const auto figure : kFigures) {
    const Shares shares = rule.ShareOut(FigureOf(set, plan, group, figure));
    for (std::size_t k = 0; k < group.size(); ++k) {
      MeasureOutcome& measure = plan.measures[group[k].measure];
      measure.part->standalone.*figure = shares.standalone[k];
      measure.part->last_in.*figure = shares.last_in[k];
      measure.part->in_order.*figure = shares.in_order[k];
      measure.counted.*figure = shares.shapley[k];
    }
    outcome.together.*figure = kernel::Sum(shares.in_order);
    outcome.standalone_sum.*figure = kernel::Sum(shares.standalone);
  }
  return outcome;
}

/// The same for tonnes by year.
void TellYearsApart(const InteractionGroup& group, const SharingRule& rule, std::vector<double> MeasureOutcome::*row,
                    AbatementPlan& plan) {
  const std::size_t year_count = (plan.measures[group.front().measure].*row).size();
  GroupFigure figure{std::vector<double>(group.size()), std::vector<double>(group.size())};
  std::vector<double> shares(group.size());
  for (std::size_t y = 0; y < year_count; ++y) {
    for (std::size_t k = 0; k < group.size(); ++k) figure.following[k] = (plan.measures[group[k].measure].*row)[y];
    rule.ShareFairly(figure, shares);
    for (std::size_t k = 0; k < group.size(); ++k) (plan.measures[group[k].measure].*row)[y] = shares[k];
  }
}

void ApplyLimits(const MeasureSet& set, const AbatementTerms& terms, AbatementPlan& plan) {
  for (std::size_t i = 0; i < terms.limits.size(); ++i) {
    if (!terms.limits[i]) continue;
    MeasureOutcome& out = plan.measures[i];
    out.speed = ApplySpeedLimit(set.measures[i], *terms.limits[i], set.first_year, terms.target_year);
    kernel::MultiplyInto(out.avoided_by_year, out.avoided_by_year, out.speed->kept_fractions);
  }
}

Pathways PathwaysOf(const MeasureSet& set, const AbatementTerms& terms, const AbatementPlan& plan) {
  std::vector<AvoidedTonnes> avoided;
  avoided.reserve(plan.measures.size());
  for (std::size_t i = 0; i < plan.measures.size(); ++i) {
    const MeasureOutcome& measure = plan.measures[i];
    avoided.push_back({terms.sectors[i], set.first_year, measure.avoided_by_year, measure.avoided_scheduled_by_year});
  }
  return BuildPathways(*terms.pathway, avoided);
}

}  // namespace

AbatementPlan BuildAbatementPlan(const MeasureSet& set, const AbatementTerms& terms) {
  AbatementPlan plan;
  plan.measures.resize(set.measures.size());
  for (std::size_t i = 0; i < set.measures.size(); ++i) {
    MeasureOutcome& out = plan.measures[i];
    out.counted = OwnFigures(set.measures[i], set, terms);
    out.avoided_by_year = out.avoided_scheduled_by_year = set.measures[i].avoided_by_year;
  }
  ApplyLimits(set, terms, plan);
  for (std::size_t g = 0; g < terms.groups.size(); ++g) {
    const SharingRule rule(terms.groups[g]);
    plan.groups.push_back(TellApart(set, g, terms.groups[g], rule, plan));
    TellYearsApart(terms.groups[g], rule, &MeasureOutcome::avoided_by_year, plan);
    TellYearsApart(terms.groups[g], rule, &MeasureOutcome::avoided_scheduled_by_year, plan);
  }
  std::vector<CurveInput> inputs;
  inputs.reserve(plan.measures.size());
  for (const MeasureOutcome& measure : plan.measures) {
    inputs.push_back(measure.counted);
    for (const auto figure : kFigures) plan.total.*figure += measure.counted.*figure;
  }
  plan.bars = BuildCurve(inputs);
  if (!terms.pathway) return plan;
  plan.pathways = PathwaysOf(set, terms, plan);
  if (!terms.budget) return plan;
  const EmissionPathway& total = plan.pathways->total;
  const int first_year = terms.pathway->first_year;
  plan.budget = BudgetOutcome{UseBudget(*terms.budget, total.business_as_usual, first_year),
                              UseBudget(*terms.budget, total.target, first_year),
                              UseBudget(*terms.budget, total.residual, first_year)};
  return plan;
}

}  // namespace calanque::portfolio
