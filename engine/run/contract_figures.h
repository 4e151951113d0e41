// What the tables of a Climate City Contract need of every project of a plan.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/contract_tables.h"

namespace calanque::run {

/// One per project, in the plan's order, without field of action. `municipality` and `economy` are positions in the
/// plan's list of perspectives. Tonnes of the target year are 0 where the plan has none or it lies outside the grid.
///
/// Errors  kCancelled when `stop` says so (asked once per project).
/// Cost    O(columns x points).
Result<std::vector<portfolio::ContractProject>> GatherContractProjects(const plan::Plan& plan, std::size_t municipality,
                                                                       std::size_t economy, const StopPoll& stop = {});

}  // namespace calanque::run
