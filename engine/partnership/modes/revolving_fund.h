// Internal revolving fund (intracting).
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// A fund inside the city advances the works as far as its cash goes; savings pay it back.
/// Source  engine/ppp/energy_savings.h.
Result<Outline> OutlineMode(const model::RevolvingFund& mode, const OutlineInput& input);

}  // namespace calanque::partnership
