// Compound discounting at one rate. For curves, multiply by given factors: Dot in engine/kernel/series.h.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

#include "engine/base/check.h"
#include "engine/kernel/series.h"

namespace calanque::kernel {

/// Present value at time 0 of 1 paid at `time_years`: (1 + rate)^-time. Rate per year as a fraction, > -1; time of any
/// sign.
inline double CompoundDiscountFactor(double rate_per_year, double time_years) {
  return std::exp(-time_years * std::log1p(rate_per_year));
}

/// The rate per period that compounds to a rate per year, (1 + rate)^(1 / periods per year) - 1, and back. Rates as
/// fractions, > -1.
inline double RatePerPeriod(double rate_per_year, double periods_per_year) {
  return std::expm1(std::log1p(rate_per_year) / periods_per_year);
}
inline double RatePerYear(double rate_per_period, double periods_per_year) {
  return std::expm1(std::log1p(rate_per_period) * periods_per_year);
}

/// factors[i] = (1 + rate)^-times[i].
inline void CompoundDiscountFactors(double rate_per_year, std::span<const double> times_years,
                                    std::span<double> factors) {
  CALANQUE_CHECK(times_years.size() == factors.size(), "sizes differ");
  const double log_growth = std::log1p(rate_per_year);
  for (std::size_t i = 0; i < factors.size(); ++i) factors[i] = std::exp(-times_years[i] * log_growth);
}

/// Net present value of flows one period apart, the first at time 0 and undiscounted: sum of amounts[i] / (1 + rate)^i.
///
/// Units   rate per period as a fraction, > -1. Spreadsheets' NPV() puts the first flow one period away: divide by 1 +
/// rate. Source  numpy-financial npv; case: tests/golden/primitives/numpy_financial.
inline double NetPresentValue(double rate_per_period, std::span<const double> amounts) {
  const double factor = 1.0 / (1.0 + rate_per_period);
  double value = 0.0;
  for (std::size_t i = amounts.size(); i-- > 0;) value = value * factor + amounts[i];
  return value;
}

/// Net present value at time 0 of flows at any times, in any order: sum of amounts[i] * (1 + rate)^-times[i].
inline double NetPresentValue(double rate_per_year, std::span<const double> times_years,
                              std::span<const double> amounts) {
  CALANQUE_CHECK(times_years.size() == amounts.size(), "sizes differ");
  const double log_growth = std::log1p(rate_per_year);
  return internal::SumInFourLanes(amounts.size(),
                                  [&](std::size_t i) { return amounts[i] * std::exp(-times_years[i] * log_growth); });
}

/// The real rate of a nominal one: (1 + nominal) / (1 + inflation) - 1 (Fisher). Fractions per year, inflation > -1.
inline double RealRate(double nominal_rate, double inflation_rate) {
  return (nominal_rate - inflation_rate) / (1.0 + inflation_rate);
}

}  // namespace calanque::kernel
