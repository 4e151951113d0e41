#include "engine/ppp/revenue_sharing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace calanque::ppp
