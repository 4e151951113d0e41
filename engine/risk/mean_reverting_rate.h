// A yearly rate that is pulled back to where it is expected, and what compounding it does to an index or to
// discounting.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/linear_rows.h"
#include "engine/kernel/rows.h"
#include "engine/model/risk.h"

namespace calanque::risk {

/// What has mean 1: the factor at each time (an index, a discount factor), or its growth from each time to the next (a
/// rate that is paid for that while).
enum class MeanOne : std::uint8_t { kFactor, kGrowth };

/// Factors exp(s I + c), I(t) the integral over [0, t] of x with dx = -reversion x dt + volatility dB, x(0) = 0; c is
/// such that what should have mean 1 has it, exactly: -Var(I) / 2, or minus half the sum of the variances of what I
/// gains from time to time. s = 1 for an index, -1 for a discount factor.
///
/// I at the times has exactly its law, from one number a year. (x, I) would take two; but x itself is never read, so
/// what is carried is its expectation given the integrals so far (Kalman's filter without noise of observation), and
/// each year's number is the innovation of the integral. Its standard normal is that year's (W(t) - W(t before)) /
/// sqrt(years between), whenever in the year the factor is read.
/// Source  O. Vasicek, J. Financial Economics 5 (1977) 177-188; D. Brigo, F. Mercurio, "Interest Rate Models" (2006),
///         3.3: Hull-White's discount factor is that of the curve times such a factor; innovations: B. Anderson, J.
///         Moore, "Optimal Filtering" (1979), section 5.3.
class MeanRevertingRateFactors {
 public:
  /// `times` are those of W; `read_at` those of the factors, one for each.
  /// Domain  times > 0, ascending, in years; read_at ascending, factors at or before 0 are 1; reversion >= 0; sign 1 or
  ///         -1.
  MeanRevertingRateFactors(const model::MeanRevertingRate& process, double sign, MeanOne mean_one,
                           std::span<const double> times, std::span<const double> read_at);

  /// rows [time][path]: W(t) in, factors out; the others are scratch. Cost: O(times x paths).
  void Fill(kernel::Rows<double> rows, std::span<double> before, std::span<double> expectation,
            std::span<double> integral) const;

  struct Step {
    kernel::StateStep state;  ///< Driven by W(t) - W(t before); the state is the expectation of x.
    double shift = 0.0;       ///< c.
  };
  [[nodiscard]] std::span<const Step> steps() const { return steps_; }

 private:
  double sign_;
  std::vector<Step> steps_;
};

}  // namespace calanque::risk
