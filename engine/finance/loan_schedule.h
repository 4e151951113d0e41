// Interest and repayment of a loan by period.
#pragma once

#include <span>

#include "engine/model/portfolio.h"

namespace calanque::finance {

/// Rows of a loan in nominal money, by period; the caller clears them.
struct LoanRows {
  std::span<const double> draws;
  std::span<double> interest;
  std::span<double> principal;
};

/// Fills interest and principal.
///
/// Interest of a period = balance at its start x ((1 + rate)^(1 / periods_per_year) - 1), paid in every period from the
/// first draw on. Repayment runs from the end of grace to the tenor, both counted from the last draw. What is still
/// owed at the horizon is settled in the last period, so that no debt leaves the figures unseen.
///
/// Returns the balance settled early at the horizon; 0 where the loan ends before it.
/// Domain  rate in [0, 1]; tenor above grace, whole periods.
/// Cost    O(periods), no allocation.
double AddLoanService(const model::Loan& loan, int periods_per_year, const LoanRows& rows);

}  // namespace calanque::finance
