#include "engine/ppp/revenue_sharing.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "engine/base/check.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

InputCheck CheckBands(const RevenueBands& bands) {
  InputCheck check;
  check.NotNegative(bands.lower_ratio, "bands.lower_ratio")
      .Range(bands.upper_ratio, 0.0, std::numeric_limits<double>::max(), "bands.upper_ratio", "0 or more")
      .Require(bands.lower_ratio <= bands.upper_ratio, "bands.upper_ratio",
               "is below lower_ratio: the grantor would pay and receive at once")
      .Fraction(bands.grantor_pays_fraction, "bands.grantor_pays_fraction")
      .Fraction(bands.grantor_takes_fraction, "bands.grantor_takes_fraction");
  return check;
}

/// Mean of (strike - R)^+, R lognormal.
double ExpectedShortfall(double strike, double mean, double volatility) {
  if (!(strike > 0.0)) return 0.0;
  if (volatility == 0.0 || mean == 0.0) return std::max(strike - mean, 0.0);
  const auto normal = [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); };
  const double d = std::log(mean / strike) / volatility + 0.5 * volatility;
  return strike * normal(volatility - d) - mean * normal(-d);
}

/// The mean of f, by the band in which the minimum lies.
double ExpectedCall(const RevenueBands& bands, double base, double guaranteed, double mean, double volatility) {
  const auto put = [&](double strike) { return ExpectedShortfall(strike, mean, volatility); };
  const double pays = bands.grantor_pays_fraction;
  const double takes = bands.grantor_takes_fraction;
  const double lower = bands.lower_ratio * base;
  const double upper = bands.upper_ratio * base;
  if (guaranteed <= lower) {
    if (pays >= 1.0) return put(lower);
    return pays * put(lower) + (1.0 - pays) * put((guaranteed - pays * lower) / (1.0 - pays));
  }
  if (guaranteed <= upper) return put(guaranteed);
  if (takes >= 1.0) return guaranteed - upper + put(upper);
  return (1.0 - takes) * put((guaranteed - takes * upper) / (1.0 - takes)) + takes * put(upper);
}

}  // namespace

std::optional<Failure> WriteRevenueSharing(const RevenueBands& bands, std::span<const double> base_revenue_amount,
                                           std::span<const double> actual_revenue_amount,
                                           std::span<double> grantor_pays_amount,
                                           std::span<double> grantor_receives_amount) {
  const std::size_t count = base_revenue_amount.size();
  CALANQUE_CHECK(actual_revenue_amount.size() == count && grantor_pays_amount.size() == count &&
                     grantor_receives_amount.size() == count,
                 "sizes differ");
  if (auto failure = CheckBands(bands)
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

std::optional<Failure> WriteGuaranteeExposure(const GuaranteedRevenue& revenue, std::span<double> out_amount) {
  CALANQUE_CHECK(revenue.base_amount.size() == out_amount.size(), "sizes differ");
  CALANQUE_CHECK(revenue.guaranteed_amount.size() == out_amount.size(), "sizes differ");
  if (auto failure = CheckBands(revenue.bands)
                         .NotNegative(revenue.base_amount, "base_amount")
                         .NotNegative(revenue.guaranteed_amount, "guaranteed_amount")
                         .Take()) {
    return failure;
  }
  const RevenueBands& bands = revenue.bands;
  for (std::size_t t = 0; t < out_amount.size(); ++t) {
    const double from_bands = bands.grantor_pays_fraction * bands.lower_ratio * revenue.base_amount[t];
    out_amount[t] = std::max(revenue.guaranteed_amount[t], from_bands);
  }
  return std::nullopt;
}

std::optional<Failure> WriteExpectedCalls(const GuaranteedRevenue& revenue, std::span<const double> expected_amount,
                                          double volatility_fraction, std::span<double> out_amount) {
  CALANQUE_CHECK(expected_amount.size() == out_amount.size(), "sizes differ");
  CALANQUE_CHECK(revenue.base_amount.size() == out_amount.size(), "sizes differ");
  CALANQUE_CHECK(revenue.guaranteed_amount.size() == out_amount.size(), "sizes differ");
  if (auto failure = CheckBands(revenue.bands)
                         .NotNegative(revenue.base_amount, "base_amount")
                         .NotNegative(revenue.guaranteed_amount, "guaranteed_amount")
                         .NotNegative(expected_amount, "expected_amount")
                         .NotNegative(volatility_fraction, "volatility_fraction")
                         .Take()) {
    return failure;
  }
  for (std::size_t t = 0; t < out_amount.size(); ++t) {
    out_amount[t] = ExpectedCall(revenue.bands, revenue.base_amount[t], revenue.guaranteed_amount[t],
                                 expected_amount[t], volatility_fraction);
  }
  return std::nullopt;
}

}  // namespace calanque::ppp
