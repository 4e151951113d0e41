#include "engine/finance/loss_carry_forward.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/base/check.h"

namespace calanque::finance {
namespace {

using ::testing::ElementsAre;

struct Answer {
  std::vector<double> taxable, used, closing;
};

Answer Carry(const LossCarryForwardRule& rule, double opening, const std::vector<double>& results) {
  const std::size_t count = results.size();
  Answer answer{std::vector<double>(count), std::vector<double>(count), std::vector<double>(count)};
  CarryLossesForward(rule, opening, results, answer.taxable, answer.used, answer.closing);
  return answer;
}

TEST(LossCarryForward, WithoutALimitLossesAbsorbAllProfit) {
  const Answer answer = Carry({}, 0.0, {-100, 40, 80});
  EXPECT_THAT(answer.taxable, ElementsAre(0, 0, 20));
  EXPECT_THAT(answer.used, ElementsAre(0, 40, 60));
  EXPECT_THAT(answer.closing, ElementsAre(100, 60, 0));
}

TEST(LossCarryForward, AboveTheFloorOnlyAFractionIsAbsorbed) {
  const Answer answer = Carry({.floor_amount = 10, .fraction = 0.5}, 1000.0, {8, 10, 30});
  EXPECT_THAT(answer.used, ElementsAre(8, 10, 20));
  EXPECT_THAT(answer.taxable, ElementsAre(0, 0, 10));
}

// A floor above the profit must not turn into more than the profit.
TEST(LossCarryForward, FractionOfZeroUsesTheFloorAlone) {
  EXPECT_THAT(Carry({.floor_amount = 10, .fraction = 0.0}, 100.0, {4, 25}).used, ElementsAre(4, 10));
}

TEST(LossCarryForward, LossesAddUpAndABreakEvenYearChangesNothing) {
  const Answer answer = Carry({}, 5.0, {-10, 0, -20});
  EXPECT_THAT(answer.closing, ElementsAre(15, 15, 35));
  EXPECT_THAT(answer.taxable, ElementsAre(0, 0, 0));
}

TEST(LossCarryForward, RulesOutOfRangeAreDefects) {
  EXPECT_THROW(Carry({.floor_amount = -1}, 0.0, {1}), Defect);
  EXPECT_THROW(Carry({.fraction = 1.5}, 0.0, {1}), Defect);
  EXPECT_THROW(Carry({}, -1.0, {1}), Defect);
}

}  // namespace
}  // namespace calanque::finance
