// Where on its plan a project stands: by hand, with pauses, and when work is done late.
#include "engine/portfolio/plan_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace calanque::portfolio {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

const std::vector<double> kWork = {10, 10, 20, 0, 0, 0};

TEST(Between, SpreadsEachPeriodEvenly) {
  const std::vector<double> row = {10, 20, 40};
  EXPECT_DOUBLE_EQ(Between(row, 0, 3), 70);
  EXPECT_DOUBLE_EQ(Between(row, 0.5, 1.25), 5 + 5);
  EXPECT_DOUBLE_EQ(Between(row, 1.25, 1.75), 10);
  EXPECT_EQ(Between(row, 2, 2), 0);
  EXPECT_DOUBLE_EQ(Between(row, 2.5, 9), 20);
  EXPECT_EQ(Between(row, 4, 9), 0);
  EXPECT_EQ(Between({}, 0, 1), 0);
}

// A whole period of the plan is the period's own number, to the last bit: the record of a plan gives the plan.
TEST(Between, GivesAWholePeriodExactly) { EXPECT_EQ(Between(std::vector<double>{0.1, 0.7, 0.3}, 1, 2), 0.7); }

TEST(PlanClock, RunsWithTheCalendarOnPlan) {
  EXPECT_THAT(PlanClock(kWork, std::vector<double>{0.25, 0.25, 0.5, 0, 0}, 1, 5), ElementsAre(1, 2, 3, 4, 5));
  EXPECT_THAT(PlanClock(kWork, {}, 1, 3), ElementsAre(1, 2, 3));
}

// Thirds do not add up to 1 in binary; that is no delay.
TEST(PlanClock, TakesRoundingForNothing) {
  const std::vector<double> work = {1.0 / 3, 1.0 / 3, 1.0 / 3, 0};
  EXPECT_THAT(PlanClock(work, std::vector<double>{0.333333333333, 0.333333333333, 0.333333333334, 0}, 1, 4),
              ElementsAre(1, 2, 3, 4));
}

TEST(PlanClock, StandsWhereThePlanHadDoneAsMuch) {
  // 12.5 % in the first period is half of its work; 50 % more is 62.5 %: 5 of the 20 of the third.
  EXPECT_THAT(PlanClock(kWork, std::vector<double>{0.125, 0.5}, 1, 2),
              Pointwise(DoubleNear(1e-12), std::vector<double>{0.5, 2.25}));
}

// Otherwise all that the delay cost in running years would come back in the year of completion.
TEST(PlanClock, StaysLateAfterCompletion) {
  EXPECT_THAT(PlanClock(kWork, std::vector<double>{0, 0.25, 0.25, 0.5, 0}, 1, 5), ElementsAre(0, 1, 2, 3, 4));
}

TEST(PlanClock, WaitsForPlannedPauses) {
  const std::vector<double> work = {10, 0, 0, 10};
  EXPECT_THAT(PlanClock(work, std::vector<double>{0.5, 0, 0, 0}, 1, 4), ElementsAre(1, 2, 3, 3));
  EXPECT_THAT(PlanClock(work, std::vector<double>{0.5, 0.25, 0}, 1, 3), ElementsAre(1, 3.5, 3.5));
}

TEST(PlanClock, CountsWorkAgainstTheScopeThatWillBeDelivered) {
  EXPECT_THAT(PlanClock(kWork, std::vector<double>{0.125, 0.125}, 0.5, 2), ElementsAre(1, 2));
  EXPECT_THAT(PlanClock(kWork, std::vector<double>{0.5, 0.5}, 2, 2), ElementsAre(1, 2));
}

TEST(PlanClock, IsTheCalendarWhereNothingIsMeasured) {
  EXPECT_THAT(PlanClock(std::vector<double>{0, 0}, std::vector<double>{0.5, 0}, 1, 2), ElementsAre(1, 2));
  EXPECT_THAT(PlanClock(kWork, std::vector<double>{0, 0}, 0, 2), ElementsAre(1, 2));
}

}  // namespace
}  // namespace calanque::portfolio
