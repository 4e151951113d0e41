// Energy performance contract with guaranteed savings.
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// The public party finances; the company is paid for its guarantee and pays what is missing.
/// Source  European Commission, JRC, E3P, Energy Performance Contracting.
Result<Outline> OutlineMode(const model::GuaranteedSavingsContract& mode, const OutlineInput& input);

}  // namespace calanque::partnership
