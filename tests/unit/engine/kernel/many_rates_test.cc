#include "engine/kernel/many_rates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace calanque::kernel::internal {
namespace {

// Flows whose rates are exactly growth - 1, for each growth: the polynomial multiplied out.
ExponentialSum FromGrowths(const std::vector<double>& growths) {
  ExponentialSum sum{.times = {}, .amounts = {1.0}, .is_equally_spaced = true};
  for (const double growth : growths) {
    sum.amounts.push_back(0.0);
    for (std::size_t i = sum.amounts.size() - 1; i > 0; --i) sum.amounts[i] -= growth * sum.amounts[i - 1];
  }
  for (std::size_t i = 0; i < sum.amounts.size(); ++i) sum.times.push_back(static_cast<double>(i));
  return sum;
}

void ExpectLogsOf(const std::vector<double>& growths, const std::vector<double>& found, double tolerance) {
  ASSERT_EQ(found.size(), growths.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], std::log(growths[i]), tolerance);
}

TEST(ManyRates, SignChangesSkipZeros) {
  EXPECT_EQ(CountSignChanges(std::vector<double>{0, -1, 0, 2, 3, 0, -1, 0}), 2);
  EXPECT_EQ(CountSignChanges({}), 0);
}

// Both methods, with times taken as equally spaced and as any: four ways to the same rates.
TEST(ManyRates, BothMethodsFindWellSeparatedRates) {
  const std::vector<double> growths = {0.2, 0.7, 1.05, 1.3, 2.0, 5.0, 30.0};
  ExponentialSum sum = FromGrowths(growths);
  for (const bool is_equally_spaced : {true, false}) {
    sum.is_equally_spaced = is_equally_spaced;
    ExpectLogsOf(growths, FindLogRatesByDescent(sum, 25.0), 1e-10);
    const auto found = FindLogRatesBySubdivision(sum, 25.0);
    ASSERT_TRUE(found.has_value());
    ExpectLogsOf(growths, *found, 1e-10);
  }
}

TEST(ManyRates, NearlyEqualRatesAreTwo) {
  const std::vector<double> growths = {1.1, 1.1001};
  ExpectLogsOf(growths, FindLogRatesByDescent(FromGrowths(growths), 25.0), 1e-10);
  ExpectLogsOf(growths, *FindLogRatesBySubdivision(FromGrowths(growths), 25.0), 1e-10);
}

TEST(ManyRates, ATouchingRateIsOne) {
  const ExponentialSum sum = FromGrowths({1.25, 1.25, 3.0});
  ExpectLogsOf({1.25, 3.0}, FindLogRatesByDescent(sum, 25.0), 1e-10);
  ExpectLogsOf({1.25, 3.0}, *FindLogRatesBySubdivision(sum, 25.0), 1e-10);
}

TEST(ManyRates, AFourfoldRateIsOneForTheDescentAndBeyondTheSubdivision) {
  const ExponentialSum sum = FromGrowths({1.25, 1.25, 1.25, 1.25});
  ExpectLogsOf({1.25}, FindLogRatesByDescent(sum, 25.0), 1e-4);
  EXPECT_FALSE(FindLogRatesBySubdivision(sum, 25.0).has_value());
}

TEST(ManyRates, RatesBeyondTheBoundAreLeftOut) {
  const ExponentialSum sum = FromGrowths({0.5, 1.1, 4.0});
  ExpectLogsOf({1.1}, FindLogRatesByDescent(sum, 0.2), 1e-12);
  ExpectLogsOf({1.1}, *FindLogRatesBySubdivision(sum, 0.2), 1e-12);
}

TEST(ManyRates, MonthlyFlowsOfFiftyYearsWithReplacements) {
  ExponentialSum sum{.times = {}, .amounts = std::vector<double>(600, 1.0), .is_equally_spaced = true};
  for (int i = 0; i < 600; ++i) sum.times.push_back(i);
  for (const std::size_t i : {0, 120, 240, 360, 480}) sum.amounts[i] = -80.0;
  sum.amounts.back() = -30.0;
  const std::vector<double> descent = FindLogRatesByDescent(sum, 2.0);
  const auto subdivision = FindLogRatesBySubdivision(sum, 2.0);
  ASSERT_TRUE(subdivision.has_value());
  ASSERT_EQ(descent.size(), 2U);
  ASSERT_EQ(subdivision->size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(descent[i], (*subdivision)[i], 1e-12);
}

}  // namespace
}  // namespace calanque::kernel::internal
