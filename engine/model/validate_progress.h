// What makes a record of progress valid beyond its syntax.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/base/result.h"
#include "engine/model/progress.h"
#include "engine/model/request.h"

namespace calanque::model {

/// Name of the field of ProjectActuals that records the quantity: "spent_amounts".
std::string_view FieldOf(ProgressQuantity quantity);

/// Periods of the grid before the status date; empty where it is not the first day of a period, or the horizon.
std::optional<std::size_t> RecordedPeriods(const time::PeriodGrid& grid, time::Date status_date);

/// Checks ranges, lengths and references. Paths from the root of the terms: "actuals[0].spent_amounts".
///
/// Returns every violation found; empty means that the terms may be trusted.
/// Domain  a request that passed Validate.
Failures ValidateProgress(const AppraisalRequest& request, const ProgressTerms& terms);

}  // namespace calanque::model
