// Payback: from which day, until which day, and when there is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;
using testing::HasSubstr;

InputFixture Flows(const std::vector<double>& amounts, double rate = 0.25) {
  InputFixture flows(static_cast<int>(amounts.size()), 0.0, rate);
  flows.Set(Category::kRevenue, amounts);
  return flows;
}

TEST(Payback, InterpolatesInsideTheYear) {
  EXPECT_NEAR(Flows({-100, 30, 30, 30, 30}).Number("payback_years"), 3.0 + 10.0 / 30.0, 1e-12);
}

TEST(Payback, RunsFromTheFirstOutflowNotFromTheValuationDate) {
  EXPECT_NEAR(Flows({0, 0, -100, 30, 30, 30, 30}).Number("payback_years"), 3.0 + 10.0 / 30.0, 1e-12);
}

TEST(Payback, MustLastToTheHorizon) {
  // Cumulative: -100, 20, -30, 30. The first crossing, after 5/6 of a year, does not last.
  EXPECT_NEAR(Flows({-100, 120, -50, 60}).Number("payback_years"), 2.5, 1e-12);
}

TEST(Payback, FailuresSayWhy) {
  EXPECT_THAT(Flows({-100, 30, 30}).FailureOf("payback_years").message, HasSubstr("still negative at the horizon"));
  EXPECT_THAT(Flows({100, 30}).FailureOf("payback_years").message, HasSubstr("never negative"));
  EXPECT_THAT(Flows({-100, 100, -50}).FailureOf("payback_years").message, HasSubstr("paid back after 1 years, but"));
}

TEST(Payback, DiscountedTakesLonger) {
  // 25 %: -100, 60, 48.
  EXPECT_NEAR(Flows({-100, 75, 75}).Number("discounted_payback_years"), 1.0 + 40.0 / 48.0, 1e-12);
  EXPECT_NEAR(Flows({-100, 75, 75}).Number("payback_years"), 1.0 + 25.0 / 75.0, 1e-12);
}

TEST(Payback, TakesDatedPointsInOrderOfTime) {
  InputFixture flows(3, 1.0, 0.0);
  flows.AddDatedPoint(0.5, 0, 0.0);
  flows.Set(Category::kInvestment, {0, 0, 0, -100}).Set(Category::kRevenue, {50, 50, 50});
  EXPECT_NEAR(flows.Number("payback_years"), 1.5, 1e-12);
}

}  // namespace
}  // namespace calanque::metric
