// Cost per avoided tonne under six published conventions, and the carbon price that breaks even.
#include <string>

#include "engine/metric/abatement.h"
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

Outcome PerTonneOfTargetYear(const Input& input, double cost) {
  const auto tonnes = AvoidedInTargetYear(input);
  if (!tonnes) return tonnes.error();
  if (*tonnes > 0.0) return cost / *tonnes;
  return PerAvoidedTonne(input, cost, *tonnes, " in " + std::to_string(input.options->target_year));
}

double DiscountedCost(const Input& input) { return 0.0 - PresentValue(input, kProjectAndGrant); }

}  // namespace

Outcome AbatementCostA1(const Input& input) {
  return PerTonneOfTargetYear(input, 0.0 - Total(*input.amounts, kCapital));
}

Outcome AbatementCostA2(const Input& input) { return PerTonneOfTargetYear(input, 0.0 - PresentValue(input, kCapital)); }

Outcome AbatementCostA3(const Input& input) {
  return PerAvoidedTonne(input, DiscountedCost(input), AvoidedTotal(input));
}

Outcome AbatementCostA4(const Input& input) {
  return PerAvoidedTonne(input, DiscountedCost(input), AvoidedDiscounted(input), " when discounted");
}

Outcome AbatementCostA5(const Input& input) {
  using enum ledger::Category;
  double annuity_factor = 0.0;  // Of 1 in each point that abates, brought to the valuation date.
  double abating_points = 0.0;
  for (std::size_t i = 0; i < PointCount(input); ++i) {
    if (input.avoided_t_co2e[i] <= 0.0) continue;
    annuity_factor += input.discounting->factors[i];
    abating_points += 1.0;
  }
  const double tonnes = AvoidedTotal(input);
  if (tonnes <= 0.0) return PerAvoidedTonne(input, 0.0, tonnes);
  const double lump_sums = 0.0 - PresentValue(input, kCapital | CategorySet{kResidualValue, kGrant});
  const double running = 0.0 - Total(*input.amounts, kRunning);
  return (lump_sums / annuity_factor + running / abating_points) / (tonnes / abating_points);
}

Outcome AbatementCostA6(const Input& input) {
  const auto values = input.carbon_value_amount_per_t_co2e;
  if (values.empty()) return MissingData("the assumptions have no carbon value");
  if (!(values.front() > 0.0)) return NotApplicable("the carbon value of the first period is not above 0");
  double weighted = 0.0;
  for (std::size_t i = 0; i < PointCount(input); ++i) {
    weighted += input.discounting->factors[i] * input.avoided_t_co2e[i] * values[i];
  }
  return PerAvoidedTonne(input, DiscountedCost(input), weighted / values.front(), " when discounted and weighted");
}

Outcome BreakEvenCarbonPrice(const Input& input) {
  const double value = PresentValue(input, kProjectAndGrant | CategorySet{ledger::Category::kCoBenefit});
  return PerAvoidedTonne(input, 0.0 - value, AvoidedDiscounted(input), " when discounted");
}

}  // namespace calanque::metric
