// Costs and tonnes of every project of a plan, for planning.
#pragma once

#include <cstddef>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/measure.h"

namespace calanque::run {

/// One measure per project, in the plan's order: its incremental flows as the perspective (a position in the plan's
/// list) sees them. Costs are those of convention A4: the project and grants, without financing, carbon and
/// co-benefits. Flows of the portfolio that belong to no project are left out.
///
/// Errors  kCancelled when `stop` says so (asked once per project).
/// Cost    O(columns x points).
Result<portfolio::MeasureSet> GatherMeasures(const plan::Plan& plan, std::size_t perspective,
                                             const StopPoll& stop = {});

}  // namespace calanque::run
