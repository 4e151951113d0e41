// What a printed figure may stand for: closed ranges, and the arithmetic on them.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "engine/portfolio/contract_table.h"

namespace calanque::portfolio {

/// All numbers from low to high. Sums and quotients widen the range, so that no true figure is ever called wrong.
struct PrintedRange {
  double low = 0.0;
  double high = 0.0;
  double value = 0.0;  ///< What it is when every figure is taken as printed.

  [[nodiscard]] bool Meets(const PrintedRange& other) const { return low <= other.high && other.low <= high; }
};

/// What `figure` stands for in base units: half a unit of its last digit on both sides, and a relative 1e-9 for sums of
/// doubles written with all their digits. The figure must have a value.
inline PrintedRange RangeOf(const PrintedFigure& figure, double scale) {
  const double half = 0.5 * std::pow(10.0, -figure.decimals) + 1e-9 * std::abs(*figure.value);
  return {(*figure.value - half) * scale, (*figure.value + half) * scale, *figure.value * scale};
}

inline PrintedRange operator+(const PrintedRange& a, const PrintedRange& b) {
  return {a.low + b.low, a.high + b.high, a.value + b.value};
}

/// What a / b may be; none where b may be 0.
inline std::optional<PrintedRange> Quotient(const PrintedRange& a, const PrintedRange& b) {
  if (b.low <= 0.0 && b.high >= 0.0) return std::nullopt;
  const auto [low, high] = std::minmax({a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high});
  return PrintedRange{low, high, a.value / b.value};
}

/// The power of 1,000 (not 0) that `value` is too small by (positive) or too large by (negative) against `expected`, to
/// 15 %: a slip of unit moves a figure by a thousand, whatever rounding or a late correction did to it besides. 0:
/// none.
inline int ThousandsBetween(double value, double expected) {
  if (value == 0.0 || expected == 0.0 || (value < 0.0) != (expected < 0.0)) return 0;
  const double ratio = expected / value;
  for (const int power : {1, 2, -1, -2}) {
    const double factor = std::pow(1000.0, power);
    if (ratio > 0.85 * factor && ratio < 1.15 * factor) return power;
  }
  return 0;
}

}  // namespace calanque::portfolio
