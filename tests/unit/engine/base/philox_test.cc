#include "engine/base/philox.h"

#include <gtest/gtest.h>

#include <bit>

namespace calanque {
namespace {

// The published vectors: a wrong constant, word order, round count or key step changes all of them.
// Source  Random123 1.14 (D. E. Shaw Research), examples/kat_vectors, lines "philox4x32 10".
TEST(Philox, GivesThePublishedVectors) {
  EXPECT_EQ(Philox4x32({0, 0, 0, 0}, {0, 0}), (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

// Source  as above, lines "philox2x32 10".
TEST(Philox, SmallFormGivesThePublishedVectors) {
  using Pair = std::array<std::uint32_t, 2>;
  EXPECT_EQ(Philox2x32({0, 0}, 0), (Pair{0xff1dae59, 0x6cd10df2}));
  EXPECT_EQ(Philox2x32({0xffffffff, 0xffffffff}, 0xffffffff), (Pair{0x2c3f628b, 0xab4fd7ad}));
  EXPECT_EQ(Philox2x32({0x243f6a88, 0x85a308d3}, 0x13198a2e), (Pair{0xdd7ce038, 0xf62a4c12}));
}

TEST(Philox, IsKnownToTheCompiler) { static_assert(Philox4x32({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5); }

// Every bit of counter and key reaches every bit of the result: half of the 128 flip, for each of the 192 inputs.
TEST(Philox, OneBitOfTheInputFlipsHalfOfTheResult) {
  constexpr int kTrials = 64;
  for (std::size_t bit = 0; bit < 192; ++bit) {
    int flips = 0;
    for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
      PhiloxBlock counter = {trial, 7, 8, 9};
      PhiloxKey key = {10, 11};
      const PhiloxBlock before = Philox4x32(counter, key);
      (bit < 128 ? counter[bit / 32] : key[bit / 32 - 4]) ^= std::uint32_t{1} << bit % 32;
      const PhiloxBlock after = Philox4x32(counter, key);
      for (std::size_t word = 0; word < 4; ++word) flips += std::popcount(before[word] ^ after[word]);
    }
    // 8192 fair coins: standard deviation 45, five of them.
    EXPECT_NEAR(flips, 64 * kTrials, 5 * 45) << "bit " << bit;
  }
}

}  // namespace
}  // namespace calanque
