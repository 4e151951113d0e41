#include "engine/base/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "engine/base/stop_poll.h"

namespace calanque {
namespace {

using ::testing::HasSubstr;

TEST(Result, HoldsAValueOrSaysWhyNot) {
  const Result<int> good = 7;
  ASSERT_TRUE(good);
  EXPECT_EQ(*good, 7);
  const Result<int> bad = Failure{Reason::kMissingData, "a.b", "no figure"};
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().field_path, "a.b");
}

// Catches a failed result read as if it were good: it must be a defect, never a zero.
TEST(Result, ReadingTheWrongSideIsADefect) {
  const Result<int> bad = Failure{Reason::kMissingData, "", "no figure"};
  EXPECT_THROW((void)bad.value(), Defect);
  const Result<int> good = 7;
  EXPECT_THROW((void)good.error(), Defect);
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> owner = std::make_unique<int>(3);
  const std::unique_ptr<int> taken = std::move(owner).value();
  EXPECT_EQ(*taken, 3);
}

TEST(Check, NamesConditionAndPlace) {
  try {
    CALANQUE_CHECK(1 + 1 == 3, "arithmetic holds");
    FAIL() << "must throw";
  } catch (const Defect& defect) {
    EXPECT_THAT(defect.what(), HasSubstr("1 + 1 == 3"));
    EXPECT_THAT(defect.what(), HasSubstr("result_test.cc"));
    EXPECT_THAT(defect.what(), HasSubstr("arithmetic holds"));
  }
}

TEST(StopPoll, EmptyNeverStops) {
  EXPECT_FALSE(StopPoll{}());
  const bool yes = true;
  EXPECT_TRUE((StopPoll{[](const void* flag) { return *static_cast<const bool*>(flag); }, &yes}()));
}

// A kernel says why there is no number without a string; where it is kept, nothing of it may be lost.
TEST(NoFigure, BecomesAFailureWithItsReasonAndText) {
  const NoFigure none{Reason::kNotConverged, "no rate"};
  const Failure failure = none;
  EXPECT_EQ(failure, (Failure{Reason::kNotConverged, "", "no rate"}));
  const Result<int> result = none;
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error(), failure);
}

}  // namespace
}  // namespace calanque
