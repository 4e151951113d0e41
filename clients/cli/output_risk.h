// Simulations as a table for people and as CSV.
#pragma once

#include <string>
#include <vector>

#include "calanque/v1/risk_service.pb.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {

/// What the answer does not say of the page.
struct SimulationPage {
  std::string title;
  std::vector<std::string> perspective_ids;  ///< Shown, in this order.
  int target_year = 0;                       ///< 0: none stated.
};

/// Value, cost of a tonne, probabilities, gap by year, tornado, stresses and contributions; every figure with its unit.
std::string SimulationTable(const v1::SimulationResult& result, const SimulationPage& page, const TextStyle& style);

/// section,name,project,perspective,driver,unit,statistic,at,value; `at` is a year, or the lower edge of a histogram's
/// class.
std::string SimulationCsv(const v1::SimulationResult& result);

}  // namespace calanque::cli
