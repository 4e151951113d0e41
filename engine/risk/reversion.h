// Integrals of exponential decay that mean reversion is made of, without loss of digits where it is slow.
#pragma once

namespace calanque::risk {

/// Integral of exp(-reversion s) for s in [0, time]: time where nothing reverts. What a deviation adds to its integral.
double DecayIntegral(double reversion_per_year, double time_years);

/// Variance at `time` of x with dx = -reversion x dt + dW, x(0) = 0.
inline double DeviationVariance(double reversion_per_year, double time_years) {
  return DecayIntegral(2.0 * reversion_per_year, time_years);
}

/// Variance of the integral of that x over [0, time]: time^3 / 3 where nothing reverts.
double IntegralVariance(double reversion_per_year, double time_years);

/// Covariance of that x with its integral.
double DeviationIntegralCovariance(double reversion_per_year, double time_years);

}  // namespace calanque::risk
