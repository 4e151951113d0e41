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
  kNormals,          ///< FillNormals.
};

/// Whether `count` paths from `first` on have numbers of their own.
constexpr bool ArePaths(std::uint64_t first, std::size_t count) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 56;
  return first <= kLimit && count <= kLimit - first;
}

/// Counter of one block of four words. index < 2^56.
constexpr PhiloxBlock RandomCounter(RandomUse use, std::uint64_t stream, std::uint64_t index) {
  return {static_cast<std::uint32_t>(index),
          static_cast<std::uint32_t>(index >> 32) | static_cast<std::uint32_t>(use) << 24,
          static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)};
}

constexpr PhiloxKey RandomKey(std::uint64_t seed) {
  return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

/// The two key words of each round, each in a word of 64 bits.
struct RoundKeys {
  std::uint64_t words[PhiloxConstants::kRoundCount][2];
};

constexpr RoundKeys RoundKeysOf(std::uint64_t seed) {
  RoundKeys keys{};
  PhiloxKey key = RandomKey(seed);
  for (auto& words : keys.words) {
    for (std::size_t i = 0; i < 2; ++i) {
      words[i] = key[i];
      key[i] += PhiloxConstants::kKeyStep[i];
    }
  }
  return keys;
}

/// A block's two words of 64 bits, which is 0 or 1.
constexpr std::uint64_t RandomWord(const PhiloxBlock& block, std::size_t which) {
  return std::uint64_t{block[2 * which]} << 32 | block[2 * which + 1];
}

}  // namespace calanque::kernel
