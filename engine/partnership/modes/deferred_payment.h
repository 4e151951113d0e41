// Deferred-payment energy performance contract (MGPE à paiement différé).
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// A company builds and finances; the public party pays from completion on, and for so many years; savings are
/// guaranteed. Source: law 2023-222 of 30 March 2023.
Result<Outline> OutlineMode(const model::DeferredPaymentContract& mode, const OutlineInput& input);

}  // namespace calanque::partnership
