// A plan as tracking reads it.
#pragma once

#include <cstddef>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/progress_figures.h"

namespace calanque::run {

/// Every project's quantities by period, as the perspective (a position in the plan's list) sees them. Capital spending
/// and sources are those with the project; running cash, energy and tonnes are with minus without it. Dated flows count
/// in the period that holds their date.
///
/// Errors  kCancelled when `stop` says so (asked once per project).
/// Cost    O(columns x points).
Result<portfolio::ProgressFigures> GatherProgress(const plan::Plan& plan, const model::AppraisalRequest& request,
                                                  std::size_t perspective, const StopPoll& stop = {});

}  // namespace calanque::run
