// Rows know which of them hold anything: a stale or forgotten row is money of another project, or money lost.
#include "engine/metric/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <utility>

namespace calanque::metric {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using TestRows = Rows<std::size_t>;

std::vector<std::size_t> UsedKeys(const TestRows& rows) {
  std::vector<std::size_t> keys;
  rows.ForEachUsed([&](std::size_t key) { keys.push_back(key); });
  return keys;
}

void Set(TestRows& rows, std::size_t key, std::vector<double> values) {
  std::copy(values.begin(), values.end(), rows.Row(key).begin());
}

TEST(Rows, OnlyWrittenRowsAreInUse) {
  TestRows rows(200, 2);
  EXPECT_THAT(UsedKeys(rows), IsEmpty());
  for (const std::size_t key : {199U, 0U, 64U, 63U}) Set(rows, key, {1.0, 2.0});  // Beyond one word of bits.
  EXPECT_THAT(UsedKeys(rows), ElementsAre(0, 63, 64, 199));
  EXPECT_FALSE(rows.IsUsed(65));
  EXPECT_THAT(std::as_const(rows).Row(65), ElementsAre(0.0, 0.0));
}

TEST(Rows, SumsAreThoseOfTheRowsBeforeAndAfterFinish) {
  TestRows rows(3, 3);
  Set(rows, 1, {1.0, 2.0, 4.0});
  EXPECT_EQ(rows.RowSum(1), 7.0);
  rows.Finish();
  EXPECT_EQ(rows.RowSum(1), 7.0);
  EXPECT_EQ(rows.RowSum(2), 0.0);
  rows.Row(1)[0] = 10.0;  // Writing forgets the sum.
  EXPECT_EQ(rows.RowSum(1), 16.0);
}

TEST(Rows, FinishForgetsRowsOfZerosAlone) {
  TestRows rows(3, 2);
  Set(rows, 0, {0.0, -0.0});
  Set(rows, 2, {0.0, std::nan("")});  // Not zeros.
  rows.Finish();
  EXPECT_THAT(UsedKeys(rows), ElementsAre(2));
  EXPECT_FALSE(std::signbit(std::as_const(rows).Row(0)[1])) << "would print as -0";
}

TEST(Rows, ClearLeavesNothingOfTheSubjectBefore) {
  TestRows rows(2, 2);
  Set(rows, 1, {3.0, 4.0});
  rows.Finish();
  rows.Clear();
  EXPECT_THAT(UsedKeys(rows), IsEmpty());
  EXPECT_EQ(rows.RowSum(1), 0.0);
  rows.Row(1)[0] += 1.0;
  EXPECT_THAT(rows.Row(1), ElementsAre(1.0, 0.0));
}

TEST(Rows, DifferenceTakesRowsThatOnlyOneSideHas) {
  TestRows with(4, 2), without(4, 2), difference(4, 2);
  Set(with, 0, {5.0, 6.0});
  Set(with, 1, {7.0, 7.0});
  Set(without, 1, {7.0, 1.0});
  Set(without, 2, {1.0, 2.0});
  Set(difference, 3, {9.0, 9.0});  // Of another subject.
  difference.SetDifference(with, without);
  EXPECT_THAT(UsedKeys(difference), ElementsAre(0, 1, 2));
  EXPECT_THAT(difference.Row(0), ElementsAre(5.0, 6.0));
  EXPECT_THAT(difference.Row(1), ElementsAre(0.0, 6.0));
  EXPECT_THAT(difference.Row(2), ElementsAre(-1.0, -2.0));
  EXPECT_THAT(std::as_const(difference).Row(3), ElementsAre(0.0, 0.0));
}

TEST(Rows, AddTakesWhatTheOtherHas) {
  TestRows sum(3, 2), other(3, 2);
  Set(sum, 0, {1.0, 1.0});
  Set(other, 0, {1.0, 2.0});
  Set(other, 1, {3.0, 4.0});
  sum.Add(other);
  EXPECT_THAT(sum.Row(0), ElementsAre(2.0, 3.0));
  EXPECT_THAT(sum.Row(1), ElementsAre(3.0, 4.0));
  EXPECT_EQ(sum.used_bits(), 0b11U);
}

}  // namespace
}  // namespace calanque::metric
