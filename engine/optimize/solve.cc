#include "engine/optimize/solve.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/optimize/coin.h"

namespace calanque::optimize {
namespace {

double RelativeGap(double objective, double bound) {
  return std::abs(bound - objective) / std::max(std::abs(objective), 1e-9);
}

/// Whole numbers as found; the linear rest solved again at them, which gives exact values and the duals.
Result<Answer> SolveAtIntegers(const Programme& programme, const Answer& found, const Limits& limits) {
  Result<Answer> fixed = SolveLinear(WithIntegersFixed(programme, found.values), {.stop = limits.stop});
  if (!fixed) return fixed;
  if (fixed->status != Status::kOptimal) {
    return Failure{Reason::kNotConverged, {}, "the whole numbers found do not meet the constraints within rounding"};
  }
  Answer answer = std::move(fixed).value();
  answer.status = found.status;
  answer.node_count = found.node_count;
  const bool is_minimum = programme.sense == Sense::kMinimise;
  answer.best_bound =
      is_minimum ? std::min(found.best_bound, answer.objective) : std::max(found.best_bound, answer.objective);
  answer.relative_gap = RelativeGap(answer.objective, answer.best_bound);
  if (answer.relative_gap <= limits.relative_gap) answer.status = Status::kOptimal;
  return answer;
}

Result<Answer> SolveValid(const Programme& programme, const Limits& limits) {
  if (limits.stop()) return Failure{Reason::kCancelled, {}, "stopped on request"};
  if (!HasIntegers(programme)) return SolveLinear(programme, limits);
  // The relaxation is solved first: it tells infeasible from unbounded, which branch and bound does not.
  Result<Answer> relaxed = SolveLinear(Relaxed(programme), limits);
  if (!relaxed || relaxed->status != Status::kOptimal) return relaxed;
  Result<Answer> found = SolveMixedInteger(programme, limits);
  if (!found || !found->has_values()) return found;
  return SolveAtIntegers(programme, *found, limits);
}

}  // namespace

Result<Answer, Failures> Solve(const Programme& programme, const Limits& limits) {
  Failures failures = ValidateProgramme(programme);
  if (!failures.empty()) return failures;
  Result<Answer> answer = SolveValid(programme, limits);
  if (!answer) return Failures{answer.error()};
  return std::move(answer).value();
}

}  // namespace calanque::optimize
