// User-pay concession with revenue bands and a minimum revenue guarantee.
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// Users pay the operator; the public party shares revenue outside the bands, tops up to the guarantee, may subsidise.
/// Source  engine/ppp/revenue_sharing.h; Code de la commande publique, article L1121-1.
Result<Outline> OutlineMode(const model::Concession& mode, const OutlineInput& input);

}  // namespace calanque::partnership
