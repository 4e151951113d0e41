#include "engine/time/period_grid.h"

#include <algorithm>

namespace calanque::time {

PeriodDates::PeriodDates(const PeriodGrid& grid) : months_per_period_(grid.months_per_period) {
  starts_.reserve(static_cast<std::size_t>(grid.period_count) + 1);
  for (int i = 0; i <= grid.period_count; ++i) starts_.push_back(grid.StartOf(i));
}

int PeriodDates::IndexOf(Date date) const {
  return static_cast<int>(std::upper_bound(starts_.begin(), starts_.end(), date) - starts_.begin()) - 1;
}

double PeriodDates::ActiveShare(int i, Date from, Date to) const {
  const Date period_start = StartOf(i);
  const Date period_end = StartOf(i + 1);
  const Date active_start = std::max(period_start, from);
  const Date active_end = std::min(period_end, to);
  if (active_end <= active_start) return 0.0;
  return static_cast<double>((active_end - active_start).count()) /
         static_cast<double>((period_end - period_start).count());
}

}  // namespace calanque::time
