// Why projects were not chosen.
#pragma once

#include <span>
#include <vector>

#include "engine/portfolio/selection.h"

namespace calanque::portfolio {

/// Each candidate that was not chosen, with what stands against it: tried at its smallest size beside the choice, the
/// others as they are, at the start that misses the constraints least.
///
/// Cost  O(uses of constraints), once.
std::vector<LeftOut> LeftOutOf(const Selection& selection, std::span<const Picked> picked);

}  // namespace calanque::portfolio
