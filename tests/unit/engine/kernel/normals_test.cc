#include "engine/kernel/normals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/any_split.h"
#include "tests/unit/engine/kernel/every_target.h"

namespace calanque::kernel {
namespace {

std::vector<double> Fill(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::size_t count) {
  std::vector<double> out(count);
  FillNormals(seed, stream, first_path, out);
  return out;
}

// From the two words of its block, as Box and Muller write it: root(-2 log u) times the cosine or the sine of an angle,
// here of pi / 2 (quarter + place).
long double NormalOfPath(std::uint64_t seed, std::uint64_t stream, std::uint64_t path) {
  const std::uint64_t index = path / 16 * 8 + path % 8;
  const PhiloxBlock block = Philox4x32(RandomCounter(RandomUse::kNormals, stream, index), RandomKey(seed));
  const long double u = UnitFromBits(RandomWord(block, 0));
  const std::uint64_t word = RandomWord(block, 1);
  const long double place = static_cast<long double>(UnitFromBits(word << 2)) - 0.5L;
  const long double angle = std::numbers::pi_v<long double> / 2 * (static_cast<long double>(word >> 62) + place);
  return std::sqrt(-2 * std::log(u)) * (path / 8 % 2 == 0 ? std::cos(angle) : std::sin(angle));
}

// A quarter of the circle that is mistaken for another, or a series cut too early, would show.
TEST(Normals, AreThoseOfBoxAndMuller) {
  for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{5}, (std::uint64_t{1} << 33) - 3}) {
    const std::vector<double> out = Fill(11, StreamOf(2, 9), first, 50'000);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const auto expected = static_cast<double>(NormalOfPath(11, StreamOf(2, 9), first + i));
      ASSERT_NEAR(out[i], expected, 2e-14 * std::abs(expected) + 1e-18) << i;
    }
  }
}

TEST(Normals, AnySplitGivesTheSameBits) {
  ExpectAnySplitGivesTheSameBits(
      [](std::uint64_t first_path, std::span<double> out) { FillNormals(1, 2, first_path, out); });
}

TEST(Normals, SameBitsOnEveryTarget) {
  ExpectSameBitsEverywhere(15713833335663670949U,
                           [] { return Fill(0x0123456789abcdefU, StreamOf(3, 4), 12'345, 20'003); });
}

TEST(Normals, PathsBeyondTheLastAreADefect) {
  EXPECT_THROW(Fill(0, 0, (std::uint64_t{1} << 56) - 1, 2), Defect);
  EXPECT_NO_THROW(Fill(0, 0, (std::uint64_t{1} << 56) - 2, 2));
}

}  // namespace
}  // namespace calanque::kernel
