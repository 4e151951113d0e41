// What the public side must publish of a mode.
#pragma once

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

/// The four items of CCP R2212-9, the ratios of the city by year with and without the project, early termination by
/// cause and year, guarantees, statistical indicators. Without accounts: what needs none.
PublicFindings FindPublicFindings(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                                  const BuiltMode& built, const model::CityAccounts* accounts);

}  // namespace calanque::partnership
