// Sums over one row of paths in an order that is the same on all processors.
#pragma once

#include <cstddef>
#include <span>

namespace calanque::kernel {

/// Of the numbers that are there; a not-a-number is missing.
struct RowMoments {
  std::size_t count = 0;
  std::size_t below_zero = 0;
  std::size_t below_threshold = 0;
  double sum = 0.0;  ///< Of deviations from the reference, like the next two.
  double sum_squares = 0.0;
  double pair_sum_squares = 0.0;  ///< Of sums of numbers 2k and 2k + 1; a pair with a missing number is left out.
  double minimum = 0.0;           ///< Infinity where all are missing, and the maximum its opposite.
  double maximum = 0.0;
};

/// Eight running sums, number i in sum i modulo 8 (pairs likewise), then added crosswise.
///
/// Cost  one pass, vectorised for the processor at hand with the same bits on all; no allocation.
RowMoments MomentsOf(std::span<const double> values, double reference, double threshold);

}  // namespace calanque::kernel
