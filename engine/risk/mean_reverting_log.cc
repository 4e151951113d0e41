#include "engine/risk/mean_reverting_log.h"

#include <algorithm>
#include <cmath>

#include "engine/kernel/vector_math.h"
#include "engine/risk/reversion.h"
#include "engine/risk/scalar_math.h"

namespace calanque::risk {

MeanRevertingLogFactors::MeanRevertingLogFactors(const model::MeanRevertingLog& process,
                                                 std::span<const double> times) {
  const double reversion = process.reversion_per_year;
  const double volatility = process.volatility_per_sqrt_year;
  double before = 0.0;
  for (const double time : times) {
    const double years = time - before;
    before = time;
    Step step;
    step.state.decay = ExpOf(-reversion * years);
    step.state.gain = volatility * std::sqrt(DeviationVariance(reversion, years) / years);
    step.shift = -0.5 * volatility * volatility * DeviationVariance(reversion, time);
    steps_.push_back(step);
  }
}

void MeanRevertingLogFactors::Fill(kernel::Rows<double> rows, std::span<double> before,
                                   std::span<double> deviation) const {
  CALANQUE_CHECK(rows.row_count == steps_.size(), "rows differ from times");
  std::fill(before.begin(), before.end(), 0.0);
  std::fill(deviation.begin(), deviation.end(), 0.0);
  for (std::size_t k = 0; k < rows.row_count; ++k) {
    const std::span<double> row = rows.Row(k);
    kernel::StepState(steps_[k].state, row, before, deviation);
    kernel::ExpOfLine(deviation, 1.0, steps_[k].shift, row);
  }
}

}  // namespace calanque::risk
