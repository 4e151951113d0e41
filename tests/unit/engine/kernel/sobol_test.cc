#include "engine/kernel/sobol.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <ql/math/randomnumbers/sobolrsg.hpp>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/sobol_directions.h"
#include "engine/kernel/uniforms.h"
#include "tests/unit/engine/kernel/every_target.h"
#include "tests/unit/engine/kernel/statistics.h"

namespace calanque::kernel {
namespace {

std::uint32_t Point(const SobolColumns& columns, std::uint64_t index) {
  std::uint32_t digits = 0;
  for (; index != 0; index &= index - 1) digits ^= columns[static_cast<std::size_t>(std::countr_zero(index))];
  return digits;
}

std::vector<double> Fill(const SobolSequence& sequence, std::size_t dimension, std::uint64_t first, std::size_t count) {
  std::vector<double> out(count);
  sequence.Fill(dimension, first, out);
  return out;
}

// A wrong direction number of any dimension; QuantLib carries the table on its own, and walks it in Gray code order.
TEST(Sobol, MatricesAreThoseOfJoeAndKuo) {
  const std::vector<SobolColumns> matrices = SobolMatrices(kSobolDimensionCount);
  const QuantLib::SobolRsg reference(kSobolDimensionCount, 0, QuantLib::SobolRsg::JoeKuoD6);
  for (std::uint64_t draw = 1; draw < 4096; ++draw) {
    const std::vector<std::uint_least32_t>& expected = reference.nextInt32Sequence();
    for (std::size_t dimension = 0; dimension < kSobolDimensionCount; ++dimension) {
      ASSERT_EQ(Point(matrices[dimension], draw ^ draw >> 1), expected[dimension])
          << draw << ", dimension " << dimension;
    }
  }
}

// Columns that no point of the test above reaches: the recurrence must go on giving a triangle with ones on the
// diagonal.
TEST(Sobol, MatricesAreUpperTriangular) {
  for (const SobolColumns& columns : SobolMatrices(kSobolDimensionCount)) {
    for (std::size_t k = 0; k < columns.size(); ++k) EXPECT_EQ(std::countr_zero(columns[k]), 31 - static_cast<int>(k));
  }
}

// What makes the points better than random ones: however they are scrambled, and for whichever aligned block of paths.
TEST(Sobol, EachDyadicIntervalHasOnePointInEveryDimension) {
  const SobolSequence sequence(99, kSobolDimensionCount);
  for (const std::size_t count : {2U, 64U, 1024U}) {
    for (const std::uint64_t block : {0ULL, 1ULL, 77ULL, (1ULL << 20) + 3}) {
      for (std::size_t dimension = 0; dimension < kSobolDimensionCount; ++dimension) {
        std::vector<int> hits(count);
        for (const double x : Fill(sequence, dimension, block * count, count)) {
          ++hits[static_cast<std::size_t>(x * static_cast<double>(count))];
        }
        ASSERT_EQ(std::ranges::count(hits, 1), count) << "dimension " << dimension << ", block " << block;
      }
    }
  }
}

// The smallest t for which each elementary rectangle of area 2^(t - m) holds 2^t of the 2^m points.
int QualityParameter(const std::vector<double>& x, const std::vector<double>& y) {
  const int m = std::countr_zero(x.size());
  for (int t = 0; t < m; ++t) {
    bool is_net = true;
    for (int a = 0; a <= m - t && is_net; ++a) {
      const std::size_t columns = std::size_t{1} << a;
      const std::size_t rows = std::size_t{1} << (m - t - a);
      std::vector<int> hits(columns * rows);
      for (std::size_t i = 0; i < x.size(); ++i) {
        ++hits[static_cast<std::size_t>(x[i] * static_cast<double>(columns)) * rows +
               static_cast<std::size_t>(y[i] * static_cast<double>(rows))];
      }
      is_net = std::ranges::count(hits, 1 << t) == static_cast<std::ptrdiff_t>(hits.size());
    }
    if (is_net) return t;
  }
  return m;
}

TEST(Sobol, FirstTwoDimensionsAreAPerfectNet) {
  const SobolSequence sequence(5, 2);
  for (const std::size_t count : {16U, 256U, 1024U}) {
    EXPECT_EQ(QualityParameter(Fill(sequence, 0, 0, count), Fill(sequence, 1, 0, count)), 0) << count;
  }
}

TEST(Sobol, ScrambleKeepsTheNetOfEveryPair) {
  const std::vector<SobolColumns> matrices = SobolMatrices(12);
  const SobolSequence sequence(6, 12);
  for (std::size_t first = 0; first < 12; ++first) {
    for (std::size_t second = 0; second < first; ++second) {
      std::vector<double> x;
      std::vector<double> y;
      for (std::uint64_t i = 0; i < 256; ++i) {
        x.push_back(Point(matrices[first], i) * 0x1p-32);
        y.push_back(Point(matrices[second], i) * 0x1p-32);
      }
      EXPECT_EQ(QualityParameter(Fill(sequence, first, 0, 256), Fill(sequence, second, 0, 256)),
                QualityParameter(x, y));
    }
  }
}

// Over seeds, each coordinate of each point is uniform and two points have the small negative correlation of strata:
// what makes the mean of a run unbiased and the spread over seeds an error.
TEST(Sobol, OverSeedsEachPointIsUniform) {
  constexpr std::size_t kSeeds = 4096;
  std::vector<double> zero;
  std::vector<double> next;
  std::vector<double> other_dimension;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const SobolSequence sequence(seed, 8);
    zero.push_back(Fill(sequence, 7, 0, 1)[0]);
    next.push_back(Fill(sequence, 7, 1, 1)[0]);
    other_dimension.push_back(Fill(sequence, 3, 0, 1)[0]);
  }
  const auto identity = [](double x) { return x; };
  EXPECT_LT(KolmogorovSmirnov(zero, identity), kKolmogorovLimit);
  EXPECT_LT(KolmogorovSmirnov(next, identity), kKolmogorovLimit);
  EXPECT_LT(std::abs(UniformCorrelationDeviation(zero, other_dimension)), kDeviations);
  for (std::size_t i = 0; i < kSeeds; ++i) EXPECT_NE(zero[i] < 0.5, next[i] < 0.5) << "two points in one half";
}

// Squared star discrepancy in the mean square (Warnock's formula, in Niederreiter 1992, section 2).
double SquaredDiscrepancy(const std::vector<std::vector<double>>& coordinates) {
  const std::size_t count = coordinates[0].size();
  double single = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    double product = 1.0;
    for (const auto& x : coordinates) product *= (1.0 - x[i] * x[i]) / 2.0;
    single += product;
    for (std::size_t j = 0; j < count; ++j) {
      double pair = 1.0;
      for (const auto& x : coordinates) pair *= 1.0 - std::max(x[i], x[j]);
      pairs += pair;
    }
  }
  const auto n = static_cast<double>(count);
  return std::pow(3.0, -static_cast<double>(coordinates.size())) - 2.0 * single / n + pairs / (n * n);
}

TEST(Sobol, DiscrepancyIsFarBelowThatOfRandomPoints) {
  constexpr std::size_t kDimensions = 5;
  const SobolSequence sequence(1, kDimensions);
  std::vector<std::vector<double>> even;
  std::vector<std::vector<double>> random;
  for (std::size_t dimension = 0; dimension < kDimensions; ++dimension) {
    even.push_back(Fill(sequence, dimension, 0, 1024));
    random.emplace_back(1024);
    FillUniforms(1, dimension, 0, random.back());
  }
  // Of random points the mean is (2^-s - 3^-s) / n.
  const double of_random = (std::pow(2.0, -5.0) - std::pow(3.0, -5.0)) / 1024;
  EXPECT_NEAR(SquaredDiscrepancy(random), of_random, 0.8 * of_random);
  EXPECT_LT(SquaredDiscrepancy(even), of_random / 10);
}

// Root of the mean squared error over seeds of the mean of prod (1 + (x_d - 1/2) / d), whose integral is 1.
template <typename Filler>
double ErrorOfMean(std::size_t count, const Filler& filler) {
  constexpr std::uint64_t kSeeds = 40;
  double squares = 0.0;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    std::vector<double> product(count, 1.0);
    std::vector<double> x(count);
    for (std::size_t dimension = 0; dimension < 6; ++dimension) {
      filler(seed, dimension, x);
      for (std::size_t i = 0; i < count; ++i) product[i] *= 1.0 + (x[i] - 0.5) / static_cast<double>(dimension + 1);
    }
    double mean = 0.0;
    for (const double value : product) mean += value / static_cast<double>(count);
    squares += (mean - 1.0) * (mean - 1.0) / kSeeds;
  }
  return std::sqrt(squares);
}

// Slope of log error over log points, from 64 to 16384.
template <typename Filler>
double ConvergenceOrder(const Filler& filler) {
  return std::log(ErrorOfMean(16'384, filler) / ErrorOfMean(64, filler)) / std::log(16'384.0 / 64.0);
}

TEST(Sobol, ErrorFallsFasterThanOneOverNAndRandomPointsAsTheRoot) {
  const double sobol = ConvergenceOrder([](std::uint64_t seed, std::size_t dimension, std::span<double> out) {
    SobolSequence(seed, 6).Fill(dimension, 0, out);
  });
  const double random = ConvergenceOrder(
      [](std::uint64_t seed, std::size_t dimension, std::span<double> out) { FillUniforms(seed, dimension, 0, out); });
  EXPECT_LT(sobol, -1.2) << "scrambled nets: -3/2 for smooth integrands";
  EXPECT_NEAR(random, -0.5, 0.1);
}

TEST(Sobol, AnySplitGivesTheSameBits) {
  const SobolSequence sequence(3, 40);
  const std::vector<double> whole = Fill(sequence, 39, 5, 500);
  for (const std::size_t size : {1, 3, 63, 64, 65, 200}) {
    for (std::size_t first = 0; first < whole.size(); first += size) {
      const std::vector<double> part = Fill(sequence, 39, 5 + first, std::min(size, whole.size() - first));
      EXPECT_TRUE(std::ranges::equal(part, std::span(whole).subspan(first, part.size())));
    }
  }
}

TEST(Sobol, DimensionsAndSeedsHaveScramblesOfTheirOwn) {
  const double x = Fill(SobolSequence(1, 2), 0, 0, 1)[0];
  EXPECT_NE(x, Fill(SobolSequence(1, 2), 1, 0, 1)[0]);
  EXPECT_NE(x, Fill(SobolSequence(2, 2), 0, 0, 1)[0]);
  EXPECT_EQ(x, Fill(SobolSequence(1, 9), 0, 0, 1)[0]) << "must not depend on how many dimensions there are";
}

TEST(Sobol, SameBitsOnEveryTarget) {
  ExpectSameBitsEverywhere(0x5afc2462c71f035fU, [] { return Fill(SobolSequence(0xfeedU, 200), 199, 1'000'003, 777); });
}

TEST(Sobol, DimensionsWithoutDirectionNumbersAreIndependentUniforms) {
  const std::size_t past = SobolSequence::kDimensionCount;
  const SobolSequence sequence(8, past + 2);
  std::vector<double> expected(100);
  FillUniforms(8, past + 1, 3, expected, RandomUse::kBeyondSobol);
  EXPECT_EQ(Fill(sequence, past + 1, 3, 100), expected);
}

TEST(Sobol, WhatThereIsNotIsADefect) {
  const SobolSequence sequence(8, 3);
  std::vector<double> out(2);
  EXPECT_THROW(sequence.Fill(3, 0, out), Defect);
  EXPECT_THROW(sequence.Fill(0, SobolSequence::kPathLimit - 1, out), Defect);
  EXPECT_NO_THROW(sequence.Fill(0, SobolSequence::kPathLimit - 2, out));
}

}  // namespace
}  // namespace calanque::kernel
