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
  const auto summary = Summarise(RowOf({4.0, 1.0, kMissing, 3.0, 2.0, 10.0}, 100.0), options);
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
  const auto summary = Summarise(RowOf(std::vector<double>(7, value), value), {});
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

// Bins made from the first values and filled by later ones, some beyond the edges: quantiles within one bin's width.
TEST(PathStatistics, QuantilesOfBinsAreWithinOneBin) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(1e6, 2e5);
  std::vector<double> all(60'000);
  for (double& value : all) value = normal(random);
  RowStatistics exact = RowOf(all, 9e5);
  RowStatistics binned;
  binned.reference = 9e5;
  const std::span<const double> first = std::span(all).first(4'096);
  binned.moments = kernel::MomentsOf(first, 9e5, 0.0);
  binned.bins.emplace_back(first);
  for (std::size_t at = 4'096; at < all.size(); at += 1'024) {
    const auto part = std::span(all).subspan(at, std::min<std::size_t>(1'024, all.size() - at));
    binned.moments.Add(kernel::MomentsOf(part, 9e5, 0.0));
    binned.bins.front().Add(part);
  }
  const model::SimulationOptions options;
  const auto a = Summarise(exact, options);
  const auto b = Summarise(binned, options);
  const double width = (binned.bins.front().high - binned.bins.front().low) / Bins::kCount;
  ASSERT_EQ(a.quantiles.size(), b.quantiles.size());
  for (std::size_t q = 0; q < a.quantiles.size(); ++q) EXPECT_NEAR(a.quantiles[q], b.quantiles[q], width);
  EXPECT_NEAR(a.expected_shortfall, b.expected_shortfall, width);
  EXPECT_EQ(a.minimum, b.minimum);
  EXPECT_NEAR(a.mean, b.mean, 1e-6);
  EXPECT_EQ(std::accumulate(b.histogram_counts.begin(), b.histogram_counts.end(), std::int64_t{0}), 60'000);
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
