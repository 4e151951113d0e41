#include "engine/portfolio/pull_forward.h"

#include "engine/portfolio/selection_programme.h"
#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

/// Far below what a solver leaves to rounding.
constexpr double kRounding = 1e-9;

void Add(const std::vector<Need>& needs, double sign, std::vector<double>& used) {
  for (const Need& need : needs) used[need.constraint] += sign * need.amount;
}

/// Whether every constraint that one of the starts touches is met.
bool Fits(const Selection& selection, const std::vector<Need>& from, const std::vector<Need>& to,
          const std::vector<double>& scales, const std::vector<double>& used) {
  for (const std::vector<Need>* needs : {&from, &to}) {
    for (const Need& need : *needs) {
      const double excess = Excess(selection.constraints[need.constraint], used[need.constraint]);
      if (excess > kRounding * scales[need.constraint]) return false;
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
  std::vector<double> scales;
  for (const Constraint& constraint : selection.constraints) scales.push_back(ScaleOf(constraint));
  const double sign = IsMaximised(selection.goal) ? 1.0 : -1.0;
  for (Picked& one : picked) {
    const Candidate& candidate = selection.candidates[one.candidate];
    const double figure = sign * GoalFigure(selection.goal, candidate.starts[one.start]);
    for (std::size_t earlier = 0; earlier < one.start; ++earlier) {
      if (sign * GoalFigure(selection.goal, candidate.starts[earlier]) < figure) continue;
      const std::vector<Need>& from = needs[one.candidate][one.start];
      const std::vector<Need>& to = needs[one.candidate][earlier];
      Add(from, -1.0, used);
      Add(to, 1.0, used);
      if (Fits(selection, from, to, scales, used)) {
        one.start = earlier;
        break;
      }
      Add(to, -1.0, used);
      Add(from, 1.0, used);
    }
  }
  return picked;
}

}  // namespace calanque::portfolio
