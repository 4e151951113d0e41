#include "engine/time/period_grid.h"

#include <algorithm>
#include <cmath>

namespace calanque::time {

int PeriodGrid::IndexOf(Date date) const {
  if (date < start) return -1;
  if (date >= Horizon()) return period_count;
  int i = static_cast<int>(std::floor(YearsBetween(start, date) * periods_per_year()));
  i = std::clamp(i, 0, period_count - 1);
  while (i > 0 && StartOf(i) > date) --i;
  while (i + 1 < period_count && StartOf(i + 1) <= date) ++i;
  return i;
}

double PeriodGrid::ActiveShare(int i, Date from, Date to) const {
  const Date period_start = StartOf(i);
  const Date period_end = StartOf(i + 1);
  const Date active_start = std::max(period_start, from);
  const Date active_end = std::min(period_end, to);
  if (active_end <= active_start) return 0.0;
  return static_cast<double>((active_end - active_start).count()) /
         static_cast<double>((period_end - period_start).count());
}

}  // namespace calanque::time
