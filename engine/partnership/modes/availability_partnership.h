// Availability-payment partnership (marché de partenariat).
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// A company builds, finances and operates; the public party pays a charge from the start of operation to the end.
/// Source  Code de la commande publique, articles L1112-1 and L2200-1 and following.
Result<Outline> OutlineMode(const model::AvailabilityPartnership& mode, const OutlineInput& input);

}  // namespace calanque::partnership
