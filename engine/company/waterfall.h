// Who is paid what, in which order, once the works are done.
#pragma once

#include "engine/company/workspace.h"

namespace calanque::company {

/// Pays operating cost, tax, maintenance, fees and debt service by rank, reserves, lock-up, shareholder loans,
/// dividends and share capital, in this order, period by period; fills the rows of what is paid.
///
/// A shortfall is met by trapped cash, then the debt-service and operating reserves, then by shareholders where the
/// terms say so; what is left stays due, bears interest and ranks before anything for shareholders. Reserves are topped
/// up to what is planned.
/// Inputs  rows of the debts' schedules, reserves planned, tax, CFADS.
/// Cost    O(points x tranches), no allocation.
void PayWaterfall(const Terms& terms, Workspace& work);

/// Whether cash stays in the company at `t`: something is unpaid, or cover is below the lock-up test.
bool IsLockedUp(const Terms& terms, const Rows& rows, std::size_t t);

}  // namespace calanque::company
