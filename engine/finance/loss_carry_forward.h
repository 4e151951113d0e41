// Tax losses carried forward.
#pragma once

#include <algorithm>
#include <span>

#include "engine/kernel/clamp_and_carry.h"

namespace calanque::finance {

/// How much of a year's profit earlier losses may absorb: all of it up to the floor, a fraction of what is above.
struct LossCarryForwardRule {
  double floor_amount = 0.0;  ///< >= 0; EUR 1 million in France (CGI, article 209 I).
  double fraction = 1.0;  ///< [0, 1] of the profit above the floor; 0.5 in France. Floor 0 and fraction 1: no limit.
};

/// One fiscal year of CarryLossesForward: the earlier losses that its profit uses; `losses_amount` is what earlier
/// years left, then what this one leaves.
inline double UseLosses(const LossCarryForwardRule& rule, double result_amount, double& losses_amount) {
  if (losses_amount == 0.0 && result_amount >= 0.0) return 0.0;  // Most years: no losses.
  const double profit = std::max(result_amount, 0.0);
  const double limit = std::min(profit, rule.floor_amount + rule.fraction * std::max(profit - rule.floor_amount, 0.0));
  return kernel::UseUpTo(losses_amount, std::max(-result_amount, 0.0), limit);
}

/// Offsets profits by earlier losses, without limit in time.
///
/// Shapes  all spans [fiscal year].
/// Units   currency. result_amount: taxable result before losses, profit positive, loss negative. taxable_amount: what
///         is left to tax, >= 0. used_amount: losses used. closing_amount: losses left. opening_amount: losses at the
///         start, >= 0.
/// Domain  the rule's ranges; anything else is a defect and CHECKs. A loss becomes usable the year after.
/// Cost    O(years), no allocation. The spans must not overlap.
/// Source  Code general des impots, article 209 I; case: tests/golden/primitives/fr_loss_carry_forward.
void CarryLossesForward(const LossCarryForwardRule& rule, double opening_amount, std::span<const double> result_amount,
                        std::span<double> taxable_amount, std::span<double> used_amount,
                        std::span<double> closing_amount);

}  // namespace calanque::finance
