#include "engine/time/date.h"

#include <gtest/gtest.h>

namespace calanque::time {
namespace {

Date At(const char* text) { return *ParseIsoDate(text); }

// Catches dates that look right and are not days of the calendar.
TEST(Date, RefusesWhatIsNoDay) {
  for (const char* text : {"2025-02-29", "2025-13-01", "2025-00-10", "2025-1-01", "25-01-01", "2025/01/01", "",
                           "2025-01-01T", "1899-12-31", "20x5-01-01", " 2025-01-01"}) {
    EXPECT_FALSE(ParseIsoDate(text)) << text;
  }
  EXPECT_TRUE(ParseIsoDate("2024-02-29"));
}

TEST(Date, WritesWhatItReads) { EXPECT_EQ(FormatIsoDate(At("2024-02-29")), "2024-02-29"); }

// Catches month ends that overflow into the next month.
TEST(Date, AddsMonthsAtMonthEnds) {
  EXPECT_EQ(AddMonths(At("2025-01-31"), 1), At("2025-02-28"));
  EXPECT_EQ(AddMonths(At("2024-02-29"), 12), At("2025-02-28"));
  EXPECT_EQ(AddMonths(At("2025-03-31"), -1), At("2025-02-28"));
  EXPECT_EQ(AddMonths(At("2025-11-30"), 3), At("2026-02-28"));
}

// Catches leap days leaking into whole years.
TEST(Date, CountsWholeYearsExactly) {
  for (int years = 0; years < 100; ++years) {
    EXPECT_EQ(YearsBetween(At("2024-01-01"), AddMonths(At("2024-01-01"), 12 * years)), years);
  }
  EXPECT_EQ(YearsBetween(At("2025-01-01"), At("2025-07-01")), 0.5);
  EXPECT_EQ(YearsBetween(At("2025-07-01"), At("2025-01-01")), -0.5);
  EXPECT_DOUBLE_EQ(YearsBetween(At("2025-01-01"), At("2025-02-15")), (1.0 + 14.0 / 28.0) / 12.0);
}

TEST(Date, CountsDaysOver365) {
  EXPECT_DOUBLE_EQ(YearsActual365Fixed(At("2024-01-01"), At("2025-01-01")), 366.0 / 365.0);
}

TEST(Date, DecimalYearOfAMonthStartIsExact) {
  EXPECT_EQ(DecimalYear(At("2030-07-01")), 2030.5);
  EXPECT_EQ(DecimalYear(At("2030-01-01")), 2030.0);
}

}  // namespace
}  // namespace calanque::time
