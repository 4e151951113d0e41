#include "engine/ppp/revenue_sharing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr RevenueBands kBands = {
    .lower_ratio = 0.9, .upper_ratio = 1.2, .grantor_pays_fraction = 0.5, .grantor_takes_fraction = 0.4};

TEST(RevenueBands, ShareOnlyWhatLiesOutside) {
  const std::vector<double> base = {100.0, 100.0, 100.0, 100.0, 0.0};
  const std::vector<double> actual = {70.0, 90.0, 120.0, 150.0, 10.0};
  std::vector<double> pays(5), receives(5);
  ASSERT_EQ(Field(WriteRevenueSharing(kBands, base, actual, pays, receives)), "nothing wrong");
  EXPECT_THAT(pays, ElementsAre(DoubleNear(10.0, 1e-12), 0.0, 0.0, 0.0, 0.0));
  EXPECT_THAT(receives, ElementsAre(0.0, 0.0, 0.0, DoubleNear(12.0, 1e-12), DoubleNear(4.0, 1e-12)));
}

TEST(RevenueBands, SayWhatIsWrong) {
  const std::vector<double> base = {100.0};
  std::vector<double> pays(1), receives(1);
  const auto field = [&](auto change, double actual = 100.0) {
    RevenueBands bands = kBands;
    change(bands);
    return Field(WriteRevenueSharing(bands, base, std::vector{actual}, pays, receives));
  };
  EXPECT_EQ(field([](RevenueBands& b) { b.upper_ratio = 0.8; }), "bands.upper_ratio");
  EXPECT_EQ(field([](RevenueBands& b) { b.lower_ratio = -0.1; }), "bands.lower_ratio");
  EXPECT_EQ(field([](RevenueBands& b) { b.grantor_pays_fraction = 50.0; }), "bands.grantor_pays_fraction");
  EXPECT_EQ(field([](RevenueBands& b) { b.grantor_takes_fraction = kNan; }), "bands.grantor_takes_fraction");
  EXPECT_EQ(field([](RevenueBands&) {}, -5.0), "actual_revenue_amount[0]");
  std::vector<double> short_row;
  EXPECT_THROW((void)WriteRevenueSharing(kBands, base, base, short_row, receives), Defect);
}

std::vector<double> Calls(const GuaranteeLimits& limits, const std::vector<double>& guaranteed,
                          const std::vector<double>& actual) {
  std::vector<double> out(actual.size());
  EXPECT_EQ(Field(WriteMinimumRevenueGuarantee(limits, guaranteed, actual, out)), "nothing wrong");
  return out;
}

TEST(MinimumRevenueGuarantee, PaysWhatIsMissingAndNothingElse) {
  EXPECT_THAT(Calls({}, {90, 90, 0}, {60, 100, 0}), ElementsAre(30, 0, 0));
}

TEST(MinimumRevenueGuarantee, StopsAtItsLimits) {
  EXPECT_THAT(Calls({.amount_per_period = 20.0, .total_amount = 35.0}, {90, 90, 90}, {60, 60, 60}),
              ElementsAre(20, 15, 0));
}

TEST(MinimumRevenueGuarantee, SaysWhatIsWrong) {
  std::vector<double> out(1);
  const std::vector<double> one = {1.0};
  EXPECT_EQ(Field(WriteMinimumRevenueGuarantee({.amount_per_period = -1.0}, one, one, out)),
            "limits.amount_per_period");
  EXPECT_EQ(Field(WriteMinimumRevenueGuarantee({.total_amount = kNan}, one, one, out)), "limits.total_amount");
  EXPECT_EQ(Field(WriteMinimumRevenueGuarantee({}, std::vector{kInfinity}, one, out)), "guaranteed_amount[0]");
}

// Catches a kink of the payment that the closed form puts in the wrong band: the engine's own payments, integrated.
TEST(ExpectedCalls, AreTheMeanOfWhatTheGuarantorPays) {
  constexpr int kSteps = 100'000;
  constexpr double kStep = 18.0 / kSteps;
  constexpr double kMean = 100.0;
  constexpr double kVolatility = 0.3;
  std::vector<double> revenue;
  std::vector<double> weights;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = -9.0 + i * kStep;
    revenue.push_back(kMean * std::exp(kVolatility * z - 0.5 * kVolatility * kVolatility));
    weights.push_back(kStep * std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi));
  }
  const std::vector<double> base(revenue.size(), 110.0);
  for (const double guaranteed : {0.0, 60.0, 95.0, 105.0, 140.0}) {
    for (const double pays : {0.0, 0.5, 1.0}) {
      for (const double takes : {0.0, 0.4, 1.0}) {
        const RevenueBands bands{0.9, 1.2, pays, takes};
        std::vector<double> paid(revenue.size());
        std::vector<double> received(revenue.size());
        ASSERT_FALSE(WriteRevenueSharing(bands, base, revenue, paid, received));
        std::vector<double> kept = revenue;
        for (std::size_t i = 0; i < kept.size(); ++i) kept[i] += paid[i] - received[i];
        std::vector<double> guarantee(revenue.size());
        const std::vector<double> minimum(revenue.size(), guaranteed);
        ASSERT_FALSE(WriteMinimumRevenueGuarantee({}, minimum, kept, guarantee));
        double mean = 0.0;
        for (std::size_t i = 0; i < paid.size(); ++i) mean += weights[i] * (paid[i] + guarantee[i]);
        std::vector<double> out(1);
        ASSERT_FALSE(WriteExpectedCalls({bands, std::vector{110.0}, std::vector{guaranteed}}, std::vector{kMean},
                                        kVolatility, out));
        EXPECT_NEAR(out[0], mean, 1e-5) << guaranteed << " " << pays << " " << takes;
        ASSERT_FALSE(WriteGuaranteeExposure({bands, std::vector{110.0}, std::vector{guaranteed}}, out));
        EXPECT_EQ(out[0], std::max(guaranteed, pays * 99.0));
      }
    }
  }
}

TEST(ExpectedCalls, WithoutVolatilityAreThoseOfTheExpectedRevenue) {
  std::vector<double> out(2);
  const RevenueBands bands{0.9, 1.2, 0.5, 0.4};
  ASSERT_FALSE(WriteExpectedCalls({bands, std::vector{100.0, 100.0}, std::vector{88.0, 0.0}}, std::vector{80.0, 95.0},
                                  0.0, out));
  EXPECT_THAT(out, ::testing::ElementsAre(::testing::DoubleNear(8.0, 1e-12), 0.0));  // 5 of the band, 3 to the 88.
  EXPECT_TRUE(
      WriteExpectedCalls({bands, std::vector{1.0, 1.0}, std::vector{1.0, 1.0}}, std::vector{1.0, 1.0}, -0.1, out));
}

// No upper band is an upper ratio that nothing reaches.
TEST(RevenueSharing, AnUpperRatioMayBeOutOfReach) {
  std::vector<double> paid(1);
  std::vector<double> received(1);
  const RevenueBands bands{0.9, std::numeric_limits<double>::max(), 0.5, 0.0};
  EXPECT_FALSE(WriteRevenueSharing(bands, std::vector{100.0}, std::vector{80.0}, paid, received));
  EXPECT_NEAR(paid[0], 5.0, 1e-12);
  EXPECT_EQ(received[0], 0.0);
}

}  // namespace
}  // namespace calanque::ppp
