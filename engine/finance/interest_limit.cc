#include "engine/finance/interest_limit.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/kernel/clamp_and_carry.h"

namespace calanque::finance {

void LimitInterest(const InterestLimitRule& rule, double opening_amount, std::span<const double> net_interest_amount,
                   std::span<const double> tax_ebitda_amount, std::span<const double> year_fraction,
                   std::span<double> deductible_amount, std::span<double> closing_amount) {
  CALANQUE_CHECK(rule.floor_amount_per_year >= 0.0 && rule.ebitda_fraction >= 0.0, "rule out of range");
  CALANQUE_CHECK(opening_amount >= 0.0, "opening_amount >= 0");
  CALANQUE_CHECK(net_interest_amount.size() == tax_ebitda_amount.size() &&
                     net_interest_amount.size() == deductible_amount.size() &&
                     net_interest_amount.size() == closing_amount.size() &&
                     (year_fraction.empty() || year_fraction.size() == net_interest_amount.size()),
                 "sizes differ");
  // The limit of each year waits in deductible_amount, the interest it adds in closing_amount.
  for (std::size_t year = 0; year < net_interest_amount.size(); ++year) {
    const double floor = rule.floor_amount_per_year * (year_fraction.empty() ? 1.0 : year_fraction[year]);
    // Net interest income is taxed in full elsewhere, and widens what may be deducted of earlier years.
    const double income = std::max(-net_interest_amount[year], 0.0);
    deductible_amount[year] = std::max(floor, rule.ebitda_fraction * std::max(tax_ebitda_amount[year], 0.0)) + income;
    closing_amount[year] = std::max(net_interest_amount[year], 0.0);
  }
  kernel::ClampAndCarry(opening_amount, closing_amount, deductible_amount, deductible_amount, closing_amount);
}

}  // namespace calanque::finance
