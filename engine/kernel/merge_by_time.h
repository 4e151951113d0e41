// Flows in any order, brought into ascending order of time with one amount per time.
#pragma once

#include <span>
#include <vector>

namespace calanque::kernel {

/// Amounts by strictly ascending time.
struct TimedAmounts {
  std::vector<double> times;
  std::vector<double> amounts;
};

/// True where each time is later than the one before: MergeByTime would change nothing.
bool IsStrictlyAscending(std::span<const double> times);

/// Sorts by time and adds up the amounts of equal times, in their given order. An amount that is only the rounding left
/// of a cancellation (below 4 ulp of what was added) becomes 0. O(n log n), allocates.
TimedAmounts MergeByTime(std::span<const double> times, std::span<const double> amounts);

}  // namespace calanque::kernel
