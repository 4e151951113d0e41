// The generator matrices of the Sobol' sequence.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace calanque::kernel {

/// How many dimensions have direction numbers.
inline constexpr std::size_t kSobolDimensionCount = 256;

/// Column k belongs to bit k of the index of a point; the highest bit of a column to the digit 1/2 of the coordinate.
using SobolColumns = std::array<std::uint32_t, 32>;

/// The matrix of each of the first dimensions; coordinate = xor of the columns of the bits set in the index, / 2^32.
///
/// Source  S. Joe, F. Kuo, SIAM J. Sci. Comput. 30 (2008) 2635-2654: equations (2) and (3), their numbers D(6).
std::vector<SobolColumns> SobolMatrices(std::size_t dimension_count);

}  // namespace calanque::kernel
