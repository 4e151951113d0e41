// In which of many bins numbers fall.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace calanque::kernel {

/// `count` equal bins from `low` to `high`, numbered from 1; 0 is below low, count + 1 from high on, count + 2 missing.
struct EqualBins {
  double low = 0.0;
  double high = 0.0;      ///< Above low.
  std::size_t count = 1;  ///< Below 2^30.
};

/// positions[i] = bin of values[i], as large as it (CHECK). Missing is what has no place: not-a-numbers, and
/// infinity where the edges are infinitely far apart. No allocation.
void BinPositions(const EqualBins& bins, std::span<const double> values, std::span<std::int32_t> positions);

/// The same for bins between edges, ascending and 2^k + 1 of them (CHECK): the number of edges at or below the value.
/// An edge that stands twice makes a bin that nothing falls in. Cost O(k) for each value, without branches.
void BinPositions(std::span<const double> edges, std::span<const double> values, std::span<std::int32_t> positions);

}  // namespace calanque::kernel
