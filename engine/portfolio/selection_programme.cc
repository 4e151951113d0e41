#include "engine/portfolio/selection_programme.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace calanque::portfolio {
namespace {

using optimize::Entry;
using optimize::kInfinity;
using optimize::Row;

/// Below this a solver's answer means "not chosen".
constexpr double kNothing = 1e-9;

double LargestOf(const std::vector<Entry>& entries) {
  double largest = 0;
  for (const Entry& entry : entries) largest = std::max(largest, std::abs(entry.coefficient));
  return largest > 0 ? largest : 1.0;
}

bool CountsRisk(const Selection& selection, Goal goal) {
  if (selection.candidates.empty() || selection.candidates.front().deviations.empty()) return false;
  const bool is_value = goal == Goal::kMaximiseEnpv || goal == Goal::kMaximiseNpv;
  return goal == Goal::kMinimiseShortfall || (is_value && selection.shortfall_weight > 0);
}

}  // namespace

double GoalFigure(Goal goal, const Start& start) {
  switch (goal) {
    case Goal::kMaximiseEnpv:
      return start.enpv_amount;
    case Goal::kMaximiseNpv:
      return start.npv_amount;
    case Goal::kMaximiseAbatement:
      return start.abatement_t_co2e;
    case Goal::kMinimiseCost:
      return -start.npv_amount;
    case Goal::kMinimiseShortfall:
      break;
  }
  return 0.0;
}

bool IsMaximised(Goal goal) { return goal != Goal::kMinimiseCost && goal != Goal::kMinimiseShortfall; }

SelectionProgramme::SelectionProgramme(const Selection& selection, Goal goal, const std::vector<Constraint>& extra)
    : selection_(selection), goal_(goal) {
  programme_.sense = IsMaximised(goal) ? optimize::Sense::kMaximise : optimize::Sense::kMinimise;
  const std::size_t constraint_count = selection.constraints.size() + extra.size();
  programme_.rows.resize(constraint_count);
  for (std::size_t i = 0; i < selection.candidates.size(); ++i) AddCandidate(i);
  std::vector<Row> structure(programme_.rows.begin() + static_cast<std::ptrdiff_t>(constraint_count),
                             programme_.rows.end());
  programme_.rows.clear();
  for (const Constraint& constraint : selection.constraints) AddConstraint(constraint);
  for (const Constraint& constraint : extra) AddConstraint(constraint);
  programme_.rows.insert(programme_.rows.end(), structure.begin(), structure.end());
  if (CountsRisk(selection, goal)) AddFutures(goal == Goal::kMinimiseShortfall ? 1.0 : -selection.shortfall_weight);
  ScaleObjective();
}

std::size_t SelectionProgramme::AmountColumn(std::size_t candidate, std::size_t start) const {
  return first_amount_[candidate] + start;
}

void SelectionProgramme::AddCandidate(std::size_t candidate) {
  const Candidate& project = selection_.candidates[candidate];
  const bool is_divisible = project.minimum_fraction < 1.0;
  first_start_.push_back(programme_.columns.size());
  Row once{.upper = 1};
  for (const Start& start : project.starts) {
    once.entries.push_back({programme_.columns.size(), 1.0});
    const double figure = is_divisible ? 0.0 : GoalFigure(goal_, start);
    programme_.columns.push_back({.upper = 1, .cost = figure, .is_integer = true});
  }
  programme_.rows.push_back(std::move(once));
  first_amount_.push_back(is_divisible ? programme_.columns.size() : first_start_.back());
  if (!is_divisible) return;
  for (std::size_t s = 0; s < project.starts.size(); ++s) {
    const std::size_t chosen = first_start_.back() + s;
    const std::size_t amount = programme_.columns.size();
    programme_.columns.push_back({.upper = 1, .cost = GoalFigure(goal_, project.starts[s])});
    programme_.rows.push_back({.upper = 0, .entries = {{amount, 1.0}, {chosen, -1.0}}});
    programme_.rows.push_back({.lower = 0, .entries = {{amount, 1.0}, {chosen, -project.minimum_fraction}}});
  }
}

void SelectionProgramme::AddConstraint(const Constraint& constraint) {
  Row row{.lower = constraint.lower, .upper = constraint.upper};
  for (const Use& use : constraint.uses) {
    const std::size_t chosen = first_start_[use.candidate] + use.start;
    const std::size_t amount = AmountColumn(use.candidate, use.start);
    if (chosen == amount) {
      if (const double both = use.proportional + use.fixed; both != 0) row.entries.push_back({chosen, both});
      continue;
    }
    if (use.fixed != 0) row.entries.push_back({chosen, use.fixed});
    if (use.proportional != 0) row.entries.push_back({amount, use.proportional});
  }
  const double scale = LargestOf(row.entries);
  for (Entry& entry : row.entries) entry.coefficient /= scale;
  row.lower /= scale;
  row.upper /= scale;
  row_scales_.push_back(scale);
  programme_.rows.push_back(std::move(row));
}

/// expected shortfall = min over threshold of threshold + sum of excess / (tail x futures), excess >= loss - threshold.
/// Threshold and excesses are counted in units of the largest deviation.
void SelectionProgramme::AddFutures(double weight) {
  const std::size_t future_count = selection_.candidates.front().deviations.size();
  double unit = 0;
  for (const Candidate& candidate : selection_.candidates) {
    for (const double deviation : candidate.deviations) unit = std::max(unit, std::abs(deviation));
  }
  if (unit == 0) return;
  const std::size_t threshold = programme_.columns.size();
  programme_.columns.push_back({.lower = -kInfinity, .cost = weight * unit});
  const double share = weight * unit / (selection_.tail_probability * static_cast<double>(future_count));
  for (std::size_t f = 0; f < future_count; ++f) {
    Row row{.lower = 0, .entries = {{threshold, 1.0}, {programme_.columns.size(), 1.0}}};
    programme_.columns.push_back({.cost = share});
    for (std::size_t c = 0; c < selection_.candidates.size(); ++c) {
      const double deviation = selection_.candidates[c].deviations[f] / unit;
      if (deviation == 0) continue;
      for (std::size_t s = 0; s < selection_.candidates[c].starts.size(); ++s) {
        row.entries.push_back({AmountColumn(c, s), deviation});
      }
    }
    programme_.rows.push_back(std::move(row));
  }
}

void SelectionProgramme::ScaleObjective() {
  double largest = 0;
  for (const optimize::Column& column : programme_.columns) largest = std::max(largest, std::abs(column.cost));
  if (largest == 0) return;
  objective_scale_ = largest;
  for (optimize::Column& column : programme_.columns) column.cost /= largest;
}

std::vector<Picked> SelectionProgramme::Read(const std::vector<double>& values) const {
  std::vector<Picked> picked;
  for (std::size_t c = 0; c < selection_.candidates.size(); ++c) {
    for (std::size_t s = 0; s < selection_.candidates[c].starts.size(); ++s) {
      const double amount = values[AmountColumn(c, s)];
      if (amount > kNothing) picked.push_back({c, s, std::min(amount, 1.0)});
    }
  }
  return picked;
}

std::vector<double> SelectionProgramme::Write(const std::vector<Picked>& picked) const {
  std::vector<double> values(programme_.columns.size());
  for (const Picked& one : picked) values[first_start_[one.candidate] + one.start] = 1.0;
  return values;
}

double SelectionProgramme::Price(std::size_t constraint, const std::vector<double>& row_duals) const {
  const double dual = row_duals[constraint] * objective_scale_ / row_scales_[constraint];
  return std::abs(dual) < 1e-12 ? 0.0 : std::abs(dual);
}

}  // namespace calanque::portfolio
