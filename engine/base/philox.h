// Random numbers as a function of a counter and a key: no state, so the same numbers for any split of the work.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace calanque {

using PhiloxBlock = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Constants of Philox4x32, for those who compute many blocks side by side.
struct PhiloxConstants {
  static constexpr std::uint32_t kMultiplier[2] = {0xD2511F53U, 0xCD9E8D57U};
  static constexpr std::uint32_t kKeyStep[2] = {0x9E3779B9U, 0xBB67AE85U};
  static constexpr int kRoundCount = 10;
};

/// Philox4x32-10: four independent uniform words for each counter; distinct keys give unrelated sequences.
///
/// Source  J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11 (2011), section
///         3.3; constants and test vectors of Random123 1.14.
constexpr PhiloxBlock Philox4x32(PhiloxBlock counter, PhiloxKey key) {
  using C = PhiloxConstants;
  for (int round = 0; round < C::kRoundCount; ++round) {
    const std::uint64_t product0 = std::uint64_t{C::kMultiplier[0]} * counter[0];
    const std::uint64_t product1 = std::uint64_t{C::kMultiplier[1]} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(product0)};
    key[0] += C::kKeyStep[0];
    key[1] += C::kKeyStep[1];
  }
  return counter;
}

/// Of the small form, Philox2x32.
struct SmallPhiloxConstants {
  static constexpr std::uint32_t kMultiplier = 0xD256D193U;
  static constexpr std::uint32_t kKeyStep = 0x9E3779B9U;
  static constexpr int kRoundCount = 10;
};

/// Philox2x32-10: two words for each counter of two words, half the work. Source as above.
constexpr std::array<std::uint32_t, 2> Philox2x32(std::array<std::uint32_t, 2> counter, std::uint32_t key) {
  using C = SmallPhiloxConstants;
  for (int round = 0; round < C::kRoundCount; ++round) {
    const std::uint64_t product = std::uint64_t{C::kMultiplier} * counter[0];
    counter = {static_cast<std::uint32_t>(product >> 32) ^ key ^ counter[1], static_cast<std::uint32_t>(product)};
    key += C::kKeyStep;
  }
  return counter;
}

}  // namespace calanque
