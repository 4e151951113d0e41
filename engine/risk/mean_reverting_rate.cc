#include "engine/risk/mean_reverting_rate.h"

#include <algorithm>
#include <cmath>

#include "engine/kernel/vector_math.h"
#include "engine/risk/reversion.h"
#include "engine/risk/scalar_math.h"

namespace calanque::risk {

MeanRevertingRateFactors::MeanRevertingRateFactors(const model::MeanRevertingRate& process, double sign,
                                                   MeanOne mean_one, std::span<const double> times,
                                                   std::span<const double> read_at)
    : sign_(sign) {
  CALANQUE_CHECK(times.size() == read_at.size(), "times differ from those of the factors");
  const double reversion = process.reversion_per_year;
  const double volatility = process.volatility_per_sqrt_year;
  double before = 0.0;
  double before_of_noise = 0.0;
  double gains = 0.0;    // sum of the variances of what the integral gained, at volatility 1
  double unknown = 0.0;  // variance of x given the integrals so far, at volatility 1
  for (std::size_t k = 0; k < times.size(); ++k) {
    const double years_of_noise = times[k] - before_of_noise;
    before_of_noise = times[k];
    const double time = read_at[k];
    if (time <= 0.0) {  // Nothing has compounded yet.
      steps_.push_back({{.decay = 1.0, .gain = 0.0, .weight = 0.0, .integral_gain = 0.0}, 0.0});
      continue;
    }
    const double years = time - before;
    const double decay = ExpOf(-reversion * years);
    const double weight = DecayIntegral(reversion, years);
    gains += IntegralVariance(reversion, years) + weight * weight * DeviationVariance(reversion, before);
    before = time;
    const double innovation = weight * weight * unknown + IntegralVariance(reversion, years);
    const double shared = decay * weight * unknown + DeviationIntegralCovariance(reversion, years);
    unknown = decay * decay * unknown + DeviationVariance(reversion, years) - shared * shared / innovation;

    const double per_level = volatility / std::sqrt(innovation * years_of_noise);
    Step step;
    step.state = {
        .decay = decay, .gain = per_level * shared, .weight = weight, .integral_gain = per_level * innovation};
    const double variance = mean_one == MeanOne::kFactor ? IntegralVariance(reversion, time) : gains;
    step.shift = -0.5 * volatility * volatility * variance;
    steps_.push_back(step);
  }
}

void MeanRevertingRateFactors::Fill(kernel::Rows<double> rows, std::span<double> before, std::span<double> expectation,
                                    std::span<double> integral) const {
  CALANQUE_CHECK(rows.row_count == steps_.size(), "rows differ from times");
  std::fill(before.begin(), before.end(), 0.0);
  std::fill(expectation.begin(), expectation.end(), 0.0);
  std::fill(integral.begin(), integral.end(), 0.0);
  for (std::size_t k = 0; k < rows.row_count; ++k) {
    const std::span<double> row = rows.Row(k);
    kernel::StepStateAndIntegral(steps_[k].state, row, before, expectation, integral);
    kernel::ExpOfLine(integral, sign_, steps_[k].shift, row);
  }
}

}  // namespace calanque::risk
