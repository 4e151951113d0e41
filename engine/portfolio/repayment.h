// What one unit of money drawn today costs in the years to come.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/model/financing_plan.h"

namespace calanque::portfolio {

/// Per unit drawn in year 0, by year from the draw on; all lists have the same length, the last year pays the rest.
/// Sum of borrowed - sum of principal = 0.
struct Repayment {
  std::vector<double> borrowed;    ///< Becomes debt: 1 at the draw, or with interest at delivery.
  std::vector<double> interest;    ///< Current spending: interest, returns, fees.
  std::vector<double> principal;   ///< Debt paid back.
  std::vector<double> vat_refund;  ///< Received with the rents of a partnership.

  [[nodiscard]] bool is_empty() const { return borrowed.empty(); }
  [[nodiscard]] int tenor_years() const { return is_empty() ? 0 : static_cast<int>(borrowed.size()) - 1; }
  /// Interest + principal in money of the year of the draw; refunds come back to the payer's own account.
  [[nodiscard]] double PresentCost(double rate_per_year) const;
};

/// Of a source's terms; empty where nothing is paid back. Loans and rents follow finance::AddLoanService, one period a
/// year, the first payment a year after the draw (rents: after delivery, on works with the interest of the years
/// before).
Repayment RepaymentOf(const model::FundingSource& source);

/// Of a loan of the scenario with its draws by calendar year; lists go on past the last draw for the whole tenor.
Repayment RepaymentOf(const model::Loan& loan, const std::vector<double>& draw_amounts);

}  // namespace calanque::portfolio
