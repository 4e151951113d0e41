// Geometric Brownian motion: a price whose relative moves are independent from year to year.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel/rows.h"
#include "engine/model/risk.h"

namespace calanque::risk {

/// Factors exp((drift - volatility^2 / 2) t + volatility W(t)); mean exp(drift t). Exact at the times.
class GeometricBrownianFactors {
 public:
  /// Domain  times > 0, ascending, in years.
  GeometricBrownianFactors(const model::GeometricBrownian& process, std::span<const double> times);

  /// rows [time][path]: W(t) in, factors out. Cost: O(times x paths), no allocation.
  void Fill(kernel::Rows<double> rows) const;

 private:
  double volatility_per_sqrt_year_;
  std::vector<double> log_medians_;  ///< By time.
};

}  // namespace calanque::risk
