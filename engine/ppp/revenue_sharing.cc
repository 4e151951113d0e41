#include "engine/ppp/revenue_sharing.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {

std::optional<Failure> WriteRevenueSharing(const RevenueBands& bands, std::span<const double> base_revenue_amount,
                                           std::span<const double> actual_revenue_amount,
                                           std::span<double> grantor_pays_amount,
                                           std::span<double> grantor_receives_amount) {
  const std::size_t count = base_revenue_amount.size();
  CALANQUE_CHECK(actual_revenue_amount.size() == count && grantor_pays_amount.size() == count &&
                     grantor_receives_amount.size() == count,
                 "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(bands.lower_ratio, "bands.lower_ratio")
                         .NotNegative(bands.upper_ratio, "bands.upper_ratio")
                         .Require(bands.lower_ratio <= bands.upper_ratio, "bands.upper_ratio",
                                  "is below lower_ratio: the grantor would pay and receive at once")
                         .Fraction(bands.grantor_pays_fraction, "bands.grantor_pays_fraction")
                         .Fraction(bands.grantor_takes_fraction, "bands.grantor_takes_fraction")
                         .NotNegative(base_revenue_amount, "base_revenue_amount")
                         .NotNegative(actual_revenue_amount, "actual_revenue_amount")
                         .Take()) {
    return failure;
  }
  for (std::size_t t = 0; t < count; ++t) {
    const double base = base_revenue_amount[t];
    const double actual = actual_revenue_amount[t];
    grantor_pays_amount[t] = bands.grantor_pays_fraction * std::max(bands.lower_ratio * base - actual, 0.0);
    grantor_receives_amount[t] = bands.grantor_takes_fraction * std::max(actual - bands.upper_ratio * base, 0.0);
  }
  return std::nullopt;
}

std::optional<Failure> WriteMinimumRevenueGuarantee(const GuaranteeLimits& limits,
                                                    std::span<const double> guaranteed_amount,
                                                    std::span<const double> actual_revenue_amount,
                                                    std::span<double> out_amount) {
  CALANQUE_CHECK(guaranteed_amount.size() == out_amount.size() && actual_revenue_amount.size() == out_amount.size(),
                 "sizes differ");
  if (auto failure =
          InputCheck()
              .Require(limits.amount_per_period >= 0.0, "limits.amount_per_period", "must be 0 or more, or infinite")
              .Require(limits.total_amount >= 0.0, "limits.total_amount", "must be 0 or more, or infinite")
              .NotNegative(guaranteed_amount, "guaranteed_amount")
              .NotNegative(actual_revenue_amount, "actual_revenue_amount")
              .Take()) {
    return failure;
  }
  double left = limits.total_amount;
  for (std::size_t t = 0; t < out_amount.size(); ++t) {
    const double missing = std::max(guaranteed_amount[t] - actual_revenue_amount[t], 0.0);
    out_amount[t] = std::min({missing, limits.amount_per_period, left});
    left -= out_amount[t];
  }
  return std::nullopt;
}

}  // namespace calanque::ppp
