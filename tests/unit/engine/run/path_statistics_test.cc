#include "engine/run/path_statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace calanque::run {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

RowStatistics RowOf(const std::vector<double>& values, double reference) {
  RowStatistics row;
  row.reference = reference;
  row.moments = kernel::MomentsOf(values, reference, 2.5);
  row.first_values = values;
  return row;
}

// Quantiles as numpy.quantile's default; the tail mean with a fractional last path.
TEST(PathStatistics, OfKeptValuesAreExact) {
  model::SimulationOptions options;
  options.quantile_probabilities = {0.0, 0.25, 0.5, 1.0};
  options.tail_probability = 0.3;
  const auto summary = Summarise(RowOf({4.0, 1.0, kMissing, 3.0, 2.0, 10.0}, 100.0), options, BadTail::kLow);
  EXPECT_EQ(summary.count, 5);
  EXPECT_EQ(summary.missing_count, 1);
  EXPECT_DOUBLE_EQ(summary.mean, 4.0);
  EXPECT_DOUBLE_EQ(summary.standard_deviation, std::sqrt(12.5));
  EXPECT_DOUBLE_EQ(summary.standard_error, std::sqrt(2.5));
  EXPECT_EQ(summary.quantiles, (std::vector<double>{1.0, 2.0, 3.0, 10.0}));
  EXPECT_DOUBLE_EQ(summary.expected_shortfall, 4.0 - (1.0 + 0.5 * 2.0) / 1.5);
  EXPECT_EQ(std::accumulate(summary.histogram_counts.begin(), summary.histogram_counts.end(), std::int64_t{0}), 5);
  EXPECT_EQ(summary.histogram_edges.size(), summary.histogram_counts.size() + 1);
}

TEST(PathStatistics, CountsPathsBelowTheThreshold) {
  const RowStatistics row = RowOf({4.0, -1.0, kMissing, 3.0, 2.0}, 0.0);
  EXPECT_EQ(row.moments.below_threshold, 2);
  EXPECT_EQ(row.moments.below_zero, 1);
}

TEST(PathStatistics, ARowThatNeverDeviatesIsItsReferenceToTheBit) {
  const double value = 0.1 + 0.2;
  const auto summary = Summarise(RowOf(std::vector<double>(7, value), value), {}, BadTail::kLow);
  EXPECT_EQ(summary.mean, value);
  EXPECT_EQ(summary.standard_deviation, 0.0);
  EXPECT_EQ(summary.quantiles.front(), value);
  EXPECT_EQ(summary.histogram_counts, (std::vector<std::int64_t>{7}));
}

// A perfect mirror has no error of the mean, however wide the paths.
TEST(PathStatistics, MirroredPathsAreOneObservation) {
  const RowStatistics row = RowOf({1.0, 5.0, 2.0, 4.0, 0.0, 6.0}, 10.0);
  EXPECT_NEAR(StandardErrorOf(row, true), 0.0, 1e-12);
  EXPECT_GT(StandardErrorOf(row, false), 0.5);
}

/// All values kept, and the same with bins that the first 4,096 choose.
struct BothWays {
  DistributionSummary kept;
  DistributionSummary binned;
  double width = 0.0;
};

BothWays SummariseBothWays(const std::vector<double>& all, BadTail bad_tail = BadTail::kLow) {
  RowStatistics binned;
  const std::span<const double> first = std::span(all).first(4'096);
  binned.moments = kernel::MomentsOf(first, 0.0, 0.0);
  binned.bins.emplace_back(first);
  for (std::size_t at = 4'096; at < all.size(); at += 1'024) {
    const auto part = std::span(all).subspan(at, std::min<std::size_t>(1'024, all.size() - at));
    binned.moments.Add(kernel::MomentsOf(part, 0.0, 0.0));
    binned.bins.front().Add(part);
  }
  const Bins& bins = binned.bins.front();
  return {Summarise(RowOf(all, 0.0), {}, bad_tail), Summarise(binned, {}, bad_tail),
          (bins.high - bins.low) / Bins::kCount};
}

// Bins made from the first values and filled by later ones, some beyond the edges: quantiles within one bin's width.
TEST(PathStatistics, QuantilesOfBinsAreWithinOneBin) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(1e6, 2e5);
  std::vector<double> all(60'000);
  for (double& value : all) value = normal(random);
  for (const BadTail tail : {BadTail::kLow, BadTail::kHigh}) {
    const auto [a, b, width] = SummariseBothWays(all, tail);
    ASSERT_EQ(a.quantiles.size(), b.quantiles.size());
    for (std::size_t q = 0; q < a.quantiles.size(); ++q) EXPECT_NEAR(a.quantiles[q], b.quantiles[q], width);
    EXPECT_NEAR(a.value_at_risk, b.value_at_risk, width);
    EXPECT_NEAR(a.expected_shortfall, b.expected_shortfall, width);
    EXPECT_EQ(a.minimum, b.minimum);
    EXPECT_NEAR(a.mean, b.mean, 1e-6);
    EXPECT_EQ(std::accumulate(b.histogram_counts.begin(), b.histogram_counts.end(), std::int64_t{0}), 60'000);
    for (std::size_t k = 0; k < b.histogram_counts.size(); ++k) {
      EXPECT_NEAR(static_cast<double>(b.histogram_counts[k]), static_cast<double>(a.histogram_counts[k]), 120.0) << k;
    }
  }
}

// One far value among the first would else make a single bin of nearly all paths (ratios with a small denominator).
TEST(PathStatistics, AHeavyTailDoesNotBlurTheOtherQuantiles) {
  std::mt19937 random(6);
  std::normal_distribution<double> normal;
  for (const double sigma : {0.5, 1.5, 3.0}) {
    for (const double sign : {1.0, -1.0}) {
      std::vector<double> all(200'000);
      for (double& value : all) value = sign * std::exp(sigma * normal(random));
      const auto [a, b, width] = SummariseBothWays(all);
      for (std::size_t q = 0; q < a.quantiles.size(); ++q) {
        EXPECT_NEAR(b.quantiles[q], a.quantiles[q], 0.01 * std::abs(a.quantiles[q])) << sigma << " " << q;
      }
      // Where sigma is 3 the lower tail's mean rests on the few worst paths of all, beyond any first ones.
      const double tolerance = sigma < 3.0 ? 0.01 : 0.1;
      EXPECT_NEAR(b.expected_shortfall, a.expected_shortfall, tolerance * a.expected_shortfall) << sigma * sign;
      EXPECT_LE(b.mean - b.expected_shortfall, b.quantiles.front()) << "the tail's mean lies in the tail";
      EXPECT_GE(b.mean - b.expected_shortfall, b.minimum * (1.0 + 1e-12 * sign));
      EXPECT_EQ(std::accumulate(b.histogram_counts.begin(), b.histogram_counts.end(), std::int64_t{0}), 200'000);
    }
  }
}

// Every second, fourth, eighth of such points lies in one half, quarter, eighth: a sample of them would see nothing of
// the rest of the distribution.
TEST(PathStatistics, PointsInOrderOfBitsAreSampledWhole) {
  std::vector<double> all(65'536);
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    double u = 0.5 / static_cast<double>(all.size());
    for (int bit = 0; bit < 16; ++bit) u += (i >> bit & 1U) != 0 ? std::ldexp(1.0, -1 - bit) : 0.0;
    all[i] = std::pow(u / (1.0 - u), 1.5);
  }
  const auto [a, b, width] = SummariseBothWays(all);
  for (std::size_t q = 0; q < a.quantiles.size(); ++q) {
    EXPECT_NEAR(b.quantiles[q], a.quantiles[q], 0.005 * a.quantiles[q]) << q;
  }
}

// Grants refused, delays of whole years: quantiles are the values themselves, not something between.
TEST(PathStatistics, ValuesThatStandOftenStayThemselves) {
  std::mt19937 random(7);
  std::discrete_distribution<int> choice({0.3, 0.0, 0.6, 0.1});
  std::vector<double> all(50'000);
  for (double& value : all) value = 10.0 * choice(random);
  const auto [a, b, width] = SummariseBothWays(all);
  ASSERT_EQ(b.quantiles.size(), a.quantiles.size());
  for (std::size_t q = 0; q < a.quantiles.size(); ++q) EXPECT_NEAR(b.quantiles[q], a.quantiles[q], 1e-12) << q;
  EXPECT_NEAR(b.expected_shortfall, a.expected_shortfall, 1e-9);
}

// Of a cost the worst futures are the dear ones.
TEST(PathStatistics, TheBadTailOfACostIsTheUpperOne) {
  model::SimulationOptions options;
  options.tail_probability = 0.4;
  const RowStatistics row = RowOf({1.0, 2.0, 3.0, 4.0, 40.0}, 0.0);
  const auto cost = Summarise(row, options, BadTail::kHigh);
  EXPECT_DOUBLE_EQ(cost.expected_shortfall, 22.0 - 10.0);
  EXPECT_DOUBLE_EQ(cost.value_at_risk, 3.4 - 10.0) << "where one path is all, the quantile can be below the mean";
  const auto value = Summarise(row, options, BadTail::kLow);
  EXPECT_DOUBLE_EQ(value.expected_shortfall, 10.0 - 1.5);
}

// Values beyond the edges, missing ones, a row that never moved, a row that takes its neighbour's place.
TEST(PathStatistics, CountsOfARoundAreThoseOfTheBins) {
  const std::vector<double> first = {1.0, 2.0, 3.0};
  const std::vector<double> still(3, 5.0);
  const std::vector<double> later = {-100.0, 0.5, 1.7, kMissing, 2.2, 3.5, 100.0, 5.0};
  const std::vector<Bins> bins = {Bins(first), Bins(still)};
  RoundCounts one(2);
  RoundCounts other(2);
  for (std::size_t row = 0; row < 2; ++row) {
    one.Add(row, bins[row], later);
    other.Add(row, bins[row], first);
  }
  one.Add(other);
  for (std::size_t row = 0; row < 2; ++row) {
    Bins at_once = bins[row];
    at_once.Add(later);
    at_once.Add(first);
    Bins by_round = bins[row];
    by_round.Add(one.Row(row));
    EXPECT_EQ(by_round.counts, at_once.counts) << row;
    EXPECT_EQ(std::accumulate(by_round.counts.begin(), by_round.counts.end(), std::int64_t{0}), 13) << row;
  }
  one.Clear();
  EXPECT_EQ(std::accumulate(one.all().begin(), one.all().end(), 0), 0);
}

}  // namespace
}  // namespace calanque::run
