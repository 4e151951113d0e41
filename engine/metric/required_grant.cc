// The lump sum, paid with the first investment, that makes a project break even or earn a target.
#include <optional>

#include "engine/kernel/series.h"
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

std::optional<std::size_t> FirstInvestmentPoint(const Input& input) {
  std::optional<std::size_t> first;
  if (!input.amounts->IsUsed(ledger::Category::kInvestment)) return first;
  const auto investment = input.amounts->Row(ledger::Category::kInvestment);
  for (std::size_t i = 0; i < investment.size(); ++i) {
    // Points are not in order of time where there are dated flows.
    if (investment[i] < 0.0 && (!first || input.axis->years[i] < input.axis->years[*first])) first = i;
  }
  return first;
}

NoFigure NoInvestment() { return NotApplicable("there is no investment to pay a grant on"); }

}  // namespace

Outcome GrantForZeroNpv(const Input& input) {
  const auto point = FirstInvestmentPoint(input);
  if (!point) return NoInvestment();
  return (0.0 - PresentValue(input, kCash)) / input.discounting->factors[*point];
}

Outcome GrantForTargetIrr(const Input& input) {
  if (!input.options->target_irr_per_year) return MissingData("the options state no target_irr_per_year");
  const auto point = FirstInvestmentPoint(input);
  if (!point) return NoInvestment();
  const std::vector<double>& factors = input.discounting->target_irr_factors;
  return 0.0 - kernel::Dot(input.cash_flow_amounts, factors) / factors[*point];
}

}  // namespace calanque::metric
