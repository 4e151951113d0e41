// A present value spread over years or over megawatt-hours.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Outcome EquivalentAnnualCost(const Input& input) {
  // A level amount A per year pays A x spacing in each period; dated points are not periods.
  const auto periods = input.discount_factors.first(static_cast<std::size_t>(input.axis->period_count));
  return (0.0 - PresentValue(input, kCash)) / (input.axis->spacing_years * kernel::Sum(periods));
}

Outcome LevelisedCostPerMwh(const Input& input) {
  using enum ledger::Category;
  const double energy_mwh = kernel::Dot(input.energy_produced_mwh, input.discount_factors);
  if (energy_mwh <= 0.0) return NotApplicable("no energy is produced");
  double value = PresentValue(input, {kInvestment, kReplacement, kResidualValue, kOperatingCost, kTax});
  // A net saving on energy is the worth of what is produced (self-consumption), not a cost of producing it.
  const double energy = PresentValue(input, {kEnergy});
  if (energy < 0.0) value += energy;
  return (0.0 - value) / energy_mwh;
}

}  // namespace calanque::metric
