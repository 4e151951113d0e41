#include "engine/finance/interest_limit.h"

#include <cstddef>

#include "engine/base/check.h"

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
  double carried = opening_amount;
  for (std::size_t year = 0; year < net_interest_amount.size(); ++year) {
    const double room = InterestRoom(rule, tax_ebitda_amount[year], year_fraction.empty() ? 1.0 : year_fraction[year]);
    deductible_amount[year] = DeductInterest(room, net_interest_amount[year], carried);
    closing_amount[year] = carried;
  }
}

}  // namespace calanque::finance
