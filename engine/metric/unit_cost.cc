// A present value spread over years or over megawatt-hours.
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Outcome EquivalentAnnualCost(const Input& input) {
  // A level amount A per year pays A x spacing in each period.
  return (0.0 - PresentValue(input, kCash)) / (input.axis->spacing_years * input.discounting->period_factor_sum);
}

Outcome LevelisedCostPerMwh(const Input& input) {
  using enum ledger::Category;
  if (!input.physical->IsUsed(ledger::PhysicalKind::kEnergyProduced)) return NotApplicable("no energy is produced");
  const auto produced_mwh = input.physical->Row(ledger::PhysicalKind::kEnergyProduced);
  const double energy_mwh = kernel::Dot(produced_mwh, input.discounting->factors);
  if (energy_mwh <= 0.0) return NotApplicable("no energy is produced");
  double value = PresentValue(input, kCapital | CategorySet{kResidualValue, kOperatingCost, kTax});
  // A net saving on energy is the worth of what is produced (self-consumption), not a cost of producing it.
  const double energy = PresentValue(input, kEnergyTaxed);
  if (energy < 0.0) value += energy;
  return (0.0 - value) / energy_mwh;
}

}  // namespace calanque::metric
