// Cash flow available for debt service, in the base case and in those lenders size on.
#pragma once

#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// Writes, by case, what no debt changes: CFADS before tax and interest on reserves, EBITDA for tax.
/// Inputs  rows of operation, running fees.
/// Cost    O(cases x points), no allocation.
void FillCfadsBeforeTax(const Terms& terms, const Flows& flows, Workspace& work);

/// Writes, by case, the tax and CFADS after it.
/// Inputs  what FillCfadsBeforeTax wrote; interest, fees and reserves of the debt at hand.
/// Cost    O(cases x points), no allocation.
void FillCfads(const Terms& terms, const Flows& flows, Workspace& work);

}  // namespace calanque::company
