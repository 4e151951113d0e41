#include "engine/risk/reversion.h"

#include "engine/risk/scalar_math.h"

namespace calanque::risk {
namespace {

constexpr double kSlow = 0.5;  // below it the series, whose 24th term is beyond the last digit
constexpr int kTermCount = 24;

/// (1 - e^-h) / h.
double DecayMean(double h) {
  if (h >= kSlow) return (1.0 - ExpOf(-h)) / h;
  double term = 1.0;
  double sum = 1.0;
  for (int n = 1; n < kTermCount; ++n) {
    term *= -h / (n + 1);
    sum += term;
  }
  return sum;
}

/// (h - 2 (1 - e^-h) + (1 - e^-2h) / 2) / h^3 = sum over n >= 3 of (2^(n-1) - 2) (-1)^(n+1) h^(n-3) / n!.
double IntegralVarianceMean(double h) {
  if (h >= kSlow) return (h - 2.0 * (1.0 - ExpOf(-h)) + 0.5 * (1.0 - ExpOf(-2.0 * h))) / (h * h * h);
  double power = 1.0 / 6.0;  // (-h)^(n-3) / n!
  double doubled = 4.0;      // 2^(n-1)
  double sum = 0.0;
  for (int n = 3; n < kTermCount; ++n) {
    sum += power * (doubled - 2.0);
    power *= -h / (n + 1);
    doubled *= 2.0;
  }
  return sum;
}

}  // namespace

double DecayIntegral(double reversion_per_year, double time_years) {
  return time_years * DecayMean(reversion_per_year * time_years);
}

double IntegralVariance(double reversion_per_year, double time_years) {
  return time_years * time_years * time_years * IntegralVarianceMean(reversion_per_year * time_years);
}

double DeviationIntegralCovariance(double reversion_per_year, double time_years) {
  const double decay = DecayIntegral(reversion_per_year, time_years);
  return 0.5 * decay * decay;
}

}  // namespace calanque::risk
