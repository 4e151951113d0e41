#include "engine/partnership/modes/revolving_fund.h"

#include "engine/kernel/discount.h"
#include "engine/ppp/energy_savings.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::RevolvingFund& mode, const OutlineInput& input) {
  ppp::RevolvingFund fund;
  fund.opening_amount = mode.opening_amount;
  fund.savings_repaid_fraction = mode.savings_repaid_fraction;
  fund.interest_rate_per_period = kernel::RatePerPeriod(mode.interest_nominal_per_year, input.window.periods_per_year);
  const std::size_t periods = input.works_amounts.size();
  std::vector<double> advanced(periods);
  std::vector<double> repaid(periods);
  std::vector<double> owed(periods);
  std::vector<double> cash(periods);
  if (auto wrong =
          ppp::WriteRevolvingFund(fund, input.works_amounts, input.savings_amounts, {advanced, repaid, owed, cash})) {
    return std::move(*wrong);
  }
  Outline outline;
  outline.columns.push_back({"advance of the fund", mode.fund_party_id, input.setting->public_party_id,
                             ledger::Category::kFinancing, std::move(advanced)});
  outline.columns.push_back({"repayment out of savings", input.setting->public_party_id, mode.fund_party_id,
                             ledger::Category::kDebtService, std::move(repaid)});
  return outline;
}

}  // namespace calanque::partnership
