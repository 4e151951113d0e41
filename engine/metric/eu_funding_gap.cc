// The European Union's funding gap: the share of an investment that its own net revenue does not pay.
#include <algorithm>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

Result<double, NoFigure> FundingGapRate(const Input& input) {
  using enum ledger::Category;
  const double investment = -PresentValue(input, {kInvestment});
  if (investment <= 0.0) return NotApplicable("there is no investment");
  double net_revenue = PresentValue(input, {kRevenue, kCertificate, kOperatingCost, kEnergy, kReplacement});
  // Article 18(2): the residual value counts only where revenue exceeds the costs.
  if (net_revenue > 0.0) net_revenue += PresentValue(input, {kResidualValue});
  return std::clamp((investment - net_revenue) / investment, 0.0, 1.0);
}

}  // namespace

Outcome EuFundingGap(const Input& input) {
  const auto rate = FundingGapRate(input);
  if (!rate) return rate.error();
  return *rate;
}

Outcome EuGrant(const Input& input) {
  const auto rate = FundingGapRate(input);
  if (!rate) return rate.error();
  const double eligible_cost = -Total(*input.amounts, {ledger::Category::kInvestment});
  return eligible_cost * *rate * input.options->eu_cofinancing_fraction;
}

}  // namespace calanque::metric
