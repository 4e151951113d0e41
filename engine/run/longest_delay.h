// How late a driver can make projects.
#pragma once

#include <cstddef>

#include "engine/model/risk.h"

namespace calanque::run {

/// The greatest whole number of years that a draw of the driver, or a stress that holds it, delays a project by; at
/// most `horizon_years`, beyond which nothing is left. Domain: a driver with a DelayTarget, of a model that passed
/// ValidateRisk.
int LongestDelay(const model::RiskModel& risk, std::size_t driver, int horizon_years);

}  // namespace calanque::run
