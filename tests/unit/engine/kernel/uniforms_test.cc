#include "engine/kernel/uniforms.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/kernel/any_split.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

std::vector<double> Fill(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::size_t count) {
  std::vector<double> out(count);
  FillUniforms(seed, stream, first_path, out);
  return out;
}

TEST(Uniforms, AreTheNumbersOfTheirPaths) {
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{5}, (std::uint64_t{1} << 33) - 3}) {
    const std::vector<double> out = Fill(11, StreamOf(2, 9), first, 100);
    for (std::size_t i = 0; i < out.size(); ++i) EXPECT_EQ(out[i], UniformOfPath(11, StreamOf(2, 9), first + i)) << i;
  }
}

TEST(Uniforms, AnySplitGivesTheSameBits) {
  ExpectAnySplitGivesTheSameBits(
      [](std::uint64_t first_path, std::span<double> out) { FillUniforms(1, 2, first_path, out); });
}

TEST(Uniforms, SameBitsOnEveryTarget) {
  ExpectSameBitsEverywhere(0xea50b5856dff7b4eU,
                           [] { return Fill(0x0123456789abcdefU, StreamOf(3, 4), 12'345, 1'003); });
}

TEST(Uniforms, AreStrictlyInsideTheUnitInterval) {
  EXPECT_EQ(UnitFromBits(0), 0x1p-53);
  EXPECT_EQ(UnitFromBits(std::numeric_limits<std::uint64_t>::max()), 1.0 - 0x1p-53);
  EXPECT_EQ(1.0 - UnitFromBits(0), UnitFromBits(std::numeric_limits<std::uint64_t>::max()));
}

// A counter word that is dropped or shared would repeat numbers between streams, seeds or uses.
TEST(Uniforms, NoTwoSeedsStreamsPathsOrUsesShareANumber) {
  std::set<double> seen;
  std::size_t count = 0;
  const auto add = [&](std::uint64_t seed, std::uint64_t stream, std::uint64_t path, RandomUse use) {
    seen.insert(UniformOfPath(seed, stream, path, use));
    ++count;
  };
  for (const std::uint64_t seed : {0ULL, 1ULL, 1ULL << 32, 1ULL << 63}) {
    for (const std::uint64_t stream : {0ULL, 1ULL, 1ULL << 31, 1ULL << 32, 1ULL << 63}) {
      for (const std::uint64_t path : {0ULL, 1ULL, 8ULL, 16ULL, 1ULL << 33, 1ULL << 36, 1ULL << 55}) {
        add(seed, stream, path, RandomUse::kUniforms);
        add(seed, stream, path, RandomUse::kBeyondSobol);
        add(seed, stream, path, RandomUse::kInStratum);
      }
    }
  }
  EXPECT_EQ(seen.size(), count);
}

TEST(Uniforms, PathsBeyondTheLastAreADefect) {
  std::vector<double> out(2);
  EXPECT_THROW(FillUniforms(0, 0, (std::uint64_t{1} << 56) - 1, out), Defect);
  EXPECT_NO_THROW(FillUniforms(0, 0, (std::uint64_t{1} << 56) - 2, out));
}

}  // namespace
}  // namespace calanque::kernel
