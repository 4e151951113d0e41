// What the tests of random numbers measure, and how far chance may carry it.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace calanque::kernel {

/// Every statistic of the battery stays inside bounds that true random numbers leave with probability 1e-4 (two-sided;
/// the seeds are fixed, so a test that passes goes on passing). 3.8906 standard deviations of a normal number.
inline constexpr double kDeviations = 3.8906;

/// Largest value that sqrt(n) times the Kolmogorov-Smirnov distance exceeds with probability 1e-4: 2 exp(-2 x^2) =
/// 1e-4.
inline constexpr double kKolmogorovLimit = 2.2253;

/// A chi-square value as a nearly standard normal number (Wilson and Hilferty 1931).
inline double ChiSquareDeviation(double chi_square, double degrees_of_freedom) {
  const double variance = 2.0 / (9.0 * degrees_of_freedom);
  return (std::cbrt(chi_square / degrees_of_freedom) - (1.0 - variance)) / std::sqrt(variance);
}

/// Of counts that are all expected to be the same.
inline double UniformCountsDeviation(std::span<const double> counts) {
  double total = 0.0;
  for (const double count : counts) total += count;
  const double expected = total / static_cast<double>(counts.size());
  double chi_square = 0.0;
  for (const double count : counts) chi_square += (count - expected) * (count - expected) / expected;
  return ChiSquareDeviation(chi_square, static_cast<double>(counts.size()) - 1.0);
}

/// sqrt(n) sup |empirical - cdf|.
template <typename Cdf>
double KolmogorovSmirnov(std::vector<double> sample, Cdf cdf) {
  std::ranges::sort(sample);
  const auto count = static_cast<double>(sample.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double probability = cdf(sample[i]);
    distance = std::max(
        {distance, probability - static_cast<double>(i) / count, static_cast<double>(i + 1) / count - probability});
  }
  return std::sqrt(count) * distance;
}

/// Of uniform numbers, sqrt(n) times their correlation: close to a standard normal number if they are independent.
inline double UniformCorrelationDeviation(std::span<const double> a, std::span<const double> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - 0.5) * (b[i] - 0.5);
  return 12.0 * sum / std::sqrt(static_cast<double>(a.size()));
}

}  // namespace calanque::kernel
