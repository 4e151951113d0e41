#include "engine/ledger/ledger.h"

#include <gtest/gtest.h>

namespace calanque::ledger {
namespace {

using time::FlowTiming;
using time::ParseIsoDate;

TEST(PointAxis, DatedPointsFollowThePeriodsWithTheirOwnTimes) {
  const time::Date start = *ParseIsoDate("2024-01-01");
  const PointAxis axis = MakePointAxis({start, 12, 3}, FlowTiming::kEnd, start, {*ParseIsoDate("2025-03-01")});
  ASSERT_EQ(axis.point_count(), 4);
  EXPECT_EQ(axis.years[0], 1.0);
  EXPECT_DOUBLE_EQ(axis.years[3], 425.0 / 365.0);  // 366 + 59 days: 2024 has a leap day.
  EXPECT_EQ(axis.period_indices[3], 1);
  EXPECT_EQ(axis.year_indices[3], 1);
  EXPECT_FALSE(axis.is_equally_spaced);
}

// A period belongs to the calendar year in which it begins.
TEST(PointAxis, CountsCalendarYears) {
  const time::Date start = *ParseIsoDate("2025-07-01");
  const PointAxis axis = MakePointAxis({start, 6, 4}, FlowTiming::kStart, start, {});
  EXPECT_EQ(axis.first_year, 2025);
  EXPECT_EQ(axis.year_count, 3);
  EXPECT_EQ(axis.year_indices, (std::vector<int>{0, 1, 1, 2}));
  EXPECT_EQ(axis.spacing_years, 0.5);
}

TEST(Border, SignsWhatCrosses) {
  const Border border{{1, 0, 1}};
  MoneyColumn column;
  column.payer = {0};
  column.payee = {1};
  EXPECT_EQ(border.Sign(column), -1);
  column.payee = {2};
  EXPECT_EQ(border.Sign(column), 0);
  column.payer = {1};
  EXPECT_EQ(border.Sign(column), 1);
}

TEST(Block, ColumnsDoNotOverlap) {
  Schema schema;
  schema.axis = MakePointAxis({*ParseIsoDate("2025-01-01"), 12, 3}, FlowTiming::kEnd, *ParseIsoDate("2025-01-01"), {});
  schema.money.resize(2);
  Block block(schema, 2);
  block.Money(0, 1)[2] = 7.0;
  block.Money(1, 0)[0] = 8.0;
  EXPECT_EQ(block.Money(0, 1)[2], 7.0);
  EXPECT_EQ(block.Money(1, 0)[0], 8.0);
  EXPECT_EQ(block.Money(0, 0)[0], 0.0);
}

}  // namespace
}  // namespace calanque::ledger
