// A built mode in figures, rows and columns for an answer.
#pragma once

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

/// `path` is the mode's place in the request: "mode", "modes[1]".
StructuredMode DescribeMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                            const std::string& path, const model::CityAccounts* accounts, const BuiltMode& built);

}  // namespace calanque::partnership
