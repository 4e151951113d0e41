// Reverse stress: the smallest move of a driver, or multiple of a stress, that breaks a stated limit.
#pragma once

#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/risk.h"
#include "engine/risk/sampler.h"
#include "engine/run/held_path.h"
#include "engine/run/simulate.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Evaluations of one path that a search takes: where nothing moves, steps, halvings.
inline constexpr int kReverseStressSteps = 64;
inline constexpr int kReverseStressHalvings = 100;
inline constexpr int kMostReverseStressEvaluations = 1 + kReverseStressSteps + kReverseStressHalvings;

/// Searches the moves of a reverse stress from none to the most: steps of 1/64 of the way until the limit breaks, then
/// bisection of that step, down to neighbouring numbers or 100 halvings. So the move found breaks the limit, and the
/// next smaller one tried does not; a figure that leaves the limit and comes back within one step is not seen.
///
/// Domain  risk passed ValidateRisk; `plan` and `path` are of it. Delays are rounded to whole years.
/// Errors  kNotApplicable, with the figure at both ends: the limit is broken before anything moves; no move up to the
///         most breaks it; the figure is not among those asked for, or does not exist along the way.
/// Cost    at most kMostReverseStressEvaluations.
Result<BreakingMove> FindBreakingMove(const model::RiskModel& risk, const model::ReverseStress& reverse,
                                      const plan::Plan& plan, const SimulationPlan& simulation, HeldPath& path);

}  // namespace calanque::run
