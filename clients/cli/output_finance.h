// A financing plan as a table for people and as CSV.
#pragma once

#include <string>

#include "calanque/v1/financing_plan.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// Who pays, what stays open by project, party and year, the city's accounts with and without, what limits the plan; or
/// what clashes.
std::string FinanceTable(const v1::PlanFinancingResponse& response, const TextStyle& style);

/// section,subject,party,source,name,unit,year,value
std::string FinanceCsv(const v1::PlanFinancingResponse& response);

}  // namespace calanque::cli
