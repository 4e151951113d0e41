// The reserves that lenders ask for, as the schedule plans them.
#pragma once

#include "engine/company/workspace.h"

namespace calanque::company {

/// Writes the balances of the debt-service and operating reserves from construction_end on, and the interest of all
/// reserves: a balance is the given months of what is due after its point.
///
/// Source  forward-looking account, DSRA(t) = months / 12 x DS(t + 1) for years: NREL SSC, module singleowner.
/// Inputs  rows of debt service due, operating cost and the maintenance reserve.
/// Cost    O(points x months), no allocation.
void FillReserves(const Terms& terms, Workspace& work);

}  // namespace calanque::company
