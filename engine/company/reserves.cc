#include "engine/company/reserves.h"

#include <algorithm>
#include <cmath>

namespace calanque::company {
namespace {

/// balance[t] = the next `periods` (not necessarily whole) of `due` after t, from point `begin` on; all that follow
/// where there are fewer.
void FillLookAhead(std::span<const double> due, double periods, std::size_t begin, std::span<double> balance) {
  const std::size_t count = due.size();
  const auto whole = static_cast<std::size_t>(std::min(periods, static_cast<double>(count)));
  const double part = periods - std::floor(periods);
  std::fill(balance.begin(), balance.end(), 0.0);
  // By period ahead, then by point: no point waits for another.
  for (std::size_t ahead = 1; ahead <= whole; ++ahead) {
    for (std::size_t t = begin; t + ahead < count; ++t) balance[t] += due[t + ahead];
  }
  if (part == 0.0) return;
  for (std::size_t t = begin; t + whole + 1 < count; ++t) balance[t] += part * due[t + whole + 1];
}

double PeriodsOf(const Terms& terms, double months) { return months * (terms.periods_per_year / 12.0); }

}  // namespace

void FillOperatingReserve(const Terms& terms, Workspace& work) {
  FillLookAhead(work.rows[Row::kOperatingCost], PeriodsOf(terms, terms.reserves.operating_cost_months),
                static_cast<std::size_t>(terms.construction_end), work.planned_operating_reserve);
}

void FillDebtReserve(const Terms& terms, Workspace& work) {
  const auto end = static_cast<std::size_t>(terms.construction_end);
  FillLookAhead(work.rows[Row::kDebtServiceDue], PeriodsOf(terms, terms.reserves.debt_service_months), end,
                work.planned_debt_reserve);
  if (terms.reserves.interest_per_period.empty()) return;
  const auto interest = work.rows[Row::kReserveInterest];
  const auto maintenance_reserve = work.rows[Row::kMaintenanceReserve];
  for (std::size_t t = end + 1; t < interest.size(); ++t) {
    interest[t] =
        terms.reserves.interest_per_period[t] *
        (work.planned_debt_reserve[t - 1] + work.planned_operating_reserve[t - 1] + maintenance_reserve[t - 1]);
  }
}

}  // namespace calanque::company
