#include "engine/portfolio/totals.h"

#include <algorithm>
#include <cmath>

namespace calanque::portfolio {
namespace {

/// Mean of the losses of the worst tail; a future that the tail cuts through counts in part.
double ExpectedShortfall(std::vector<double> values, double tail_probability) {
  std::ranges::sort(values);
  double mass = tail_probability * static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) {
    const double weight = std::min(mass, 1.0);
    if (weight <= 0) break;
    sum -= weight * value;
    mass -= weight;
  }
  return sum / (tail_probability * static_cast<double>(values.size()));
}

}  // namespace

Totals TotalsOf(const Selection& selection, std::span<const Picked> picked) {
  Totals totals;
  const std::size_t future_count = selection.candidates.empty() ? 0 : selection.candidates.front().deviations.size();
  std::vector<double> futures(future_count);
  for (const Picked& one : picked) {
    const Candidate& candidate = selection.candidates[one.candidate];
    const Start& start = candidate.starts[one.start];
    totals.npv_amount += one.fraction * start.npv_amount;
    totals.enpv_amount += one.fraction * start.enpv_amount;
    totals.abatement_t_co2e += one.fraction * start.abatement_t_co2e;
    totals.investment_amount += one.fraction * start.investment_amount;
    for (std::size_t f = 0; f < future_count; ++f) futures[f] += one.fraction * candidate.deviations[f];
  }
  if (future_count > 0) totals.expected_shortfall_amount = ExpectedShortfall(futures, selection.tail_probability);
  return totals;
}

std::vector<double> UsesOf(const Selection& selection, std::span<const Picked> picked) {
  std::vector<std::vector<const Picked*>> by_candidate(selection.candidates.size());
  for (const Picked& one : picked) by_candidate[one.candidate].push_back(&one);
  std::vector<double> used;
  for (const Constraint& constraint : selection.constraints) {
    double sum = 0;
    for (const Use& use : constraint.uses) {
      for (const Picked* one : by_candidate[use.candidate]) {
        if (one->start == use.start) sum += one->fraction * use.proportional + use.fixed;
      }
    }
    used.push_back(sum);
  }
  return used;
}

double Excess(const Constraint& constraint, double used) {
  return std::max(used - constraint.upper, constraint.lower - used);
}

double ScaleOf(const Constraint& constraint) {
  double scale = 1e-9;
  for (const double bound : {constraint.lower, constraint.upper}) {
    if (std::isfinite(bound)) scale = std::max(scale, std::abs(bound));
  }
  for (const Use& use : constraint.uses) {
    scale = std::max({scale, std::abs(use.proportional), std::abs(use.fixed)});
  }
  return scale;
}

Needs NeedsOf(const Selection& selection, std::span<const double> fractions) {
  Needs needs;
  for (const Candidate& candidate : selection.candidates) needs.emplace_back(candidate.starts.size());
  for (std::size_t i = 0; i < selection.constraints.size(); ++i) {
    for (const Use& use : selection.constraints[i].uses) {
      const double amount = fractions[use.candidate] * use.proportional + use.fixed;
      if (amount != 0) needs[use.candidate][use.start].push_back({i, amount});
    }
  }
  return needs;
}

std::vector<double> SmallestSize(const Selection& selection) {
  std::vector<double> fractions;
  for (const Candidate& candidate : selection.candidates) fractions.push_back(candidate.minimum_fraction);
  return fractions;
}

}  // namespace calanque::portfolio
