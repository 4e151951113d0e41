// How the counters of Philox are dealt out, so that no two uses of one seed ever share a number.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/base/philox.h"

namespace calanque::kernel {

/// What a number is drawn for.
enum class RandomUse : std::uint32_t {
  kUniforms,         ///< FillUniforms.
  kSobolScramble,    ///< Matrix and shift of a Sobol' dimension.
  kBeyondSobol,      ///< Dimensions past the last one with direction numbers.
  kPermutationKeys,  ///< Latin hypercube: which stratum.
  kInStratum,        ///< Latin hypercube: where in the stratum.
};

/// Counter of one block of four words. index < 2^56.
constexpr PhiloxBlock RandomCounter(RandomUse use, std::uint64_t stream, std::uint64_t index) {
  return {static_cast<std::uint32_t>(index),
          static_cast<std::uint32_t>(index >> 32) | static_cast<std::uint32_t>(use) << 24,
          static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)};
}

constexpr PhiloxKey RandomKey(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

/// A block's two words of 64 bits, which is 0 or 1.
constexpr std::uint64_t RandomWord(const PhiloxBlock& block, std::size_t which) {
  return std::uint64_t{block[2 * which]} << 32 | block[2 * which + 1];
}

}  // namespace calanque::kernel
