#include "engine/kernel/merge_by_time.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/base/check.h"

namespace calanque::kernel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MergeByTime, SortsAndAddsUpEqualTimes) {
  const TimedAmounts merged =
      MergeByTime(std::vector<double>{2.0, 0.5, 2.0, -1.0}, std::vector<double>{10.0, 5.0, 7.0, 1.0});
  EXPECT_THAT(merged.times, ElementsAre(-1.0, 0.5, 2.0));
  EXPECT_THAT(merged.amounts, ElementsAre(1.0, 5.0, 17.0));
}

// 0.1 + 0.2 - 0.3 leaves 5.6e-17, which would add a sign change.
TEST(MergeByTime, RoundingLeftByACancellationIsZero) {
  const TimedAmounts merged = MergeByTime(std::vector<double>{1, 1, 1}, std::vector<double>{0.1, 0.2, -0.3});
  EXPECT_THAT(merged.amounts, ElementsAre(0.0));
}

TEST(MergeByTime, SmallAmountsOfTheirOwnStay) {
  const TimedAmounts merged = MergeByTime(std::vector<double>{1, 2}, std::vector<double>{1e9, 1e-12});
  EXPECT_THAT(merged.amounts, ElementsAre(1e9, 1e-12));
}

TEST(MergeByTime, NothingIsNothing) { EXPECT_THAT(MergeByTime({}, {}).times, IsEmpty()); }

TEST(MergeByTime, AscendingMeansEachLaterThanTheOneBefore) {
  EXPECT_TRUE(IsStrictlyAscending({}));
  EXPECT_TRUE(IsStrictlyAscending(std::vector<double>{0, 1, 2}));
  EXPECT_FALSE(IsStrictlyAscending(std::vector<double>{0, 1, 1}));
  EXPECT_FALSE(IsStrictlyAscending(std::vector<double>{1, 0}));
}

TEST(MergeByTime, UnequalSizesAreADefect) {
  EXPECT_THROW(MergeByTime(std::vector<double>{1, 2}, std::vector<double>{1}), Defect);
}

}  // namespace
}  // namespace calanque::kernel
