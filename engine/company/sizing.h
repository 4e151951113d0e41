// How much debt the project carries, and when it is paid back.
#pragma once

#include "engine/company/workspace.h"

namespace calanque::company {

/// Sizes every lender's tranche at the smallest of its limits, over the base and the downside cases, and writes its
/// interest, principal and balance from construction_end on, and what all are due. Tranches are taken in order: what
/// those before are due is not there for those after.
///
/// Sculpted: debt service is CFADS / DSCR less fees and prior service. Debt = PV(CFADS) / DSCR - PV(fees) - PV(prior),
/// at the tranche's own rates; where another limit binds, the DSCR that the debt leaves is constant too.
/// Inputs  work.case_cfads, work.uses_amount, work.amount_limits; running fees.
/// Cost    O(tranches x cases x points), no allocation.
/// Source  E. Bodmer, "Sculpting and debt fees" (debt = PV(CFADS / DSCR) - PV(fees)); NREL SSC, module singleowner.
void SizeDebt(const Terms& terms, Workspace& work);

}  // namespace calanque::company
