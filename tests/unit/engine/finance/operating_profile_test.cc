#include "engine/finance/operating_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace calanque::finance {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

time::Date At(const char* text) { return *time::ParseIsoDate(text); }

// Catches shares by days: a month of 28 days is paid as much as one of 31.
TEST(AddProfile, SpreadsAYearEvenlyOverItsPeriods) {
  const time::PeriodDates quarters({At("2024-01-01"), 3, 8});
  std::vector<double> row(8, 0.0);
  AddProfile(quarters, {At("2024-01-01"), {0.4, 0.6}}, 100.0, row);
  EXPECT_THAT(row, ElementsAre(10.0, 10.0, 10.0, 10.0, 15.0, 15.0, 15.0, 15.0));
}

// Catches a year that begins in mid-period and loses its tail.
TEST(AddProfile, SplitsAYearThatStraddlesPeriods) {
  const time::PeriodDates years({At("2025-01-01"), 12, 3});
  std::vector<double> row(3, 0.0);
  AddProfile(years, {At("2025-07-01"), {1.0}}, 365.0, row);
  EXPECT_THAT(row, ElementsAre(DoubleNear(184.0, 1e-10), DoubleNear(181.0, 1e-10), 0.0));
}

// 184 of 366 days and 181 of 365 are a day short of a year: nothing of the total may be lost or reported as left out.
TEST(AddProfile, PaysAYearWholeAcrossALeapDay) {
  const time::PeriodDates years({At("2024-01-01"), 12, 2});
  std::vector<double> row(2, 0.0);
  EXPECT_EQ(AddProfile(years, {At("2024-07-01"), {1.0}}, 1000.0, row), 0.0);
  EXPECT_NEAR(row[0] + row[1], 1000.0, 1e-10);
  EXPECT_NEAR(row[0] / row[1], (184.0 / 366.0) / (181.0 / 365.0), 1e-12);
}

TEST(AddProfile, LeavesOutWhatFallsBeyondTheHorizon) {
  const time::PeriodDates years({At("2025-01-01"), 12, 2});
  std::vector<double> row(2, 0.0);
  EXPECT_EQ(AddProfile(years, {At("2026-01-01"), {0.5, 0.5}}, 10.0, row), 0.5);
  EXPECT_EQ(AddProfile(years, {At("2025-01-01"), {0.5, 0.5}}, 0.0, row), 0.0);
  EXPECT_THAT(row, ElementsAre(0.0, 5.0));
}

TEST(AddOperation, GrowsFromYearToYearOfOperation) {
  const time::PeriodDates years({At("2025-01-01"), 12, 4});
  std::vector<double> row(4, 0.0);
  AddOperation(years, 1, {At("2026-01-01"), {}}, 100.0, {0.1, {}}, row);
  EXPECT_THAT(row, ElementsAre(0.0, DoubleEq(100.0), DoubleEq(110.0), DoubleNear(121.0, 1e-10)));
}

TEST(AddOperation, RampsUpThenRunsFull) {
  const time::PeriodDates years({At("2025-01-01"), 12, 3});
  std::vector<double> row(3, 0.0);
  const std::vector<double> ramp = {0.25, 0.5};
  AddOperation(years, 1, {At("2025-01-01"), {}}, 100.0, {0.0, ramp}, row);
  EXPECT_THAT(row, ElementsAre(25.0, 50.0, 100.0));
}

// Catches eighteen months of the first year's share where operation starts in the middle of a year.
TEST(AddOperation, SplitsAPeriodAtTheAnniversaryOfTheStart) {
  const time::PeriodDates years({At("2025-01-01"), 12, 3});
  std::vector<double> row(3, 0.0);
  const std::vector<double> ramp = {0.2, 0.6};
  AddOperation(years, 1, {At("2025-07-01"), At("2027-07-01")}, 365.0, {0.0, ramp}, row);
  EXPECT_THAT(row, ElementsAre(DoubleNear(184.0 * 0.2, 1e-10), DoubleNear(181.0 * 0.2 + 184.0 * 0.6, 1e-10),
                               DoubleNear(181.0 * 0.6, 1e-10)));
}

TEST(AddOperation, EndsOnItsFirstDayWithout) {
  const time::PeriodDates months({At("2025-01-01"), 1, 6});
  std::vector<double> row(6, 0.0);
  AddOperation(months, 12, {At("2025-02-01"), At("2025-04-16")}, 120.0, {}, row);
  EXPECT_THAT(row, ElementsAre(0.0, 10.0, 10.0, DoubleEq(5.0), 0.0, 0.0));
}

// A year's figure is the same on every grid.
TEST(AddOperation, MonthsAddUpToTheYear) {
  const time::PeriodDates months({At("2025-01-01"), 1, 24});
  std::vector<double> row(24, 0.0);
  AddOperation(months, 12, {At("2025-01-01"), {}}, 120.0, {0.5, {}}, row);
  EXPECT_NEAR(std::accumulate(row.begin(), row.begin() + 12, 0.0), 120.0, 1e-10);
  EXPECT_NEAR(std::accumulate(row.begin() + 12, row.end(), 0.0), 180.0, 1e-10);
}

}  // namespace
}  // namespace calanque::finance
