#include "engine/ppp/energy_savings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

// A year that uses more energy than before is made good in full.
TEST(GuaranteedSavings, TheCompanyPaysTheShortfall) {
  std::vector<double> out(3);
  ASSERT_EQ(Field(WriteGuaranteeShortfall(std::vector{10.0, 10.0, 10.0}, std::vector{12.0, 7.0, -2.0}, out)),
            "nothing wrong");
  EXPECT_THAT(out, ElementsAre(0.0, 3.0, 12.0));
  EXPECT_EQ(Field(WriteGuaranteeShortfall(std::vector{-1.0, 0.0, 0.0}, out, out)), "guaranteed_savings_amount[0]");
  EXPECT_EQ(Field(WriteGuaranteeShortfall(out, std::vector{0.0, kNan, 0.0}, out)), "savings_amount[1]");
}

TEST(SharedSavings, AreSharedForTheTermAndLossesAreNot) {
  std::vector<double> out(5, -1.0);
  const std::vector<double> savings = {10.0, 10.0, -4.0, 20.0, 20.0};
  ASSERT_EQ(Field(WriteSharedSavings({.company_fraction = 0.75, .first_point = 1, .point_count = 3}, savings, out)),
            "nothing wrong");
  EXPECT_THAT(out, ElementsAre(0.0, 7.5, 0.0, 15.0, 0.0));
}

// The second case would wrap around if the ends were added.
TEST(SharedSavings, ATermBeyondTheHorizonIsRefused) {
  std::vector<double> out(2);
  const std::vector<double> savings = {1.0, 1.0};
  EXPECT_EQ(Field(WriteSharedSavings({.first_point = 1, .point_count = 2}, savings, out)), "terms.point_count");
  EXPECT_EQ(Field(WriteSharedSavings({.first_point = 1, .point_count = static_cast<std::size_t>(-1)}, savings, out)),
            "terms.point_count");
  EXPECT_EQ(Field(WriteSharedSavings({.company_fraction = 1.01}, savings, out)), "terms.company_fraction");
}

// Over all years savings exceed payments here; the rule still fails.
TEST(UncoveredPayment, TheFirstYearThatDoesNotCoverItsPaymentIsFound) {
  const auto found =
      FindUncoveredPayment(std::vector{-3.0, 10.0, 8.0, 5.0, 90.0}, std::vector{0.0, 10.0, 9.0, 9.0, 9.0});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, (UncoveredPayment{.point = 2, .shortfall_amount = 1.0}));
}

TEST(UncoveredPayment, NoneWhereEveryYearIsCovered) {
  const auto found = FindUncoveredPayment(std::vector{10.0, 10.0}, std::vector{10.0, 9.0});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(*found, std::nullopt);
  EXPECT_EQ(Field(FindUncoveredPayment(std::vector{1.0}, std::vector{-1.0})), "payment_amount[0]");
}

struct Fund {
  std::vector<double> advanced, repaid, owed, cash;
};

Fund RunFund(const RevolvingFund& terms, const std::vector<double>& requested, const std::vector<double>& savings) {
  const std::size_t count = requested.size();
  Fund fund{std::vector<double>(count), std::vector<double>(count), std::vector<double>(count),
            std::vector<double>(count)};
  EXPECT_EQ(Field(WriteRevolvingFund(terms, requested, savings, {fund.advanced, fund.repaid, fund.owed, fund.cash})),
            "nothing wrong");
  return fund;
}

// Savings of the first works pay for the second ones.
TEST(RevolvingFund, RepaidAdvancesAreLentAgain) {
  const Fund fund = RunFund({.opening_amount = 100.0}, {80.0, 50.0, 0.0, 0.0}, {0.0, 40.0, 60.0, 70.0});
  EXPECT_THAT(fund.advanced, ElementsAre(80.0, 50.0, 0.0, 0.0));
  EXPECT_THAT(fund.repaid, ElementsAre(0.0, 40.0, 60.0, 30.0));
  EXPECT_THAT(fund.owed, ElementsAre(80.0, 90.0, 30.0, 0.0));
  EXPECT_THAT(fund.cash, ElementsAre(20.0, 10.0, 70.0, 100.0));
}

TEST(RevolvingFund, LendsNoMoreThanItHoldsAndTakesOnlyItsShare) {
  const Fund fund = RunFund({.opening_amount = 50.0, .savings_repaid_fraction = 0.5}, {80.0, 0.0}, {0.0, 40.0});
  EXPECT_THAT(fund.advanced, ElementsAre(50.0, 0.0));
  EXPECT_THAT(fund.repaid, ElementsAre(0.0, 20.0));
}

TEST(RevolvingFund, InterestIsAddedToWhatIsOwed) {
  const Fund fund =
      RunFund({.opening_amount = 100.0, .interest_rate_per_period = 0.1}, {100.0, 0.0, 0.0}, {0.0, 0.0, 500.0});
  EXPECT_THAT(fund.owed, ElementsAre(100.0, DoubleNear(110.0, 1e-9), 0.0));
  EXPECT_THAT(fund.cash, ElementsAre(0.0, 0.0, DoubleNear(121.0, 1e-9)));
}

TEST(RevolvingFund, SaysWhatIsWrong) {
  std::vector<double> a(1), b(1), c(1), d(1);
  const std::vector<double> one = {1.0};
  const auto field = [&](const RevolvingFund& fund, const std::vector<double>& requested) {
    return Field(WriteRevolvingFund(fund, requested, one, {a, b, c, d}));
  };
  EXPECT_EQ(field({.opening_amount = -1.0}, one), "fund.opening_amount");
  EXPECT_EQ(field({.savings_repaid_fraction = 2.0}, one), "fund.savings_repaid_fraction");
  EXPECT_EQ(field({.interest_rate_per_period = -0.1}, one), "fund.interest_rate_per_period");
  EXPECT_EQ(field({}, {-1.0}), "requested_amount[0]");
}

}  // namespace
}  // namespace calanque::ppp
