#include "engine/portfolio/left_out.h"

#include <algorithm>
#include <utility>

#include "engine/portfolio/selection_programme.h"
#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

/// Rounding left by a solver, as a share of a constraint's size.
constexpr double kRounding = 1e-7;

/// One candidate beside the choice.
LeftOut Explain(const Selection& selection, std::size_t candidate, const std::vector<std::vector<Need>>& needs,
                std::span<const double> used, std::span<const double> scales) {
  const Candidate& project = selection.candidates[candidate];
  const double sign = IsMaximised(selection.goal) ? 1.0 : -1.0;
  LeftOut best{.candidate = candidate};
  double best_miss = -1;
  double best_gain = -optimize::kInfinity;
  for (std::size_t s = 0; s < project.starts.size(); ++s) {
    const double gain = sign * GoalFigure(selection.goal, project.starts[s]);
    if (gain <= 0) {
      if (best_miss < 0 && gain > best_gain) {
        best.start = s;
        best.gain = best_gain = gain;
      }
      continue;
    }
    std::vector<LeftOut::Excess> blocking;
    double miss = 0;
    for (const Need& need : needs[s]) {
      const Constraint& constraint = selection.constraints[need.constraint];
      const double before = std::max(0.0, Excess(constraint, used[need.constraint]));
      const double excess = Excess(constraint, used[need.constraint] + need.amount);
      if (excess <= before + kRounding * scales[need.constraint]) continue;
      blocking.push_back({need.constraint, excess});
      miss += excess / scales[need.constraint];
    }
    if (best_miss >= 0 && miss >= best_miss) continue;
    best_miss = miss;
    best = {.candidate = candidate,
            .start = s,
            .reason = blocking.empty() ? LeftOutReason::kWithinGap : LeftOutReason::kDoesNotFit,
            .gain = gain,
            .blocking = std::move(blocking)};
  }
  return best;
}

/// What the penalty on risk takes, should the candidate join.
double PenaltyOf(const Selection& selection, std::span<const Picked> picked, const LeftOut& one) {
  const double before = TotalsOf(selection, picked).expected_shortfall_amount.value_or(0.0);
  std::vector<Picked> with(picked.begin(), picked.end());
  with.push_back({one.candidate, one.start, 1.0});
  return selection.shortfall_weight * (TotalsOf(selection, with).expected_shortfall_amount.value_or(0.0) - before);
}

}  // namespace

std::vector<LeftOut> LeftOutOf(const Selection& selection, std::span<const Picked> picked) {
  std::vector<bool> is_picked(selection.candidates.size());
  for (const Picked& one : picked) is_picked[one.candidate] = true;
  const Needs needs = NeedsOf(selection, SmallestSize(selection));
  const std::vector<double> used = UsesOf(selection, picked);
  std::vector<double> scales;
  for (const Constraint& constraint : selection.constraints) scales.push_back(ScaleOf(constraint));
  std::vector<LeftOut> left_out;
  for (std::size_t i = 0; i < selection.candidates.size(); ++i) {
    if (is_picked[i]) continue;
    LeftOut one = Explain(selection, i, needs[i], used, scales);
    const bool is_penalised = selection.shortfall_weight > 0 && one.reason == LeftOutReason::kWithinGap;
    if (is_penalised && PenaltyOf(selection, picked, one) >= one.gain) one.reason = LeftOutReason::kRiskOutweighs;
    left_out.push_back(std::move(one));
  }
  return left_out;
}

}  // namespace calanque::portfolio
