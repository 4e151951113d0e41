// What makes the terms of a selection valid beyond their syntax.
#pragma once

#include "engine/base/result.h"
#include "engine/model/request.h"
#include "engine/model/selection.h"

namespace calanque::model {

/// Latest start, in years after the scenario's dates: each is an evaluation of the portfolio.
inline constexpr int kMostDelayYears = 40;
/// Futures of a penalty on shortfall: each is a row of the programme.
inline constexpr std::size_t kMostFutures = 2'000;
inline constexpr int kMostFrontierPoints = 50;

/// Checks ranges and references. Paths from the root of the terms: "budgets[0].limits.values[2]".
///
/// Returns every violation found; empty means that the terms may be trusted.
/// Domain  a request that passed Validate.
Failures ValidateSelection(const AppraisalRequest& request, const SelectionTerms& terms);

/// What is given and changes nothing. Paths as of ValidateSelection. Domain: terms that it found good.
Failures SelectionWarnings(const SelectionTerms& terms);

}  // namespace calanque::model
