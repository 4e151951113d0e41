// The company's tax on profit.
#pragma once

#include <span>

#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// Writes the tax paid at each point for given revenue and operating cost.
///
/// A fiscal year is 12 months from financial close on; its tax is paid evenly over its periods, or over those of the
/// next year. Interest counts when due. Losses, the interest limit and deductibility between taxes: TaxRegime.
/// Uses the workspace's interest_due, shareholder_interest_due and depreciable_amount.
/// Source  rules are data; French ones: Code general des impots, articles 209 I and 212 bis.
/// Cost    O(points + years x taxes), no allocation.
void FillTax(const Terms& terms, const Flows& flows, std::span<const double> revenue,
             std::span<const double> operating_cost, Workspace& work, std::span<double> tax);

/// Writes the rows of depreciation and taxable income, level within a year, as FillTax last found them.
void FillTaxRows(const Flows& flows, Workspace& work);

/// What the tax office writes off: works, fees and interest during construction, less grants where the regime says so.
double DepreciableAmount(const Terms& terms, const Workspace& work);

}  // namespace calanque::company
