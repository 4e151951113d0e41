// Element-wise loops and sums over spans. Every function checks sizes once and allocates nothing.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

#include "engine/base/check.h"

namespace calanque::kernel {

/// out[i] += in[i].
inline void Accumulate(std::span<double> out, std::span<const double> in) {
  CALANQUE_CHECK(out.size() == in.size(), "sizes differ");
  for (std::size_t i = 0; i < in.size(); ++i) out[i] += in[i];
}

/// out[i] += factor * in[i].
inline void AccumulateScaled(std::span<double> out, std::span<const double> in, double factor) {
  CALANQUE_CHECK(out.size() == in.size(), "sizes differ");
  for (std::size_t i = 0; i < in.size(); ++i) out[i] += factor * in[i];
}

/// out[i] -= in[i]; what is left within rounding of in[i] is 0.
inline void Subtract(std::span<double> out, std::span<const double> in) {
  CALANQUE_CHECK(out.size() == in.size(), "sizes differ");
  constexpr double kRounding = 8.0 * std::numeric_limits<double>::epsilon();
  for (std::size_t i = 0; i < in.size(); ++i) {
    const double rest = out[i] - in[i];
    out[i] = std::abs(rest) <= kRounding * std::abs(in[i]) ? 0.0 : rest;
  }
}

/// out[i] = a[i] * b[i]; out may be a or b.
inline void MultiplyInto(std::span<double> out, std::span<const double> a, std::span<const double> b) {
  CALANQUE_CHECK(out.size() == a.size() && a.size() == b.size(), "sizes differ");
  for (std::size_t i = 0; i < a.size(); ++i) out[i] = a[i] * b[i];
}

namespace internal {

// Four running sums, combined as (0 + 2) + (1 + 3): the order is part of the result, and the same on every processor.
template <typename Term>
double SumInFourLanes(std::size_t count, Term term) {
  double lanes[4] = {};
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    for (std::size_t lane = 0; lane < 4; ++lane) lanes[lane] += term(i + lane);
  }
  for (std::size_t lane = 0; i < count; ++i, ++lane) lanes[lane] += term(i);
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

}  // namespace internal

/// Sum of values[i], in a fixed order of additions that does not depend on the processor.
inline double Sum(std::span<const double> values) {
  return internal::SumInFourLanes(values.size(), [&](std::size_t i) { return values[i]; });
}

/// Sum of the values above 0, from the first to the last, as the paths of a simulation add their years.
inline double SumOfPositive(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) sum += value > 0.0 ? value : 0.0;
  return sum;
}

/// Sum of a[i] * b[i], in the same fixed order. With amounts and discount factors this is their present value.
inline double Dot(std::span<const double> a, std::span<const double> b) {
  CALANQUE_CHECK(a.size() == b.size(), "sizes differ");
  return internal::SumInFourLanes(a.size(), [&](std::size_t i) { return a[i] * b[i]; });
}

}  // namespace calanque::kernel
