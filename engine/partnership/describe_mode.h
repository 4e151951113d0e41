// A built mode in figures, rows and columns for an answer.
#pragma once

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

StructuredMode DescribeMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                            const model::CityAccounts* accounts, const BuiltMode& built);

}  // namespace calanque::partnership
