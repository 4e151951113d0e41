// Of choices that are as good, the earlier one.
#pragma once

#include <vector>

#include "engine/portfolio/selection.h"

namespace calanque::portfolio {

/// The choice with each project at the earliest start that is no worse for the goal and meets every constraint with the
/// others as they are, project by project in order. A search that ends within a gap leaves waiting that nothing asks
/// for.
///
/// Cost  O(uses of constraints), once.
std::vector<Picked> PullForward(const Selection& selection, std::vector<Picked> picked);

}  // namespace calanque::portfolio
