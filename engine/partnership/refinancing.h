// What a refinancing would bring: the company with the new loan, the gain, and whose it is.
#pragma once

#include <vector>

#include "engine/partnership/build_mode.h"
#include "engine/ppp/refinancing_gain.h"

namespace calanque::partnership {

/// Flows of shareholders by point of the company; the gain in money of the day of the refinancing.
struct RefinancingOutcome {
  ppp::RefinancingGain gain;
  int point = 0;  ///< Day of the refinancing.
  std::vector<double> base_equity_flows;
  std::vector<double> refinanced_equity_flows;  ///< Before the gain is shared; the same up to that day.
  Result<double> refinanced_equity_irr_per_year = 0.0;
  double added_debt_amount = 0.0;  ///< Lent beyond the debt replaced, and paid to shareholders on the day.
  double minimum_dscr = 0.0;       ///< CFADS / service of the new loan, from the day to its last repayment, lowest.
};

/// Evaluates the mode's company once more: all loans as in the base case until the day, then the replaced one on its
/// new terms. Fees and breakage are paid by shareholders on the day and deducted from the profit of the year that
/// begins. With refinancing.dscr_factor the new loan is as large as CFADS after the day carries, and shareholders are
/// paid what it adds, past lock-up and limits on distributions, to which lenders and public party agree with the
/// refinancing itself.
///
/// For a mode with mode.refinancing, valid, whose company has been evaluated.
/// Errors  kNotApplicable where shareholders have no single base-case return or the loan is repaid already;
///         kNotConverged where schedule and added debt do not settle; failures of company::Evaluate.
Result<RefinancingOutcome> Refinance(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built);

/// The findings of Refinance; nothing where the mode has no refinancing.
void AddRefinancing(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built,
                    PublicFindings& findings);

}  // namespace calanque::partnership
