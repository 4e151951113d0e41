#include "engine/portfolio/plan_clock.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace calanque::portfolio {
namespace {

constexpr double kSame = 1e-9;  ///< Of the work.

struct Standstill {
  double begin = 0.0;
  double end = 0.0;
};

/// The level, or the cumulated work at the end of a period that it differs from by rounding only.
double Snapped(std::span<const double> work, double level, double tolerance) {
  double sum = 0.0;
  if (level <= tolerance) return sum;
  for (const double amount : work) {
    sum += std::max(amount, 0.0);
    if (std::abs(level - sum) <= tolerance) return sum;
  }
  return std::min(level, sum);
}

/// The times at which the cumulated work is `level`, which it reaches.
Standstill TimesOf(std::span<const double> work, double level) {
  Standstill times{0.0, static_cast<double>(work.size())};
  double before = 0.0;
  for (std::size_t i = 0; i < work.size(); ++i) {
    const double step = std::max(work[i], 0.0);
    const double after = before + step;
    const auto start = static_cast<double>(i);
    if (before < level && after >= level) times.begin = after == level ? start + 1.0 : start + (level - before) / step;
    if (after > level) {
      times.end = before == level ? start : start + (level - before) / step;
      break;
    }
    before = after;
  }
  return times;
}

}  // namespace

double Between(std::span<const double> row, double from, double to) {
  double sum = 0.0;
  const auto last = static_cast<double>(row.size());
  const double end = std::min(to, last);
  for (auto i = static_cast<std::size_t>(std::min(from, last)); i < row.size() && static_cast<double>(i) < end; ++i) {
    const auto start = static_cast<double>(i);
    sum += (std::min(end, start + 1.0) - std::max(from, start)) * row[i];
  }
  return sum;
}

std::vector<double> PlanClock(std::span<const double> work, std::span<const double> delivered, double scope,
                              std::size_t recorded_count) {
  std::vector<double> clock(recorded_count);
  double total = 0.0;
  for (const double step : work) total += std::max(step, 0.0);
  const bool is_measured = !delivered.empty() && total > 0.0 && scope > 0.0;
  double fraction = 0.0;
  double now = 0.0;
  for (std::size_t t = 0; t < recorded_count; ++t) {
    now += 1.0;
    if (is_measured) {
      fraction += delivered[t];
      const double level = std::min(fraction / scope, 1.0) * total;
      const Standstill times = TimesOf(work, Snapped(work, level, kSame * total));
      now = std::clamp(now, times.begin, times.end);
    }
    clock[t] = now;
  }
  return clock;
}

}  // namespace calanque::portfolio
