#include "engine/kernel/merge_by_time.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "engine/base/check.h"

namespace calanque::kernel {

bool IsStrictlyAscending(std::span<const double> times) {
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (!(times[i - 1] < times[i])) return false;
  }
  return true;
}

TimedAmounts MergeByTime(std::span<const double> times, std::span<const double> amounts) {
  CALANQUE_CHECK(times.size() == amounts.size(), "sizes differ");
  std::vector<std::size_t> order(times.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });

  TimedAmounts merged;
  merged.times.reserve(times.size());
  merged.amounts.reserve(times.size());
  for (std::size_t i = 0; i < order.size();) {
    const double time = times[order[i]];
    double sum = 0.0;
    double magnitude = 0.0;
    for (; i < order.size() && times[order[i]] == time; ++i) {
      sum += amounts[order[i]];
      magnitude += std::abs(amounts[order[i]]);
    }
    if (std::abs(sum) <= 4.0 * std::numeric_limits<double>::epsilon() * magnitude) sum = 0.0;
    merged.times.push_back(time);
    merged.amounts.push_back(sum);
  }
  return merged;
}

}  // namespace calanque::kernel
