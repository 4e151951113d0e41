#include "engine/time/period_grid.h"

#include <gtest/gtest.h>

namespace calanque::time {
namespace {

Date At(const char* text) { return *ParseIsoDate(text); }

const PeriodGrid kQuarters{At("2025-01-01"), 3, 8};

TEST(PeriodGrid, FlowYearsAreExactInPeriods) {
  EXPECT_EQ(kQuarters.FlowYears(0, FlowTiming::kStart, At("2025-01-01")), 0.0);
  EXPECT_EQ(kQuarters.FlowYears(3, FlowTiming::kEnd, At("2025-01-01")), 1.0);
  EXPECT_EQ(kQuarters.FlowYears(0, FlowTiming::kMiddle, At("2025-01-01")), 0.125);
  EXPECT_EQ(kQuarters.FlowYears(0, FlowTiming::kStart, At("2026-01-01")), -1.0);
}

// Catches periods built by repeated addition, which would drift from the 31st to the 28th for good.
TEST(PeriodGrid, MonthEndsDoNotDrift) {
  const PeriodGrid months{At("2024-01-31"), 1, 4};
  EXPECT_EQ(months.StartOf(1), At("2024-02-29"));
  EXPECT_EQ(months.StartOf(2), At("2024-03-31"));
}

TEST(PeriodDates, FindsThePeriodOfADay) {
  const PeriodDates dates(kQuarters);
  EXPECT_EQ(dates.IndexOf(At("2024-12-31")), -1);
  EXPECT_EQ(dates.IndexOf(At("2025-01-01")), 0);
  EXPECT_EQ(dates.IndexOf(At("2025-03-31")), 0);
  EXPECT_EQ(dates.IndexOf(At("2025-04-01")), 1);
  EXPECT_EQ(dates.IndexOf(At("2026-12-31")), 7);
  EXPECT_EQ(dates.IndexOf(At("2027-01-01")), 8);
}

TEST(PeriodDates, SharesAPeriodByDays) {
  const PeriodDates dates(kQuarters);
  EXPECT_EQ(dates.ActiveShare(0, At("2024-01-01"), At("2030-01-01")), 1.0);
  EXPECT_DOUBLE_EQ(dates.ActiveShare(1, At("2025-05-01"), At("2030-01-01")), 61.0 / 91.0);
  EXPECT_EQ(dates.ActiveShare(2, At("2024-01-01"), At("2025-07-01")), 0.0);
}

}  // namespace
}  // namespace calanque::time
