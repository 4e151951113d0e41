// What makes a request valid beyond its syntax.
#pragma once

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/request.h"

namespace calanque::model {

/// Checks ranges, references, sums, cycles and dates of a whole request; field paths as in the proto
/// ("portfolio.projects[3].with_project[0].investment.life_years").
///
/// Returns  every violation found, in document order; empty means that everything after this may trust the request.
/// Domain   any request the converter built; numbers are finite already.
/// Errors   none of its own. Where `stop` says so (asked once per project) it ends half-way: the caller asks `stop`
/// too. Cost     O(size of the request), hash lookups by id.
Failures Validate(const AppraisalRequest& request, const StopPoll& stop = {});

}  // namespace calanque::model
