// Independent uniform numbers, one per path.
#pragma once

#include <cstdint>
#include <span>

#include "engine/kernel/random_counter.h"

namespace calanque::kernel {

/// The stream of one member (a dimension, a year, a project) of one family (a driver).
constexpr std::uint64_t StreamOf(std::uint32_t family, std::uint32_t member) {
  return std::uint64_t{family} << 32 | member;
}

/// The middle of the 2^-52 wide cell that the upper 52 bits name: strictly between 0 and 1, and 1 - u is exact.
constexpr double UnitFromBits(std::uint64_t bits) { return static_cast<double>(bits >> 12) * 0x1p-52 + 0x1p-53; }

/// The number of one path. Sixteen neighbours share eight blocks of Philox, so that a vector of blocks fills a vector
/// of neighbours with no shuffling.
constexpr double UniformOfPath(std::uint64_t seed, std::uint64_t stream, std::uint64_t path,
                               RandomUse use = RandomUse::kUniforms) {
  const std::uint64_t index = path / 16 * 8 + path % 8;
  const std::size_t which = path / 8 % 2;
  return UnitFromBits(RandomWord(Philox4x32(RandomCounter(use, stream, index), RandomKey(seed)), which));
}

/// out[i] = UniformOfPath(seed, stream, first_path + i): any split of the paths gives the same bits, on any processor.
///
/// Domain  first_path + out.size() <= 2^56. Values in [2^-53, 1 - 2^-53].
/// Cost    O(out.size()), no allocation; fastest where first_path and the size are multiples of 16.
void FillUniforms(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::span<double> out,
                  RandomUse use = RandomUse::kUniforms);

}  // namespace calanque::kernel
