// Runs a plan: fills the ledger, reduces it to metric cells.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/ledger/ledger.h"
#include "engine/metric/metric.h"
#include "engine/plan/plan.h"

namespace calanque::run {

inline constexpr std::int32_t kWholePortfolio = -1;
inline constexpr std::int32_t kNoPerspective = -1;

/// One figure. Indices refer to the plan's lists.
struct Cell {
  const metric::Definition* metric = nullptr;
  std::int32_t project = kWholePortfolio;
  std::int32_t perspective = kNoPerspective;
  metric::View view = metric::View::kIncremental;
  metric::Outcome outcome;
};

/// Fills all columns of path 0 of a one-path block; where `stop` says so, only some: the caller asks `stop` too.
///
/// Cost  O(columns x points); allocates the block once, nothing per column.
ledger::Block FillLedger(const plan::Plan& plan, const StopPoll& stop = {});

/// How many cells Evaluate will answer with.
std::size_t CellCount(const plan::Plan& plan);

/// Every metric the plan asks for: portfolio first, then projects in order; within one, perspective by perspective,
/// view by view, metric by metric.
///
/// Errors  kCancelled when `stop` says so (asked once per project). A metric that does not exist is a Failure in its
/// cell.
Result<std::vector<Cell>> Evaluate(const plan::Plan& plan, const StopPoll& stop = {});

}  // namespace calanque::run
