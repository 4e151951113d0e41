// What is left of a total after a deduction.
#pragma once

#include <algorithm>

namespace calanque::kernel {

/// 1 - deducted / total, at least 0; 0 where the total is not positive.
inline double NetFraction(double total, double deducted) {
  return total > 0.0 ? std::max(0.0, 1.0 - deducted / total) : 0.0;
}

}  // namespace calanque::kernel
