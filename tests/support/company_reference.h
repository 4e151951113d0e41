// An operator company as a spreadsheet would have it: one sheet of vectors, iterated from nothing until it stands
// still. Slow and plain on purpose; what engine/company is held against, and timed beside.
#pragma once

#include <vector>

namespace calanque::testing {

/// One sculpted loan on CFADS after tax, funded pro rata with draws in mid-period; yearly, French-like rules.
struct CompanySheet {
  int construction_years = 2;
  int operation_years = 28;
  int tenor_years = 25;
  double works_amount = 100.0;
  double rate = 0.045;
  double dscr = 1.2;
  double gearing = 0.9;
  double upfront_fee = 0.015;
  double commitment_fee = 0.005;
  double reserve_years = 0.5;
  double reserve_rate = 0.01;
  double tax_rate = 0.25;
  double loss_floor = 1.0;
  double loss_fraction = 0.5;
  double interest_floor = 3.0;
  double interest_fraction = 0.3;
  std::vector<double> revenue;  ///< [point], 0 before operation.
  std::vector<double> cost;
};

struct CompanySheetResult {
  double debt_amount = 0.0;
  double uses_amount = 0.0;
  std::vector<double> equity_flows;  ///< [point]
  int iteration_count = 0;
};

CompanySheetResult Iterate(const CompanySheet& sheet);

}  // namespace calanque::testing
