#include "engine/company/reserves.h"

#include <algorithm>
#include <cmath>

namespace calanque::company {
namespace {

/// balance[t] = the next `periods` (not necessarily whole) of `due` after t, from point `begin` on.
void FillLookAhead(std::span<const double> due, double periods, std::size_t begin, std::span<double> balance) {
  const auto whole = static_cast<std::size_t>(periods);
  const double part = periods - std::floor(periods);
  const std::size_t count = due.size();
  if (whole == 0) {
    for (std::size_t t = begin; t + 1 < count; ++t) balance[t] = part * due[t + 1];
    balance[count - 1] = 0.0;
    return;
  }
  for (std::size_t t = begin; t < count; ++t) {
    double sum = 0.0;
    for (std::size_t i = t + 1; i <= std::min(t + whole, count - 1); ++i) sum += due[i];
    if (t + whole + 1 < count) sum += part * due[t + whole + 1];
    balance[t] = sum;
  }
}

}  // namespace

void FillReserves(const Terms& terms, Workspace& work) {
  Rows& rows = work.rows;
  const auto end = static_cast<std::size_t>(terms.construction_end);
  const double periods_per_month = terms.periods_per_year / 12.0;
  const auto debt_reserve = rows[Row::kDebtServiceReserve];
  const auto operating_reserve = rows[Row::kOperatingReserve];
  const auto maintenance_reserve = rows[Row::kMaintenanceReserve];
  FillLookAhead(rows[Row::kDebtServiceDue], terms.reserves.debt_service_months * periods_per_month, end, debt_reserve);
  FillLookAhead(rows[Row::kOperatingCost], terms.reserves.operating_cost_months * periods_per_month, end,
                operating_reserve);
  work.KeepPlannedReserves();
  if (terms.reserves.interest_per_period.empty()) return;
  const auto interest = rows[Row::kReserveInterest];
  for (std::size_t t = end + 1; t < interest.size(); ++t) {
    interest[t] = terms.reserves.interest_per_period[t] *
                  (debt_reserve[t - 1] + operating_reserve[t - 1] + maintenance_reserve[t - 1]);
  }
}

}  // namespace calanque::company
