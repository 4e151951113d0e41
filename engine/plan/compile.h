// Model + market + grid -> plan. Strings, dates, calendars and QuantLib end here.
#pragma once

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"

namespace calanque::plan {

/// Bounds on one compilation, so that a small request cannot ask for a huge ledger.
struct CompileLimits {
  std::size_t max_ledger_cells = 400'000'000 / 8;  ///< (Columns, money and physical, + rows of factors) x points.
  std::size_t max_points = 10'000;                 ///< Periods and distinct dates of dated flows.
};

/// Compiles a request that model::Validate found good.
///
/// Errors  kInvalidInput for metrics, perspectives or quotes that only compilation can refuse; kResourceLimit when the
///         ledger would exceed the limits; kCancelled when `stop` says so (asked once per project). All of one stage at
///         once.
/// Cost    O(columns x points); takes one process-wide lock only while a yield curve is bootstrapped (QuantLib has one
///         evaluation date per process in Debian's build).
Result<Plan, Failures> Compile(const model::AppraisalRequest& request, const CompileLimits& limits = {},
                               const StopPoll& stop = {});

}  // namespace calanque::plan
