#include "engine/ppp/vat_compensation.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/kernel/net_fraction.h"
#include "engine/kernel/series.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {

Result<double> WriteVatCompensation(const VatCompensationTerms& terms, std::span<const double> eligible_amount,
                                    std::span<const double> subsidy_amount, std::span<double> out_amount) {
  const std::size_t count = out_amount.size();
  CALANQUE_CHECK(eligible_amount.size() == count, "sizes differ");
  CALANQUE_CHECK(subsidy_amount.empty() || subsidy_amount.size() == count, "sizes differ");
  if (auto failure = InputCheck()
                         .Fraction(terms.rate_fraction, "terms.rate_fraction")
                         .NotNegative(eligible_amount, "eligible_amount")
                         .NotNegative(subsidy_amount, "subsidy_amount")
                         .Require(kernel::Sum(subsidy_amount) <= kernel::Sum(eligible_amount), "subsidy_amount",
                                  "exceeds the eligible spending: there is nothing to refund")
                         .Take()) {
    return *std::move(failure);
  }
  std::fill(out_amount.begin(), out_amount.end(), 0.0);
  const double net_fraction = kernel::NetFraction(kernel::Sum(eligible_amount), kernel::Sum(subsidy_amount));
  double beyond = 0.0;
  for (std::size_t t = 0; t < count; ++t) {
    const double refund = terms.rate_fraction * net_fraction * eligible_amount[t];
    const bool is_within = terms.lag_points < count - t;
    (is_within ? out_amount[t + terms.lag_points] : beyond) += refund;
  }
  return beyond;
}

}  // namespace calanque::ppp
