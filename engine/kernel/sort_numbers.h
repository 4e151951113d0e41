// Sorting of many numbers.
#pragma once

#include <span>

namespace calanque::kernel {

/// Ascending.
///
/// Domain  finite numbers: Highway 1.0.3 gives the largest number for an infinity.
/// Cost    vectorised quicksort, some ten times faster than std::sort. The same order on every target, zeros of both
///         signs aside.
/// Source  Blacher, Giesen, Sanders, Wassenberg, Vectorized and performance-portable quicksort, Software: Practice and
///         Experience 52 (2022); Highway's implementation.
void SortNumbers(std::span<double> numbers);

}  // namespace calanque::kernel
