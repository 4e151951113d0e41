#include "engine/optimize/conflict.h"

#include <utility>

namespace calanque::optimize {
namespace {

/// Only whether there is a solution matters: without costs the first one found ends the search.
Programme WithoutCosts(Programme programme) {
  for (Column& column : programme.columns) column.cost = 0;
  return programme;
}

void Drop(Programme& programme, const RowGroup& group) {
  for (const std::size_t row : group) {
    programme.rows[row].lower = -kInfinity;
    programme.rows[row].upper = kInfinity;
  }
}

Result<bool, Failures> CanBeMet(const Programme& programme, const Limits& limits) {
  const Result<Answer, Failures> answer = Solve(programme, limits);
  if (!answer) return answer.error();
  if (answer->status == Status::kNoAnswer) {
    return Failures{
        {Reason::kNotConverged, {}, "the limit was reached before it was known whether the constraints can be met"}};
  }
  return answer->status != Status::kInfeasible;
}

}  // namespace

Result<std::vector<std::size_t>, Failures> FindConflict(const Programme& programme, std::span<const RowGroup> groups,
                                                        const Limits& limits) {
  Programme kept = WithoutCosts(programme);
  Result<bool, Failures> can_be_met = CanBeMet(kept, limits);
  if (!can_be_met) return can_be_met.error();
  if (*can_be_met) return Failures{{Reason::kNotApplicable, {}, "the programme can be met: nothing is in conflict"}};
  std::vector<std::size_t> conflict;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    Programme without = kept;
    Drop(without, groups[i]);
    can_be_met = CanBeMet(without, limits);
    if (!can_be_met) return can_be_met.error();
    if (*can_be_met) {
      conflict.push_back(i);
    } else {
      kept = std::move(without);
    }
  }
  return conflict;
}

}  // namespace calanque::optimize
