// A portfolio under way as a table for people and as CSV.
#pragma once

#include <string>

#include "calanque/v1/progress.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Work and spending by project, differences from the plan in three parts, value, tonnes and gap, indicators.
std::string ProgressTable(const v1::TrackProgressResponse& response, const TextStyle& style);

/// section,subject,quantity,name,unit,period,value
std::string ProgressCsv(const v1::TrackProgressResponse& response);

/// "spent", "received", ...: as in CSV.
std::string QuantityName(v1::ProgressQuantity quantity);

}  // namespace calanque::cli
