// The limit on interest that tax law lets a company deduct.
#pragma once

#include <algorithm>
#include <span>

#include "engine/kernel/clamp_and_carry.h"

namespace calanque::finance {

/// Net interest is deductible up to the higher of a floor and a share of tax EBITDA; the rest is carried forward.
struct InterestLimitRule {
  double floor_amount_per_year = 0.0;  ///< >= 0; EUR 3 million in France (CGI, article 212 bis), where it is the floor
                                       ///< for a fiscal year of 12 months.
  double ebitda_fraction = 0.0;        ///< >= 0; 0.3 in France. Exempt infrastructure: do not apply the rule.
};

/// What the rule lets a company deduct in one fiscal year, net interest income apart.
inline double InterestRoom(const InterestLimitRule& rule, double tax_ebitda_amount, double year_fraction) {
  return std::max(rule.floor_amount_per_year * year_fraction, rule.ebitda_fraction * std::max(tax_ebitda_amount, 0.0));
}

/// One fiscal year of LimitInterest: the interest deductible in it, given its room; `carried_amount` is what earlier
/// years left, then what this one leaves.
inline double DeductInterest(double room_amount, double net_interest_amount, double& carried_amount) {
  // Most years: nothing carried, nothing limited.
  if (carried_amount == 0.0 && net_interest_amount >= 0.0 && net_interest_amount <= room_amount) {
    return net_interest_amount;
  }
  // Net interest income is taxed in full elsewhere, and widens what may be deducted of earlier years.
  const double income = std::max(-net_interest_amount, 0.0);
  return kernel::UseUpTo(carried_amount, std::max(net_interest_amount, 0.0), room_amount + income);
}

/// Splits net interest into deductible now and carried forward, without limit in time.
///
/// Shapes  all spans [fiscal year].
/// Units   currency. net_interest_amount: interest paid less received; where negative it is income, nothing to limit,
///         and adds to the room for what was carried. tax_ebitda_amount: taxable result before losses, net interest and
///         depreciation; negative counts as 0. year_fraction: months of the fiscal year / 12, scales the floor; empty:
///         all 1. deductible_amount: of this and earlier years' net interest, >= 0. closing_amount: carried beyond the
///         year.
/// Domain  the rule's ranges; opening_amount >= 0. Anything else is a defect and CHECKs.
/// Cost    O(years), no allocation. The spans must not overlap.
/// Source  Code general des impots, article 212 bis; case: tests/golden/primitives/fr_interest_limit.
void LimitInterest(const InterestLimitRule& rule, double opening_amount, std::span<const double> net_interest_amount,
                   std::span<const double> tax_ebitda_amount, std::span<const double> year_fraction,
                   std::span<double> deductible_amount, std::span<double> closing_amount);

}  // namespace calanque::finance
