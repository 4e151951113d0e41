// Energy performance contract with shared savings.
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// The company finances the works and lives on its share of the savings. Source: as in guaranteed_savings.h.
Result<Outline> OutlineMode(const model::SharedSavingsContract& mode, const OutlineInput& input);

}  // namespace calanque::partnership
