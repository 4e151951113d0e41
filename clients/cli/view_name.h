// Short words for enum values in tables and CSV.
#pragma once

#include <string>

#include "calanque/v1/results.pb.h"

namespace calanque::cli {

/// "incremental", "with" or "without", as the flag --view takes them.
std::string ViewName(v1::FlowView view);

/// "not applicable", "missing data", ...; empty for none.
std::string ReasonName(v1::FailureReason reason);

}  // namespace calanque::cli
