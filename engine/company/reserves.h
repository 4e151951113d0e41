// The reserves that lenders ask for, as the schedule plans them.
#pragma once

#include "engine/company/workspace.h"

namespace calanque::company {

/// Writes the operating reserve planned from construction_end on: the given months of operating cost after each point.
/// Inputs  row of operating cost.
/// Cost    O(points x months), no allocation.
void FillOperatingReserve(const Terms& terms, Workspace& work);

/// Writes the debt-service reserve planned, the given months of debt service due after each point, and the interest of
/// all reserves.
///
/// Source  forward-looking account, DSRA(t) = months / 12 x DS(t + 1) for years: NREL SSC, module singleowner.
/// Inputs  row of debt service due; the operating and maintenance reserves.
/// Cost    O(points x months), no allocation.
void FillDebtReserve(const Terms& terms, Workspace& work);

}  // namespace calanque::company
