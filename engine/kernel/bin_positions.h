// In which of equal bins numbers fall.
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

}  // namespace calanque::kernel
