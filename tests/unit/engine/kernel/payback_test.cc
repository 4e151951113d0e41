#include "engine/kernel/payback.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/kernel/discount.h"

namespace calanque::kernel {
namespace {

TEST(Payback, InterpolatesWithinThePeriodThatPaysBack) {
  const auto payback = FindPayback(std::vector<double>{0, 1, 2, 3}, std::vector<double>{-100, 40, 40, 40});
  ASSERT_TRUE(payback.has_value());
  EXPECT_EQ(payback->first_time, 3.0);
  EXPECT_EQ(payback->interpolated_time, 2.5);
  EXPECT_EQ(payback->lasting_time, 2.5);
}

TEST(Payback, DiscountedIsLater) {
  const std::vector<double> times = {0, 1, 2, 3};
  std::vector<double> factors(4);
  CompoundDiscountFactors(0.1, times, factors);
  const auto payback = FindPayback(times, std::vector<double>{-100, 55, 60.5, 13.31}, factors);
  ASSERT_TRUE(payback.has_value());
  EXPECT_NEAR(payback->interpolated_time, 2.0, 1e-12);
  EXPECT_EQ(FindPayback(times, std::vector<double>{-100, 50, 50, 1}, factors).error().reason, Reason::kNotApplicable);
}

TEST(Payback, AReplacementPostponesTheLastingOne) {
  const auto payback = FindPayback(std::vector<double>{0, 1, 2, 3, 4}, std::vector<double>{-100, 100, 50, -100, 100});
  ASSERT_TRUE(payback.has_value());
  EXPECT_EQ(payback->interpolated_time, 1.0);
  EXPECT_EQ(payback->lasting_time, 3.5);
}

TEST(Payback, ACostAtTheEndLeavesNoLastingOne) {
  const auto payback = FindPayback(std::vector<double>{0, 1, 2}, std::vector<double>{-100, 120, -50});
  ASSERT_TRUE(payback.has_value());
  EXPECT_EQ(payback->first_time, 1.0);
  EXPECT_FALSE(payback->lasting_time.has_value());
}

// In doubles -0.3 + 0.1 + 0.2 is -2.8e-17.
TEST(Payback, ExactPaybackIsNotMissedByRounding) {
  const auto payback = FindPayback(std::vector<double>{0, 1, 2}, std::vector<double>{-0.3, 0.1, 0.2});
  ASSERT_TRUE(payback.has_value());
  EXPECT_EQ(payback->first_time, 2.0);
}

TEST(Payback, FlowsInAnyOrderAndAtTheSameTime) {
  const auto payback = FindPayback(std::vector<double>{2, 0, 0, 1}, std::vector<double>{80, -50, -50, 40});
  ASSERT_TRUE(payback.has_value());
  EXPECT_EQ(payback->interpolated_time, 1.75);
}

TEST(Payback, FailsWhereItDoesNotExist) {
  const std::vector<double> times = {0, 1};
  const auto never = FindPayback(times, std::vector<double>{-100, 99});
  ASSERT_FALSE(never.has_value());
  EXPECT_EQ(never.error().message, "no payback: the cumulative cash flow is still negative at the horizon");
  const auto no_outlay = FindPayback(times, std::vector<double>{0, 50});
  ASSERT_FALSE(no_outlay.has_value());
  EXPECT_EQ(no_outlay.error().message, "no payback: the cumulative cash flow is never negative");
  EXPECT_FALSE(FindPayback({}, {}).has_value());
}

TEST(Payback, UnequalSizesAreADefect) {
  EXPECT_THROW(static_cast<void>(FindPayback(std::vector<double>{0, 1}, std::vector<double>{1})), Defect);
}

}  // namespace
}  // namespace calanque::kernel
