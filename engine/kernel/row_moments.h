// Sums over one row of paths in an order that is the same on all processors.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace calanque::kernel {

/// Sums of one row over some paths, of deviations from a reference so that nothing large cancels.
struct RowMoments {
  std::int64_t count = 0;  ///< Of the numbers that are there.
  std::int64_t missing = 0;
  std::int64_t below_zero = 0;
  std::int64_t below_threshold = 0;
  double sum = 0.0;
  double sum_squares = 0.0;
  double pair_sum_squares = 0.0;  ///< Of the sums of paths 2k and 2k + 1: mirrored paths are one observation.
  double minimum = std::numeric_limits<double>::infinity();
  double maximum = -std::numeric_limits<double>::infinity();

  /// Adds what comes after.
  void Add(const RowMoments& later);
};

/// A not-a-number is missing, and a pair with it left out. `values` starts at an even path.
///
/// Eight running sums, number i in sum i modulo 8 (pairs likewise), then added crosswise.
/// Cost  one pass, vectorised for the processor at hand with the same bits on all; no allocation.
RowMoments MomentsOf(std::span<const double> values, double reference, double threshold);

}  // namespace calanque::kernel
