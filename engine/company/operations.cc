#include "engine/company/operations.h"

#include <algorithm>

#include "engine/company/vat.h"

namespace calanque::company {
namespace {

constexpr double kDaysPerYear = 365.0;

void CopyOrZero(std::span<const double> from, std::span<double> to) {
  if (from.empty()) {
    std::fill(to.begin(), to.end(), 0.0);
  } else {
    std::copy(from.begin(), from.end(), to.begin());
  }
}

void FillMaintenance(const Terms& terms, std::span<const double> spending, std::span<double> funding,
                     std::span<double> reserve) {
  const auto look_ahead = static_cast<std::size_t>(terms.reserves.maintenance_look_ahead_periods);
  const auto begin = static_cast<std::size_t>(terms.construction_end) + 1;
  std::fill(funding.begin(), funding.end(), 0.0);
  for (std::size_t t = begin; t < spending.size(); ++t) {
    if (spending[t] == 0.0) continue;
    const std::size_t count = std::clamp<std::size_t>(look_ahead, 1, t - begin + 1);
    const double instalment = spending[t] / static_cast<double>(count);
    for (std::size_t i = t + 1 - count; i <= t; ++i) funding[i] += instalment;
  }
  double balance = 0.0;
  for (std::size_t t = 0; t < spending.size(); ++t) {
    balance += t < begin ? 0.0 : funding[t] - spending[t];
    reserve[t] = std::max(balance, 0.0);  // Rounding only: each spending has been saved for.
  }
}

}  // namespace

void FillWorkingCapital(const Terms& terms, const SizingCase& scale, std::span<const double> revenue,
                        std::span<const double> cost, std::span<double> increase) {
  const double periods_per_day = terms.periods_per_year / kDaysPerYear;
  const double receivable = scale.revenue_factor * terms.working_capital.receivable_days * periods_per_day;
  const double payable = scale.operating_cost_factor * terms.working_capital.payable_days * periods_per_day;
  double balance = 0.0;
  for (std::size_t t = 0; t < increase.size(); ++t) {
    const double next = t + 1 == increase.size() ? 0.0 : receivable * revenue[t] - payable * cost[t];
    increase[t] = next - balance;
    balance = next;
  }
}

void FillOperations(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work) {
  Rows& rows = work.rows;
  CopyOrZero(flows.works, rows[Row::kWorks]);
  CopyOrZero(flows.other_uses, rows[Row::kOtherUses]);
  CopyOrZero(flows.grants, rows[Row::kGrants]);
  rows[Row::kGrants][0] += decision.extra_grant_amount;
  const auto revenue = rows[Row::kRevenue];
  const auto cost = rows[Row::kOperatingCost];
  const auto end = static_cast<std::size_t>(terms.construction_end);
  for (std::size_t t = 0; t < revenue.size(); ++t) {
    const double charge = decision.charge_amount * AmountAt(flows.charge_profile, t);
    revenue[t] = t <= end ? 0.0 : decision.revenue_factor * (charge + AmountAt(flows.other_revenue, t));
    cost[t] = t <= end ? 0.0 : decision.operating_cost_factor * AmountAt(flows.operating_cost, t);
  }
  FillWorkingCapital(terms, SizingCase{}, revenue, cost, rows[Row::kWorkingCapitalIncrease]);
  CopyOrZero(flows.major_maintenance, rows[Row::kMaintenanceSpending]);
  FillMaintenance(terms, rows[Row::kMaintenanceSpending], rows[Row::kMaintenanceFunding],
                  rows[Row::kMaintenanceReserve]);
  FillVatInterest(terms, rows[Row::kWorks], rows[Row::kVatInterest]);
}

}  // namespace calanque::company
