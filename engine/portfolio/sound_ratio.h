// Ratios of what is recorded to what was planned, where there is one.
#pragma once

#include <cmath>
#include <optional>

namespace calanque::portfolio {

/// a / b; none where they have different signs, one of them is 0, or one is a millionth of the other or less: so little
/// is an accident of rounding, or of a unit, and no rate.
inline std::optional<double> SoundRatio(double a, double b) {
  constexpr double kMost = 1e6;
  const bool have_one_sign = (a > 0.0 && b > 0.0) || (a < 0.0 && b < 0.0);
  if (!have_one_sign || std::abs(a) / kMost >= std::abs(b) || std::abs(b) / kMost >= std::abs(a)) return std::nullopt;
  return a / b;
}

}  // namespace calanque::portfolio
