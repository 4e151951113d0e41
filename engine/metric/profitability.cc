// Present value against present value: benefit-cost ratio, profitability index.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Outcome BenefitCostRatio(const Input& input) {
  double benefits = 0.0;
  double costs = 0.0;
  kEconomic.ForEach([&](ledger::Category category) {
    const double value = input.discounted->RowSum(category);
    (value > 0.0 ? benefits : costs) += value;
  });
  if (costs == 0.0) return NotApplicable("there are no costs");
  return benefits / -costs;
}

Outcome ProfitabilityIndex(const Input& input) {
  const double investment = -PresentValue(input, kInvestmentTaxed);
  if (investment <= 0.0) return NotApplicable("there is no investment");
  return 1.0 + PresentValue(input, kCash) / investment;
}

}  // namespace calanque::metric
