#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/optimize/conflict.h"
#include "engine/portfolio/left_out.h"
#include "engine/portfolio/pull_forward.h"
#include "engine/portfolio/selection.h"
#include "engine/portfolio/selection_programme.h"
#include "engine/portfolio/solve_selection.h"
#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

using optimize::Answer;
using optimize::Limits;
using optimize::Status;

/// The answer with every start as early as it may be; sizes and duals are those of the earlier starts. The bound stays.
Result<Answer, Failures> WithoutIdleWaiting(const Selection& selection, const SelectionProgramme& made, Answer answer,
                                            const Limits& limits) {
  const std::vector<Picked> picked = made.Read(answer.values);
  const std::vector<Picked> earlier = PullForward(selection, picked);
  if (earlier == picked) return answer;
  auto moved = optimize::Solve(WithIntegersFixed(made.programme(), made.Write(earlier)), limits);
  if (!moved) return moved;
  const double sign = IsMaximised(selection.goal) ? 1.0 : -1.0;
  const double slack = 1e-9 * std::abs(answer.objective);
  if (moved->status != Status::kOptimal || sign * (moved->objective - answer.objective) < -slack) return answer;
  Answer better = std::move(moved).value();
  better.status = answer.status;
  better.node_count = answer.node_count;
  better.best_bound = sign * std::max(sign * answer.best_bound, sign * better.objective);
  better.relative_gap = std::abs(better.best_bound - better.objective) / std::max(std::abs(better.objective), 1e-9);
  return better;
}

Result<std::vector<std::size_t>, Failures> Conflict(const Selection& selection, const SelectionProgramme& made,
                                                    const Limits& limits) {
  std::vector<optimize::RowGroup> groups;
  for (std::size_t i = 0; i < selection.constraints.size(); ++i) groups.push_back({i});
  return optimize::FindConflict(made.programme(), groups, limits);
}

/// Prices of the relaxation, where another goal may be what is asked about.
Result<std::vector<double>, Failures> RelaxedPrices(const Selection& selection, const SelectionProgramme& made,
                                                    const Limits& limits) {
  const auto relaxed = optimize::Solve(Relaxed(made.programme()), limits);
  if (!relaxed) return relaxed.error();
  std::vector<double> prices;
  if (relaxed->status != Status::kOptimal) return prices;
  for (std::size_t i = 0; i < selection.constraints.size(); ++i) prices.push_back(made.Price(i, relaxed->row_duals));
  return prices;
}

Failures FillConstraints(const Selection& selection, const SelectionProgramme& made, const Answer& answer,
                         const Limits& limits, SelectionAnswer& out) {
  const auto relaxed = RelaxedPrices(selection, made, limits);
  if (!relaxed) return relaxed.error();
  const auto tonnes = RelaxedPrices(selection, SelectionProgramme(selection, Goal::kMaximiseAbatement), limits);
  if (!tonnes) return tonnes.error();
  const std::vector<double> used = UsesOf(selection, out.picked);
  for (std::size_t i = 0; i < selection.constraints.size(); ++i) {
    const Constraint& constraint = selection.constraints[i];
    ConstraintState state;
    state.used = used[i];
    state.is_binding = Excess(constraint, used[i]) > -1e-7 * ScaleOf(constraint);
    state.price_chosen = made.Price(i, answer.row_duals);
    if (!relaxed->empty()) state.price_relaxed = (*relaxed)[i];
    if (!tonnes->empty()) state.price_abatement_t_co2e = (*tonnes)[i];
    out.constraints.push_back(state);
  }
  return {};
}

}  // namespace

Result<SelectionAnswer, Failures> Select(const Selection& selection, const Limits& limits) {
  const SelectionProgramme made(selection, selection.goal);
  SelectionAnswer out;
  out.is_rounded = IsRounded(selection);
  auto answer = SolveSelection(selection, made, limits);
  if (!answer) return answer.error();
  if (answer->has_values()) answer = WithoutIdleWaiting(selection, made, std::move(answer).value(), limits);
  if (!answer) return answer.error();
  out.status = answer->status;
  out.node_count = answer->node_count;
  if (answer->status == Status::kInfeasible) {
    auto conflict = Conflict(selection, made, limits);
    if (!conflict) return conflict.error();
    out.conflict = std::move(conflict).value();
  }
  if (!answer->has_values()) return out;
  out.objective = made.Objective(answer->objective);
  out.best_bound = made.Objective(answer->best_bound);
  out.relative_gap = answer->relative_gap;
  out.picked = made.Read(answer->values);
  out.totals = TotalsOf(selection, out.picked);
  Failures failures = FillConstraints(selection, made, *answer, limits, out);
  if (!failures.empty()) return failures;
  out.left_out = LeftOutOf(selection, out.picked);
  return out;
}

}  // namespace calanque::portfolio
