#include "engine/finance/loss_carry_forward.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.h"

namespace calanque::finance {

void CarryLossesForward(const LossCarryForwardRule& rule, double opening_amount, std::span<const double> result_amount,
                        std::span<double> taxable_amount, std::span<double> used_amount,
                        std::span<double> closing_amount) {
  CALANQUE_CHECK(rule.floor_amount >= 0.0 && rule.fraction >= 0.0 && rule.fraction <= 1.0, "rule out of range");
  CALANQUE_CHECK(opening_amount >= 0.0, "opening_amount >= 0");
  CALANQUE_CHECK(result_amount.size() == taxable_amount.size() && result_amount.size() == used_amount.size() &&
                     result_amount.size() == closing_amount.size(),
                 "sizes differ");
  double losses = opening_amount;
  for (std::size_t year = 0; year < result_amount.size(); ++year) {
    used_amount[year] = UseLosses(rule, result_amount[year], losses);
    taxable_amount[year] = std::max(result_amount[year], 0.0) - used_amount[year];
    closing_amount[year] = losses;
  }
}

}  // namespace calanque::finance
