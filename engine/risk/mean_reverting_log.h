// A price that is pulled back to its deterministic curve.
#pragma once

#include <span>
#include <vector>

#include "engine/kernel/linear_rows.h"
#include "engine/kernel/rows.h"
#include "engine/model/risk.h"

namespace calanque::risk {

/// Factors exp(y - Var(y) / 2), dy = -reversion y dt + volatility dB, y(0) = 0: mean 1 at every time. Exact at the
/// times: y takes one step a year, whose standard normal is that year's (W(t) - W(t before)) / sqrt(years between).
///
/// Source  E. Schwartz, J. Finance 52 (1997) 923-973, one-factor model; D. Gillespie, Phys. Rev. E 54 (1996) 2084 for
///         the exact step.
class MeanRevertingLogFactors {
 public:
  /// Domain  times > 0, ascending, in years; reversion >= 0.
  MeanRevertingLogFactors(const model::MeanRevertingLog& process, std::span<const double> times);

  /// rows [time][path]: W(t) in, factors out; `before` and `deviation` are scratch. Cost: O(times x paths).
  void Fill(kernel::Rows<double> rows, std::span<double> before, std::span<double> deviation) const;

  struct Step {
    kernel::StateStep state;  ///< Driven by W(t) - W(t before).
    double shift = 0.0;       ///< -Var(y) / 2.
  };
  [[nodiscard]] std::span<const Step> steps() const { return steps_; }

 private:
  std::vector<Step> steps_;
};

}  // namespace calanque::risk
