// A selection as a table for people and as CSV.
#pragma once

#include <string>

#include "calanque/v1/selection.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// What is chosen and when, what is left out and why, constraints with their prices, frontiers; or what clashes.
std::string SelectionTable(const v1::SelectPortfolioResponse& response, const TextStyle& style);

/// section,subject,name,unit,year,value
std::string SelectionCsv(const v1::SelectPortfolioResponse& response);

}  // namespace calanque::cli
