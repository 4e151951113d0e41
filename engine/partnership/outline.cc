#include "engine/partnership/outline.h"

#include <algorithm>
#include <cmath>

#include "engine/partnership/modes/availability_partnership.h"
#include "engine/partnership/modes/concession.h"
#include "engine/partnership/modes/deferred_payment.h"
#include "engine/partnership/modes/direct_procurement.h"
#include "engine/partnership/modes/global_performance.h"
#include "engine/partnership/modes/guaranteed_savings.h"
#include "engine/partnership/modes/joint_company.h"
#include "engine/partnership/modes/operating_lease.h"
#include "engine/partnership/modes/revolving_fund.h"
#include "engine/partnership/modes/shared_savings.h"
#include "engine/ppp/energy_savings.h"

namespace calanque::partnership {

int ContractPeriods(const Window& window, double years) {
  const int periods = static_cast<int>(std::lround(years * window.periods_per_year));
  return std::min(periods, window.contract_end - window.operation_start);
}

std::vector<double> LevelRow(const Window& window, double amount_per_year) {
  std::vector<double> row(static_cast<std::size_t>(window.period_count));
  for (int i = window.operation_start; i < window.contract_end; ++i) {
    row[static_cast<std::size_t>(i)] = amount_per_year / window.periods_per_year;
  }
  return row;
}

std::vector<ContractColumn> GuaranteeColumns(const OutlineInput& input, double guaranteed_fraction,
                                             double expected_fraction) {
  if (guaranteed_fraction == 0.0) return {};
  const std::size_t periods = input.savings_amounts.size();
  std::vector<double> guaranteed(periods);
  std::vector<double> expected(periods);
  std::vector<double> payment(periods);
  for (int i = input.window.operation_start; i < input.window.contract_end; ++i) {
    const auto p = static_cast<std::size_t>(i);
    guaranteed[p] = guaranteed_fraction * std::max(input.savings_amounts[p], 0.0);
    expected[p] = expected_fraction * input.savings_amounts[p];
  }
  (void)ppp::WriteGuaranteeShortfall(guaranteed, expected, payment);
  return {{"guarantee payment for missing savings", input.setting->operator_party_id, input.setting->public_party_id,
           ledger::Category::kRevenue, std::move(payment)}};
}

Result<Outline> OutlineOf(const model::Contract& contract, const OutlineInput& input) {
  return std::visit([&](const auto& mode) { return OutlineMode(mode, input); }, contract);
}

}  // namespace calanque::partnership
