// Direct procurement (maîtrise d'ouvrage publique).
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// The public party builds, pays and operates. Source: Code de la commande publique, articles L2410-1 and following.
Result<Outline> OutlineMode(const model::DirectProcurement& mode, const OutlineInput& input);

}  // namespace calanque::partnership
