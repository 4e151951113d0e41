#include "engine/portfolio/pull_forward.h"

#include <algorithm>
#include <utility>

#include "engine/portfolio/selection_programme.h"
#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

/// Far below what a solver leaves to rounding.
constexpr double kRounding = 1e-9;

void Add(const std::vector<Need>& needs, double sign, std::vector<double>& used) {
  for (const Need& need : needs) used[need.constraint] += sign * need.amount;
}

/// Whether no constraint that either start touches is missed by more than before.
bool Fits(const Selection& selection, const std::vector<Need>& from, const std::vector<Need>& to,
          const std::vector<double>& before, const std::vector<double>& after) {
  for (const std::vector<Need>* needs : {&from, &to}) {
    for (const Need& need : *needs) {
      const Constraint& constraint = selection.constraints[need.constraint];
      const double allowed = std::max(0.0, Excess(constraint, before[need.constraint]));
      if (Excess(constraint, after[need.constraint]) > allowed + kRounding * ScaleOf(constraint)) return false;
    }
  }
  return true;
}

}  // namespace

std::vector<Picked> PullForward(const Selection& selection, std::vector<Picked> picked) {
  std::vector<double> fractions(selection.candidates.size());
  for (const Picked& one : picked) fractions[one.candidate] = one.fraction;
  const Needs needs = NeedsOf(selection, fractions);
  std::vector<double> used = UsesOf(selection, picked);
  const double sign = IsMaximised(selection.goal) ? 1.0 : -1.0;
  for (Picked& one : picked) {
    const Candidate& candidate = selection.candidates[one.candidate];
    const double figure = sign * GoalFigure(selection.goal, candidate.starts[one.start]);
    for (std::size_t earlier = 0; earlier < one.start; ++earlier) {
      if (sign * GoalFigure(selection.goal, candidate.starts[earlier]) < figure) continue;
      const std::vector<Need>& from = needs[one.candidate][one.start];
      const std::vector<Need>& to = needs[one.candidate][earlier];
      std::vector<double> moved = used;
      Add(from, -1.0, moved);
      Add(to, 1.0, moved);
      if (!Fits(selection, from, to, used, moved)) continue;
      used = std::move(moved);
      one.start = earlier;
      break;
    }
  }
  return picked;
}

}  // namespace calanque::portfolio
