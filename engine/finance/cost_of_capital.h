// Screening formulas with one rate for all years.
#pragma once

namespace calanque::finance {

/// After-tax weighted average cost of capital. Rates and tax as fractions; debt_to_equity >= 0 at market values.
/// Source: NREL ProFAST; case: tests/golden/primitives/wacc_and_capital_recovery.
inline double WeightedAverageCostOfCapital(double debt_to_equity, double debt_rate, double equity_rate,
                                           double tax_fraction) {
  const double debt_share = debt_to_equity / (1.0 + debt_to_equity);
  return debt_share * debt_rate * (1.0 - tax_fraction) + (1.0 - debt_share) * equity_rate;
}

/// Levelised cost per unit of energy at a fixed charge rate (capital charge per year / capital cost): amounts per year,
/// energy per year > 0, the variable cost per unit. Source: NREL SSC, module lcoefcr; case:
/// tests/golden/primitives/levelised_cost.
inline double LevelisedCostFixedChargeRate(double capital_amount, double fixed_charge_rate_per_year,
                                           double fixed_operating_amount_per_year, double energy_per_year,
                                           double variable_amount_per_unit) {
  return (capital_amount * fixed_charge_rate_per_year + fixed_operating_amount_per_year) / energy_per_year +
         variable_amount_per_unit;
}

}  // namespace calanque::finance
