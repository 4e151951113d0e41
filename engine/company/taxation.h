// The company's tax on profit.
//
// A fiscal year is 12 months from financial close on; its tax is paid evenly over its periods, or over those of the
// next year. Interest counts when due. Losses, the interest limit and deductibility between taxes: TaxRegime.
// Source  rules are data; French ones: Code general des impots, articles 209 I and 212 bis.
#pragma once

#include <span>

#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// Writes what no debt changes, by fiscal year, of one sizing case: EBITDA for tax, and how much interest may be
/// deducted of it. Cost O(points).
void FillTaxableEbitda(const Terms& terms, const Flows& flows, const SizingCase& scale, std::size_t case_index,
                       Workspace& work);

/// The same: depreciation where the flows give it, credits. Cost O(points).
void FillTaxConstants(const Flows& flows, Workspace& work);

/// Writes what debt changes, by fiscal year: net interest, and depreciation where it follows the depreciable cost.
/// Uses the workspace's interest_due, shareholder_interest_due and interest on reserves.
/// Cost    O(points), no allocation.
void FillTaxDeductions(const Terms& terms, const Flows& flows, Workspace& work);

/// Writes the tax paid at each point in one sizing case.
/// Cost    O(points + years), no allocation.
void FillTax(const Terms& terms, std::size_t case_index, Workspace& work, std::span<double> tax);

/// Writes the rows of depreciation and taxable income, level within a year, as FillTax last found them.
void FillTaxRows(const Flows& flows, Workspace& work);

/// What the tax office writes off: works, fees and interest during construction, less grants where the regime says so.
double DepreciableAmount(const Terms& terms, const Workspace& work);

/// Tax on the last year's profit that TaxTiming::kNextYear puts past the last point; 0 with kInYear. After an
/// evaluation.
double TaxDueAfterEnd(const Terms& terms, const Workspace& work);

}  // namespace calanque::company
