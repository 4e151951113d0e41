// Operating lease.
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// The owner builds and keeps the asset; the public party pays rent and operates. Source:
/// engine/ppp/payment_mechanism.h.
Result<Outline> OutlineMode(const model::OperatingLease& mode, const OutlineInput& input);

}  // namespace calanque::partnership
