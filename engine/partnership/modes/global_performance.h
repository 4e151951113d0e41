// Global performance contract (marché global de performance).
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// The public party pays the works as they go on and operation as it comes; the contractor guarantees savings.
/// Source  Code de la commande publique, article L2171-3.
Result<Outline> OutlineMode(const model::GlobalPerformanceContract& mode, const OutlineInput& input);

}  // namespace calanque::partnership
