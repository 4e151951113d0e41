#include "engine/optimize/conflict.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace calanque::optimize {
namespace {

/// A gain per unit of direction below this share of the costs is rounding.
constexpr double kNothing = 1e-9;

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

/// Drops each group of `among` in turn where the rest still cannot be met; returns those that had to stay.
Result<std::vector<std::size_t>, Failures> Filter(Programme& kept, std::span<const RowGroup> groups,
                                                  std::span<const std::size_t> among, const Limits& limits) {
  std::vector<std::size_t> needed;
  for (const std::size_t i : among) {
    Programme without = kept;
    Drop(without, groups[i]);
    const Result<bool, Failures> can_be_met = CanBeMet(without, limits);
    if (!can_be_met) return can_be_met.error();
    if (*can_be_met) {
      needed.push_back(i);
    } else {
      kept = std::move(without);
    }
  }
  return needed;
}

/// The directions in which the values may run for ever, of unit length: bounds tell on which side of 0 each row and
/// column may move.
Programme DirectionsOf(const Programme& programme) {
  const auto side = [](auto& made, double lower, double upper, double length) {
    made.lower = std::isfinite(lower) ? 0 : -length;
    made.upper = std::isfinite(upper) ? 0 : length;
  };
  Programme directions = Relaxed(programme);
  for (Column& column : directions.columns) side(column, column.lower, column.upper, 1.0);
  for (Row& row : directions.rows) side(row, row.lower, row.upper, kInfinity);
  return directions;
}

Result<bool, Failures> CanRunAway(const Programme& directions, const Limits& limits) {
  const Result<Answer, Failures> answer = Solve(directions, limits);
  if (!answer) return answer.error();
  if (answer->status != Status::kOptimal) {
    return Failures{{Reason::kNotConverged, {}, "the limit was reached before it was known what is unbounded"}};
  }
  double largest = 0;
  for (const Column& column : directions.columns) largest = std::max(largest, std::abs(column.cost));
  return std::abs(answer->objective) > kNothing * largest;
}

}  // namespace

Result<std::vector<std::size_t>, Failures> FindConflict(const Programme& programme, std::span<const RowGroup> groups,
                                                        const Limits& limits) {
  Programme kept = WithoutCosts(programme);
  Result<bool, Failures> can_be_met = CanBeMet(kept, limits);
  if (!can_be_met) return can_be_met.error();
  if (*can_be_met) return Failures{{Reason::kNotApplicable, {}, "the programme can be met: nothing is in conflict"}};
  std::vector<std::size_t> among(groups.size());
  std::iota(among.begin(), among.end(), std::size_t{0});
  // What clashes in parts clashes in whole numbers too: linear programmes, which are quick, drop most of the groups.
  Programme relaxed = Relaxed(kept);
  can_be_met = CanBeMet(relaxed, limits);
  if (!can_be_met) return can_be_met.error();
  if (!*can_be_met) {
    auto needed = Filter(relaxed, groups, among, limits);
    if (!needed || !HasIntegers(kept)) return needed;
    std::vector<bool> is_needed(groups.size());
    for (const std::size_t i : *needed) is_needed[i] = true;
    for (const std::size_t i : among) {
      if (!is_needed[i]) Drop(kept, groups[i]);
    }
    among = std::move(needed).value();
  }
  return Filter(kept, groups, among, limits);
}

Result<std::vector<std::size_t>, Failures> FindUnbounded(const Programme& programme, const Limits& limits) {
  Programme directions = DirectionsOf(programme);
  Result<bool, Failures> can_run = CanRunAway(directions, limits);
  if (!can_run) return can_run.error();
  if (!*can_run) return Failures{{Reason::kNotApplicable, {}, "no values run away: the programme is bounded"}};
  std::vector<std::size_t> running;
  for (std::size_t i = 0; i < directions.columns.size(); ++i) {
    Column& column = directions.columns[i];
    const Column before = column;
    if (before.lower == 0 && before.upper == 0) continue;
    column.lower = column.upper = 0;
    can_run = CanRunAway(directions, limits);
    if (!can_run) return can_run.error();
    if (*can_run) continue;
    column = before;
    running.push_back(i);
  }
  return running;
}

}  // namespace calanque::optimize
