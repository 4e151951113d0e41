#include "clients/cli/text_bar.h"

#include <algorithm>
#include <cmath>

namespace calanque::cli {

std::string RangeBar(double from, double to, double mark, double low, double high, std::size_t width) {
  if (!(high > low) || width < 2) return "";
  const auto column_of = [&](double value) {
    const double share = std::clamp((value - low) / (high - low), 0.0, 1.0);
    return static_cast<std::size_t>(std::lround(share * static_cast<double>(width - 1)));
  };
  const std::size_t first = column_of(std::min(from, to));
  const std::size_t last = column_of(std::max(from, to));
  const std::size_t stroke = column_of(mark);
  std::string text;
  for (std::size_t column = 0; column < width; ++column) {
    const bool is_filled = from != to && column >= first && column <= last;
    text += column == stroke ? "│" : (is_filled ? "█" : " ");
  }
  return text;
}

std::string FractionBar(double fraction, std::size_t width) {
  const double share = std::isfinite(fraction) ? std::clamp(fraction, 0.0, 1.0) : 0.0;
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
  return "[" + std::string(filled, '#') + std::string(width - filled, '.') + "]";
}

}  // namespace calanque::cli
