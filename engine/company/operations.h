// What happens in the company before any financing: revenue, cost, working capital, the maintenance reserve, VAT.
#pragma once

#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// Fills the rows of works, other uses, grants, revenue, operating cost, working capital, maintenance (spending,
/// funding, reserve) and interest of the VAT facility.
///
/// Major maintenance is saved for in level instalments over the look-ahead before it, as far as operation has begun.
/// Working capital is receivables less payables, at 365 days a year; it is released at the last point.
/// Cost  O(points x look-ahead), no allocation.
void FillOperations(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work);

/// Increase of receivables less payables, [point], as above, of revenue and cost scaled as in `scale`.
void FillWorkingCapital(const Terms& terms, const SizingCase& scale, std::span<const double> revenue,
                        std::span<const double> cost, std::span<double> increase);

}  // namespace calanque::company
