// Limits of speed against schedules small enough to see.
#include "engine/portfolio/implementation_speed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::portfolio {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;

Measure Spending(std::vector<double> investment_by_year) {
  Measure measure;
  measure.investment_by_year = std::move(investment_by_year);
  return measure;
}

TEST(ScheduledFractions, CumulateTheSpending) {
  EXPECT_THAT(ScheduledFractions(Spending({0, 30, 10, 60, 0})),
              ElementsAre(0.0, DoubleEq(0.3), DoubleEq(0.4), DoubleEq(1.0), 1.0));
}

// Without spending there is nothing to wait for. Money that comes back (a sale) does not undo works.
TEST(ScheduledFractions, StayWithinZeroAndOne) {
  EXPECT_THAT(ScheduledFractions(Spending({0, 0})), ElementsAre(1.0, 1.0));
  EXPECT_THAT(ScheduledFractions(Spending({120, -20})), ElementsAre(1.0, 1.0));
}

// All spent in 2025, a quarter a year is permitted from 2026: 0, 1/4, 1/2, 3/4, 1.
TEST(SpeedLimit, KeepsWhatIsPermittedOfWhatIsScheduled) {
  const SpeedOutcome out = ApplySpeedLimit(Spending({100, 0, 0, 0, 0, 0}), {2026, 0.25}, 2025, 2030);
  EXPECT_THAT(out.kept_fractions, ElementsAre(0.0, 0.25, 0.5, 0.75, 1.0, 1.0));
  EXPECT_EQ(out.full_year, 2029);
  EXPECT_EQ(out.latest_start_year, 2027);  // 2027 to 2030 are four years.
}

// A schedule that is slower than the limit keeps all of its tonnes.
TEST(SpeedLimit, LeavesASlowScheduleAlone) {
  const SpeedOutcome out = ApplySpeedLimit(Spending({10, 10, 10, 70}), {2025, 0.5}, 2025, 0);
  EXPECT_THAT(out.kept_fractions, ElementsAre(1.0, 1.0, 1.0, 1.0));
  EXPECT_FALSE(out.latest_start_year.has_value());
}

// Half is scheduled and a tenth permitted: a fifth of that year's tonnes is kept.
TEST(SpeedLimit, ComparesWithTheSchedule) {
  const SpeedOutcome out = ApplySpeedLimit(Spending({50, 50}), {2025, 0.1}, 2025, 0);
  EXPECT_THAT(out.kept_fractions, ElementsAre(DoubleEq(0.2), DoubleEq(0.2)));
}

// Tonnes before any spending cannot be held against a schedule: the permitted share is kept.
TEST(SpeedLimit, TakesThePermittedShareBeforeTheFirstSpending) {
  const SpeedOutcome out = ApplySpeedLimit(Spending({0, 100}), {2025, 0.5}, 2025, 0);
  EXPECT_THAT(out.kept_fractions, ElementsAre(0.5, 1.0));
}

// 0.1 is a little more than a tenth in binary: ten years, not nine; and 1/3 a year takes three, not four.
TEST(SpeedLimit, CountsWholeYears) {
  EXPECT_EQ(ApplySpeedLimit(Spending({}), {2025, 0.1}, 2025, 0).full_year, 2034);
  EXPECT_EQ(ApplySpeedLimit(Spending({}), {2025, 1.0 / 3.0}, 2025, 0).full_year, 2027);
  EXPECT_EQ(ApplySpeedLimit(Spending({}), {2025, 0.34}, 2025, 0).full_year, 2027);
  EXPECT_EQ(ApplySpeedLimit(Spending({}), {2025, 1.0}, 2025, 0).full_year, 2025);
}

// Works may have begun before the grid.
TEST(SpeedLimit, CountsFromItsOwnFirstYear) {
  const SpeedOutcome out = ApplySpeedLimit(Spending({100, 0}), {2023, 0.25}, 2025, 0);
  EXPECT_THAT(out.kept_fractions, ElementsAre(0.75, 1.0));
}

}  // namespace
}  // namespace calanque::portfolio
