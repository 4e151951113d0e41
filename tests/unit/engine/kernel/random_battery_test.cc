// The battery that the uniform and the normal numbers pass; bounds in statistics.h.

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "engine/kernel/normals.h"
#include "engine/kernel/uniforms.h"
#include "engine/kernel/vector_math.h"
#include "tests/unit/engine/kernel/statistics.h"

namespace calanque::kernel {
namespace {

constexpr std::size_t kCount = std::size_t{1} << 20;
constexpr std::uint64_t kSeed = 20'240'229;

std::vector<double> Uniforms(std::uint64_t seed, std::uint64_t stream, std::size_t count = kCount) {
  std::vector<double> numbers(count);
  FillUniforms(seed, stream, 0, numbers);
  return numbers;
}

std::vector<double> Normals(std::uint64_t seed, std::uint64_t stream) {
  std::vector<double> numbers(kCount);
  FillNormals(seed, stream, 0, numbers);
  return numbers;
}

std::vector<double> InverseNormals(std::uint64_t seed, std::uint64_t stream) {
  std::vector<double> numbers = Uniforms(seed, stream);
  InverseNormal(numbers, numbers);
  return numbers;
}

std::vector<double> Probabilities(std::vector<double> normals) {
  NormalProbability(normals, normals);
  return normals;
}

std::size_t Cell(double uniform, std::size_t cells) {
  return static_cast<std::size_t>(uniform * static_cast<double>(cells));
}

// Of pairs in 64 x 64 cells.
double PairDeviation(std::span<const double> a, std::span<const double> b) {
  std::vector<double> counts(64 * 64);
  for (std::size_t i = 0; i < a.size(); ++i) counts[Cell(a[i], 64) * 64 + Cell(b[i], 64)] += 1.0;
  return UniformCountsDeviation(counts);
}

TEST(RandomBattery, MomentsOfUniforms) {
  const std::vector<double> u = Uniforms(kSeed, 1);
  double moments[5] = {};
  for (const double x : u) {
    for (int power = 1; power <= 4; ++power) moments[power] += std::pow(x, power) / kCount;
  }
  for (int power = 1; power <= 4; ++power) {
    const double mean = 1.0 / (power + 1);
    const double deviation = std::sqrt((1.0 / (2 * power + 1) - mean * mean) / kCount);
    EXPECT_NEAR(moments[power], mean, kDeviations * deviation) << "power " << power;
  }
}

void ExpectNormalMoments(const std::vector<double>& z) {
  const double means[] = {1, 0, 1, 0, 3, 0, 15};
  const double mean_squares[] = {1, 1, 3, 15, 105, 945, 10'395};  // of the powers
  for (int power = 1; power <= 6; ++power) {
    double moment = 0.0;
    for (const double x : z) moment += std::pow(x, power) / kCount;
    const double deviation = std::sqrt((mean_squares[power] - means[power] * means[power]) / kCount);
    EXPECT_NEAR(moment, means[power], kDeviations * deviation) << "power " << power;
  }
}

TEST(RandomBattery, MomentsOfNormals) {
  ExpectNormalMoments(Normals(kSeed, 2));
  ExpectNormalMoments(InverseNormals(kSeed, 2));
}

TEST(RandomBattery, KolmogorovSmirnov) {
  const auto probability = [](double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; };
  for (std::uint64_t stream = 10; stream < 12; ++stream) {
    EXPECT_LT(KolmogorovSmirnov(Uniforms(kSeed, stream), [](double x) { return x; }), kKolmogorovLimit) << stream;
    EXPECT_LT(KolmogorovSmirnov(Normals(kSeed, stream), probability), kKolmogorovLimit) << stream;
    EXPECT_LT(KolmogorovSmirnov(InverseNormals(kSeed, stream), probability), kKolmogorovLimit) << stream;
  }
}

void ExpectNormalTails(const std::vector<double>& z) {
  for (const double limit : {2.0, 3.0, 4.0}) {
    const double expected = std::erfc(limit / std::numbers::sqrt2) * kCount;
    const auto beyond = static_cast<double>(std::ranges::count_if(z, [&](double x) { return std::abs(x) > limit; }));
    EXPECT_NEAR(beyond, expected, kDeviations * std::sqrt(expected)) << limit;
  }
}

TEST(RandomBattery, TailsOfNormalsHaveTheirShare) {
  ExpectNormalTails(Normals(kSeed, 20));
  ExpectNormalTails(InverseNormals(kSeed, 20));
}

TEST(RandomBattery, CellsAreHitEqually) {
  std::vector<double> counts(4096);
  for (const double x : Uniforms(kSeed, 30)) counts[Cell(x, 4096)] += 1.0;
  EXPECT_LT(std::abs(UniformCountsDeviation(counts)), kDeviations);
}

// Neighbours in every sense that the counter has: paths (also the two numbers of a block, 8 paths apart), streams,
// families of streams, seeds. `draw` gives uniform numbers.
template <typename Draw>
void ExpectIndependentNeighbours(Draw draw) {
  const std::vector<double> u = draw(kSeed, StreamOf(5, 5));
  const std::span<const double> all = u;
  for (const std::size_t lag : {1, 2, 7, 8, 9, 16, 32, 1024}) {
    EXPECT_LT(std::abs(PairDeviation(all.first(kCount - lag), all.subspan(lag))), kDeviations) << "lag " << lag;
  }
  EXPECT_LT(std::abs(PairDeviation(u, draw(kSeed, StreamOf(5, 6)))), kDeviations) << "next member";
  EXPECT_LT(std::abs(PairDeviation(u, draw(kSeed, StreamOf(6, 5)))), kDeviations) << "next family";
  EXPECT_LT(std::abs(PairDeviation(u, draw(kSeed, StreamOf(5, 5 ^ 0x80000000U)))), kDeviations) << "far member";
  EXPECT_LT(std::abs(PairDeviation(u, draw(kSeed + 1, StreamOf(5, 5)))), kDeviations) << "next seed";
  EXPECT_LT(std::abs(PairDeviation(u, draw(kSeed ^ 1ULL << 40, StreamOf(5, 5)))), kDeviations) << "far seed";
}

TEST(RandomBattery, PairsOfNeighboursAreIndependent) {
  ExpectIndependentNeighbours([](std::uint64_t seed, std::uint64_t stream) { return Uniforms(seed, stream); });
}

TEST(RandomBattery, PairsOfNormalNeighboursAreIndependent) {
  ExpectIndependentNeighbours(
      [](std::uint64_t seed, std::uint64_t stream) { return Probabilities(Normals(seed, stream)); });
}

// The two numbers that one block makes share a radius and an angle: neither their product, nor their squares, nor their
// angle may say so.
TEST(RandomBattery, NormalsOfOneBlockAreIndependent) {
  const std::vector<double> z = Normals(kSeed, 25);
  double products = 0.0;
  double squares = 0.0;
  std::vector<double> angles;
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (i / 8 % 2 == 1) continue;
    const double x = z[i];
    const double y = z[i + 8];
    products += x * y;
    squares += (x * x - 1.0) * (y * y - 1.0) / 2.0;
    angles.push_back((std::atan2(y, x) / std::numbers::pi + 1.0) / 2.0);
  }
  const double root = std::sqrt(static_cast<double>(angles.size()));
  EXPECT_LT(std::abs(products / root), kDeviations);
  EXPECT_LT(std::abs(squares / root), kDeviations);
  EXPECT_LT(KolmogorovSmirnov(angles, [](double x) { return x; }), kKolmogorovLimit);
}

// One path looked at across streams or seeds: the sequence that a sum over years or projects sees.
TEST(RandomBattery, OnePathAcrossStreamsAndSeedsIsRandomToo) {
  std::vector<double> across_members(kCount / 4);
  std::vector<double> across_families(kCount / 4);
  std::vector<double> across_seeds(kCount / 4);
  for (std::uint32_t i = 0; i < kCount / 4; ++i) {
    across_members[i] = UniformOfPath(kSeed, StreamOf(3, i), 5);
    across_families[i] = UniformOfPath(kSeed, StreamOf(i, 3), 5);
    across_seeds[i] = UniformOfPath(i, StreamOf(3, 3), 5);
  }
  for (const std::span<const double> across : {across_members, across_families, across_seeds}) {
    EXPECT_LT(KolmogorovSmirnov({across.begin(), across.end()}, [](double x) { return x; }), kKolmogorovLimit);
    EXPECT_LT(std::abs(PairDeviation(across.first(across.size() - 1), across.subspan(1))), kDeviations);
  }
}

TEST(RandomBattery, EveryBitIsAFairCoin) {
  constexpr int kBits = 52;
  std::vector<double> ones(kBits);
  std::vector<double> changes(kBits - 1);  // a bit unlike its neighbour
  for (const double x : Uniforms(kSeed, 40)) {
    const auto bits = static_cast<std::uint64_t>(x * 0x1p52);
    for (int bit = 0; bit < kBits; ++bit) ones[static_cast<std::size_t>(bit)] += static_cast<double>(bits >> bit & 1);
    const std::uint64_t changed = bits ^ bits >> 1;
    for (int bit = 0; bit + 1 < kBits; ++bit)
      changes[static_cast<std::size_t>(bit)] += static_cast<double>(changed >> bit & 1);
  }
  const auto chi_square = [](const std::vector<double>& heads) {
    double sum = 0.0;
    for (const double count : heads) sum += (count - kCount / 2.0) * (count - kCount / 2.0) / (kCount / 4.0);
    return sum;
  };
  EXPECT_LT(std::abs(ChiSquareDeviation(chi_square(ones), kBits)), kDeviations);
  EXPECT_LT(std::abs(ChiSquareDeviation(chi_square(changes), kBits - 1)), kDeviations);
}

TEST(RandomBattery, LagCorrelationsAreNoise) {
  constexpr std::size_t kLags = 128;
  const std::vector<double> u = Uniforms(kSeed, 50);
  const std::span<const double> all = u;
  double chi_square = 0.0;
  for (std::size_t lag = 1; lag <= kLags; ++lag) {
    const double deviation = UniformCorrelationDeviation(all.first(kCount - lag), all.subspan(lag));
    chi_square += deviation * deviation;
  }
  EXPECT_LT(std::abs(ChiSquareDeviation(chi_square, kLags)), kDeviations);
}

TEST(RandomBattery, CorrelationsBetweenStreamsAndSeedsAreNoise) {
  constexpr std::size_t kStreams = 48;
  std::vector<std::vector<double>> streams;
  for (std::size_t i = 0; i < kStreams; ++i) {
    streams.push_back(Uniforms(
        kSeed + i % 3, StreamOf(static_cast<std::uint32_t>(i / 12), static_cast<std::uint32_t>(i / 3 % 4)), 1 << 14));
  }
  double chi_square = 0.0;
  double worst = 0.0;
  for (std::size_t i = 0; i < kStreams; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double deviation = UniformCorrelationDeviation(streams[i], streams[j]);
      chi_square += deviation * deviation;
      worst = std::max(worst, std::abs(deviation));
    }
  }
  constexpr double kPairs = kStreams * (kStreams - 1) / 2.0;
  EXPECT_LT(std::abs(ChiSquareDeviation(chi_square, kPairs)), kDeviations);
  EXPECT_LT(worst, 5.5) << "1e-4 over 1128 pairs";
}

// Marsaglia's birthday spacings: 4096 birthdays in a year of 2^32 days; equal spacings are Poisson with mean 4.
// Generators with a lattice fail it at once.
TEST(RandomBattery, BirthdaySpacings) {
  constexpr std::size_t kBirthdays = 4096;
  constexpr std::size_t kYears = 256;
  for (const int discarded_bits : {0, 20}) {  // the upper and the lowest 32 of the 52
    const std::vector<double> u = Uniforms(kSeed, 60 + discarded_bits, kBirthdays * kYears);
    std::size_t repeated = 0;
    for (std::size_t year = 0; year < kYears; ++year) {
      std::vector<std::uint32_t> days(kBirthdays);
      for (std::size_t i = 0; i < kBirthdays; ++i) {
        days[i] = static_cast<std::uint32_t>(
            static_cast<std::uint64_t>(u[year * kBirthdays + i] * 0x1p52) << discarded_bits >> 20);
      }
      std::ranges::sort(days);
      for (std::size_t i = kBirthdays - 1; i > 0; --i) days[i] -= days[i - 1];
      std::ranges::sort(days);
      for (std::size_t i = 1; i < kBirthdays; ++i) repeated += days[i] == days[i - 1] ? 1 : 0;
    }
    const double expected = 4.0 * kYears;
    EXPECT_NEAR(static_cast<double>(repeated), expected, kDeviations * std::sqrt(expected)) << discarded_bits;
  }
}

}  // namespace
}  // namespace calanque::kernel
