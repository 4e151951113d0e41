// The service of a loan of 1: every profile but the sculpted one and the sweep is proportional to the debt.
#pragma once

#include "engine/company/workspace.h"

namespace calanque::company {

/// Interest, principal and balance per unit of debt, and the factors of the tranche's rates.
///
/// An annuity pays the same amount in every repayment period even where the rate changes from one to the next: it is
/// 1 / (sum of discount factors). Interest in grace is paid, or added to the debt.
UnitLoan MakeUnitLoan(const Terms& terms, const Tranche& tranche);

}  // namespace calanque::company
