// What ending a mode's contract early costs the public side, by cause and year.
#pragma once

#include <array>
#include <vector>

#include "engine/partnership/build_mode.h"
#include "engine/ppp/termination.h"

namespace calanque::partnership {

/// By cause, then by calendar year: cost of an end at the year's last point. A row is empty where it cannot be told.
using EarlyEndRows = std::array<std::vector<double>, ppp::kTerminationCauseCount>;

/// Of a mode whose company has been evaluated; its terms, or the usual ones where it states none.
EarlyEndRows FindEarlyEnd(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built);

}  // namespace calanque::partnership
