// Joint company with public and private shareholders (SEM, SEMOP).
#pragma once

#include "engine/partnership/outline.h"

namespace calanque::partnership {

/// As an availability partnership, with the public party among the shareholders.
/// Source  CGCT, articles L1521-1 (SEM) and L1541-1 (SEMOP).
Result<Outline> OutlineMode(const model::JointCompany& mode, const OutlineInput& input);

}  // namespace calanque::partnership
