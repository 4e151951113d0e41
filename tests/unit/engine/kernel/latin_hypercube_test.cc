#include "engine/kernel/latin_hypercube.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/every_target.h"
#include "tests/unit/engine/kernel/statistics.h"

namespace calanque::kernel {
namespace {

std::vector<double> Fill(const LatinHypercube& hypercube, std::uint64_t stream, std::uint64_t first,
                         std::size_t count) {
  std::vector<double> out(count);
  hypercube.Fill(stream, first, out);
  return out;
}

TEST(LatinHypercube, EachStratumIsHitOnce) {
  for (const std::size_t count : {1, 2, 7, 16, 17, 1000, 4096, 10'000}) {
    const LatinHypercube hypercube(12, count);
    for (const std::uint64_t stream : {StreamOf(0, 0), StreamOf(3, 29)}) {
      std::vector<int> hits(count);
      std::vector<int> hits_of_numbers(count);
      const std::vector<double> numbers = Fill(hypercube, stream, 0, count);
      for (std::size_t path = 0; path < count; ++path) {
        ++hits[hypercube.Stratum(stream, path)];
        ++hits_of_numbers[static_cast<std::size_t>(numbers[path] * static_cast<double>(count))];
      }
      EXPECT_EQ(std::ranges::count(hits, 1), count);
      EXPECT_EQ(std::ranges::count(hits_of_numbers, 1), count);
    }
  }
}

// The cipher as its sources write it, one path at a time.
std::uint64_t ReferenceStratum(std::uint64_t seed, std::uint64_t stream, std::uint64_t path, std::uint64_t path_count,
                               std::uint64_t left_count, std::uint64_t right_count) {
  do {
    std::uint64_t left = path / right_count;
    std::uint64_t right = path % right_count;
    for (std::uint64_t round = 0; round < 6; ++round) {
      const PhiloxBlock keys = Philox4x32(RandomCounter(RandomUse::kPermutationKeys, stream, round), RandomKey(seed));
      std::uint64_t& moved = round % 2 == 0 ? left : right;
      const std::uint64_t count = round % 2 == 0 ? left_count : right_count;
      const auto other = static_cast<std::uint32_t>(round % 2 == 0 ? right : left);
      moved = (moved + (count * Philox2x32({other, keys[1]}, keys[0])[0] >> 32)) % count;
    }
    path = left * right_count + right;
  } while (path >= path_count);
  return path;
}

TEST(LatinHypercube, PermutationIsTheCipher) {
  for (const std::uint64_t path : {0, 1, 2, 999}) {
    EXPECT_EQ(LatinHypercube(4, 1000).Stratum(9, path), ReferenceStratum(4, 9, path, 1000, 32, 32));
    EXPECT_EQ(LatinHypercube(4, 70'001).Stratum(9, 70 * path), ReferenceStratum(4, 9, 70 * path, 70'001, 265, 265));
  }
  EXPECT_EQ(LatinHypercube(4, 3).Stratum(9, 2), ReferenceStratum(4, 9, 2, 3, 16, 16));
  const std::uint64_t most = std::uint64_t{1} << 32;
  EXPECT_EQ(LatinHypercube(4, most).Stratum(9, most - 1), ReferenceStratum(4, 9, most - 1, most, 65'536, 65'536));
}

TEST(LatinHypercube, NumbersStandInTheStratumOfTheirPath) {
  const LatinHypercube hypercube(3, 1'000'003);
  const std::vector<double> numbers = Fill(hypercube, 4, 500'000, 1000);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    EXPECT_EQ(std::floor(numbers[i] * 1'000'003), static_cast<double>(hypercube.Stratum(4, 500'000 + i)));
  }
}

// The last stratum of the most paths there can be: rounding must not reach 1, whose normal is infinite.
TEST(LatinHypercube, StaysInsideTheUnitInterval) {
  const LatinHypercube most(1, std::uint64_t{1} << 32);
  for (const double x : Fill(most, 0, 0, 100'000)) {
    EXPECT_GT(x, 0.0);
    EXPECT_LT(x, 1.0);
  }
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    const std::vector<double> two = Fill(LatinHypercube(seed, 2), 0, 0, 2);
    EXPECT_LT(std::max(two[0], two[1]), 1.0);
    EXPECT_GT(std::min(two[0], two[1]), 0.0);
  }
}

// A permutation that prefers some orders would tie dimensions together. 120 orders of 5 paths, 100 expected of each.
TEST(LatinHypercube, AllOrdersOfFivePathsAreEquallyLikely) {
  std::map<std::array<int, 5>, double> counts;
  const LatinHypercube hypercube(77, 5);
  for (std::uint64_t stream = 0; stream < 12'000; ++stream) {
    std::array<double, 5> numbers{};
    hypercube.Fill(stream, 0, numbers);
    std::array<int, 5> order{};
    std::ranges::transform(numbers, order.begin(), [](double number) { return static_cast<int>(number * 5); });
    counts[order] += 1.0;
  }
  ASSERT_EQ(counts.size(), 120U);
  std::vector<double> by_order;
  for (const auto& [order, count] : counts) by_order.push_back(count);
  EXPECT_LT(std::abs(UniformCountsDeviation(by_order)), kDeviations);
}

TEST(LatinHypercube, DimensionsAreUncorrelated) {
  constexpr std::size_t kPaths = 3000;
  constexpr std::size_t kStreams = 24;
  const LatinHypercube hypercube(5, kPaths);
  std::vector<std::vector<double>> streams;
  streams.emplace_back(kPaths);  // the order of the paths itself
  for (std::size_t i = 0; i < kPaths; ++i) streams[0][i] = (static_cast<double>(i) + 0.5) / kPaths;
  for (std::uint64_t stream = 0; stream < kStreams; ++stream) streams.push_back(Fill(hypercube, stream, 0, kPaths));
  double chi_square = 0.0;
  for (std::size_t i = 0; i <= kStreams; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double deviation = UniformCorrelationDeviation(streams[i], streams[j]);
      chi_square += deviation * deviation;
    }
  }
  EXPECT_LT(std::abs(ChiSquareDeviation(chi_square, kStreams * (kStreams + 1) / 2.0)), kDeviations);
}

// Pairs of neighbouring paths fall into 16 x 16 groups of strata evenly.
TEST(LatinHypercube, NeighbouringPathsAreUnrelated) {
  constexpr std::size_t kPaths = 1 << 16;
  std::vector<double> counts(256);
  const std::vector<double> numbers = Fill(LatinHypercube(6, kPaths), 1, 0, kPaths);
  for (std::size_t i = 1; i < kPaths; ++i) {
    counts[static_cast<std::size_t>(numbers[i - 1] * 16) * 16 + static_cast<std::size_t>(numbers[i] * 16)] += 1.0;
  }
  EXPECT_LT(std::abs(UniformCountsDeviation(counts)), kDeviations);
}

// The use of it: the mean of a sum of functions of one dimension each.
TEST(LatinHypercube, VarianceOfAnAdditiveMeanNearlyVanishes) {
  constexpr std::size_t kPaths = 1000;
  double squares = 0.0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const LatinHypercube hypercube(seed, kPaths);
    double mean = 0.0;
    for (std::uint64_t stream = 0; stream < 3; ++stream) {
      for (const double x : Fill(hypercube, stream, 0, kPaths)) mean += std::exp(x) / kPaths;
    }
    const double error = mean - 3.0 * std::expm1(1.0);
    squares += error * error / 50;
  }
  const double variance_of_random = 3.0 * 0.2420 / kPaths;  // Var e^U = (e^2 - 1) / 2 - (e - 1)^2
  EXPECT_LT(squares, variance_of_random / 1e5);
}

TEST(LatinHypercube, AnySplitGivesTheSameBits) {
  const LatinHypercube hypercube(9, 777);
  const std::vector<double> whole = Fill(hypercube, 2, 0, 777);
  for (const std::size_t size : {1, 7, 8, 16, 100}) {
    for (std::size_t first = 0; first < whole.size(); first += size) {
      const std::vector<double> part = Fill(hypercube, 2, first, std::min(size, whole.size() - first));
      EXPECT_TRUE(std::ranges::equal(part, std::span(whole).subspan(first, part.size())));
    }
  }
}

TEST(LatinHypercube, SameBitsOnEveryTarget) {
  ExpectSameBitsEverywhere(0xbae3260328f7ee32U,
                           [] { return Fill(LatinHypercube(0xabcU, 1'000'000), StreamOf(1, 2), 4'321, 1'234); });
}

TEST(LatinHypercube, PathsThatThereAreNotAreADefect) {
  EXPECT_THROW(LatinHypercube(1, 0), Defect);
  EXPECT_THROW(LatinHypercube(1, (std::uint64_t{1} << 32) + 1), Defect);
  const LatinHypercube three(1, 3);
  std::vector<double> out(2);
  EXPECT_THROW(three.Fill(0, 2, out), Defect);
  EXPECT_THROW((void)three.Stratum(0, 3), Defect);
}

}  // namespace
}  // namespace calanque::kernel
