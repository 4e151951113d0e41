#include "engine/partnership/modes/shared_savings.h"

#include "engine/ppp/energy_savings.h"

namespace calanque::partnership {

Result<Outline> OutlineMode(const model::SharedSavingsContract& mode, const OutlineInput& input) {
  Outline outline;
  outline.operator_builds = outline.operator_operates = outline.needs_company = true;
  outline.expected_savings_fraction = mode.expected_savings_fraction;
  std::vector<double> savings = input.savings_amounts;
  for (double& amount : savings) amount *= mode.expected_savings_fraction;
  std::vector<double> share(savings.size());
  ppp::SharedSavings terms;
  terms.company_fraction = mode.company_fraction;
  terms.first_point = static_cast<std::size_t>(input.window.operation_start);
  terms.point_count = static_cast<std::size_t>(ContractPeriods(input.window, mode.sharing_years));
  if (auto wrong = ppp::WriteSharedSavings(terms, savings, share)) return std::move(*wrong);
  outline.columns.push_back({"share of savings", input.setting->public_party_id, input.setting->operator_party_id,
                             ledger::Category::kOperatingCost, std::move(share)});
  return outline;
}

}  // namespace calanque::partnership
