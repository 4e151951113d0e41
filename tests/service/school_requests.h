// Requests of the shipped partnership of the Marseille schools: mode 0 is direct procurement, mode 1 the partnership.
#pragma once

#include <string>

#include "calanque/v1/ppp_service.pb.h"

namespace calanque::testing {

/// Portfolio and partnership of scenarios/<folder>; throws std::runtime_error where a file is wrong.
v1::CompareDeliveryModesRequest ComparisonOf(const std::string& folder);

v1::CompareDeliveryModesRequest Schools();
v1::StructureProjectRequest OneMode(int mode);
v1::SolveTermsRequest Solve(int mode, v1::SolvedUnknown unknown, v1::SolveTarget target, double value);

}  // namespace calanque::testing
