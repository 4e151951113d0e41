// User-pay concession with revenue bands and a minimum revenue guarantee.
#pragma once

#include "engine/partnership/outline.h"
#include "engine/ppp/revenue_sharing.h"

namespace calanque::partnership {

/// The bands of the contract; none above where no upper band is stated.
ppp::RevenueBands BandsOf(const model::Concession& mode);

/// Users pay the operator; the public party shares revenue outside the bands, tops up to the guarantee, may subsidise.
/// Source  engine/ppp/revenue_sharing.h; Code de la commande publique, article L1121-1.
Result<Outline> OutlineMode(const model::Concession& mode, const OutlineInput& input);

}  // namespace calanque::partnership
