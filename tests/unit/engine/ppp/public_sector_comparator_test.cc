#include "engine/ppp/public_sector_comparator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::HasSubstr;

constexpr PublicSectorCost kPublic = {.raw_amount = 90.0,
                                      .competitive_neutrality_amount = 10.0,
                                      .transferred_risk_amount = 20.0,
                                      .retained_risk_amount = 5.0};

TEST(CompareCosts, BeforeAndAfterRisk) {
  const auto value = CompareCosts(kPublic, {.payments_amount = 110.0, .retained_risk_amount = 4.0});
  ASSERT_TRUE(value.has_value());
  EXPECT_DOUBLE_EQ(value->before_risk_amount, -10.0);
  EXPECT_DOUBLE_EQ(value->before_risk_fraction.value(), -0.1);
  EXPECT_DOUBLE_EQ(value->amount, 11.0);
  EXPECT_DOUBLE_EQ(value->fraction.value(), 11.0 / 125.0);
  EXPECT_DOUBLE_EQ(value->flip_transferred_risk_amount, 9.0);
  EXPECT_DOUBLE_EQ(value->flip_transferred_risk_multiple.value(), 0.45);
}

TEST(CompareCosts, ASharePartThatDoesNotExistIsAFailureInItsCell) {
  const auto value = CompareCosts({.raw_amount = -3.0, .transferred_risk_amount = 5.0}, {.payments_amount = 1.0});
  ASSERT_TRUE(value.has_value());
  EXPECT_FALSE(value->before_risk_fraction.has_value());
  EXPECT_THAT(value->before_risk_fraction.error().message, HasSubstr("before risk"));
  EXPECT_DOUBLE_EQ(value->fraction.value(), 0.5);
  const auto no_risk = CompareCosts({.raw_amount = 3.0}, {.payments_amount = 1.0});
  EXPECT_FALSE(no_risk->flip_transferred_risk_multiple.has_value());
  EXPECT_EQ(Field(CompareCosts({.raw_amount = kNan}, {})), "public_sector.raw_amount");
  EXPECT_EQ(Field(CompareCosts({}, {.payments_amount = kInfinity})), "partnership.payments_amount");
}

// Build now for 100, or pay 60 a year twice.
struct Flows {
  std::vector<double> times = {0.0, 1.0, 2.0};
  std::vector<double> raw = {100.0, 0.0, 0.0};
  std::vector<double> payments = {0.0, 60.0, 60.0};
  std::vector<double> transferred = {0.0, 5.0, 5.0};

  [[nodiscard]] ComparisonFlows View() const {
    ComparisonFlows flows;
    flows.times_years = times;
    flows.raw_amount = raw;
    flows.payments_amount = payments;
    flows.transferred_risk_amount = transferred;
    return flows;
  }
};

TEST(CompareAtRates, DiscountsEachLine) {
  const Flows flows;
  const auto comparisons = CompareAtRates(flows.View(), std::vector{0.0, 0.1});
  ASSERT_TRUE(comparisons.has_value());
  ASSERT_EQ(comparisons->size(), 2U);
  EXPECT_DOUBLE_EQ((*comparisons)[0].value.amount, -10.0);
  EXPECT_DOUBLE_EQ((*comparisons)[0].value.before_risk_amount, -20.0);
  const ComparisonAtRate& at_ten = (*comparisons)[1];
  EXPECT_NEAR(at_ten.partnership.payments_amount, 60.0 / 1.1 + 60.0 / 1.21, 1e-12);
  EXPECT_NEAR(at_ten.public_sector.transferred_risk_amount, 5.0 / 1.1 + 5.0 / 1.21, 1e-12);
  EXPECT_DOUBLE_EQ(at_ten.public_sector.raw_amount, 100.0);
  EXPECT_EQ(at_ten.partnership_rate_per_year, 0.1);
}

TEST(CompareAtRates, ThePremiumFallsOnThePartnershipAlone) {
  const Flows flows;
  const auto plain = CompareAtRates(flows.View(), std::vector{0.05});
  const auto with_premium = CompareAtRates(flows.View(), std::vector{0.05}, {.partnership_premium_per_year = 0.02});
  const ComparisonAtRate& comparison = with_premium->front();
  EXPECT_NEAR(comparison.partnership_rate_per_year, 1.05 * 1.02 - 1.0, 1e-15);
  EXPECT_EQ(comparison.public_sector, plain->front().public_sector);
  const double factor = 1.0 / (1.05 * 1.02);
  EXPECT_NEAR(comparison.partnership.payments_amount, 60.0 * factor + 60.0 * factor * factor, 1e-12);
}

TEST(CompareAtRates, SaysWhatIsWrong) {
  Flows flows;
  EXPECT_EQ(Field(CompareAtRates(flows.View(), std::vector{0.05, -1.0})), "discount_rates_per_year[1]");
  EXPECT_EQ(Field(CompareAtRates(flows.View(), std::vector{0.05}, {.partnership_premium_per_year = -1.0})),
            "partnership_premium_per_year");
  flows.payments[2] = kNan;
  EXPECT_EQ(Field(CompareAtRates(flows.View(), std::vector{0.05})), "flows.payments_amount[2]");
  flows.payments.pop_back();
  EXPECT_THROW((void)CompareAtRates(flows.View(), std::vector{0.05}), Defect);
  Flows far;
  far.times = {0.0, 1.0, 1e9};
  EXPECT_EQ(Field(CompareAtRates(far.View(), std::vector{-0.5})), "discount_rates_per_year[0]");
}

// 100 = 55 / x + 55 / x^2 with risk, 60 each without.
TEST(BreakEvenRates, WithAndWithoutRisk) {
  const Flows flows;
  const auto with_risk = BreakEvenRates(flows.View(), RiskLines::kCounted);
  ASSERT_EQ(with_risk->count, 1U);
  EXPECT_NEAR(with_risk->values[0], 0.06596, 1e-5);
  const auto without = BreakEvenRates(flows.View(), RiskLines::kLeftOut);
  ASSERT_EQ(without->count, 1U);
  EXPECT_NEAR(without->values[0], 0.13066, 1e-5);
}

// 60 + 20 + 10 + 10 now against (108 + 13.44) / 1.1 in a year: every line and the premium count.
TEST(BreakEvenRates, EveryLineCounts) {
  const std::vector<double> times = {0.0, 1.0};
  const std::vector<double> raw = {60.0, 0.0}, neutrality = {20.0, 0.0}, transferred = {10.0, 0.0};
  const std::vector<double> retained = {10.0, 0.0}, payments = {0.0, 108.0}, kept = {0.0, 13.44};
  const auto rates = BreakEvenRates({times, raw, neutrality, transferred, retained, payments, kept},
                                    RiskLines::kCounted, {.partnership_premium_per_year = 0.1});
  ASSERT_EQ(rates->count, 1U);
  EXPECT_NEAR(rates->values[0], 0.104, 1e-12);
}

// Catches a search that stops at the first root: -1 + 2.3 x - 1.32 x^2 at x = 1 / 1.1 and 1 / 1.2.
TEST(BreakEvenRates, AllOfThemAreFound) {
  Flows flows;
  flows.raw = {-100.0, 230.0, 0.0};
  flows.payments = {0.0, 0.0, 132.0};
  const auto rates = BreakEvenRates(flows.View(), RiskLines::kLeftOut);
  ASSERT_EQ(rates->count, 2U);
  EXPECT_NEAR(rates->values[0], 0.1, 1e-9);
  EXPECT_NEAR(rates->values[1], 0.2, 1e-9);
}

TEST(BreakEvenRates, NoneWhereOneRouteIsAlwaysCheaper) {
  Flows flows;
  flows.payments = {120.0, 0.0, 0.0};
  flows.transferred = {0.0, 0.0, 0.0};
  const auto rates = BreakEvenRates(flows.View(), RiskLines::kCounted);
  ASSERT_FALSE(rates.has_value());
  EXPECT_EQ(rates.error().reason, Reason::kNotApplicable);
  EXPECT_THAT(rates.error().message, HasSubstr("no break-even rate"));
}

}  // namespace
}  // namespace calanque::ppp
