// The conventions of a run, in sentences.
#pragma once

#include <string>
#include <vector>

#include "engine/model/request.h"

namespace calanque::plan {

/// One sentence each: timing, prices, indexation, discounting, views, abatement. Printed with every answer.
std::vector<std::string> ConventionStatements(const model::AppraisalRequest& request);

}  // namespace calanque::plan
