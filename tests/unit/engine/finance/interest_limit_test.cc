#include "engine/finance/interest_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/base/check.h"

namespace calanque::finance {
namespace {

using ::testing::ElementsAre;

constexpr InterestLimitRule kRule = {.floor_amount_per_year = 3.0, .ebitda_fraction = 0.3};

struct Answer {
  std::vector<double> deductible, closing;
};

Answer Limit(double opening, const std::vector<double>& interest, const std::vector<double>& ebitda,
             const std::vector<double>& year_fraction = {}) {
  Answer answer{std::vector<double>(interest.size()), std::vector<double>(interest.size())};
  LimitInterest(kRule, opening, interest, ebitda, year_fraction, answer.deductible, answer.closing);
  return answer;
}

TEST(InterestLimit, TheHigherOfFloorAndShareApplies) {
  EXPECT_THAT(Limit(0.0, {8, 8}, {5, 20}).deductible, ElementsAre(3, 6));
}

TEST(InterestLimit, WhatIsCarriedIsDeductedWhenThereIsRoom) {
  const Answer answer = Limit(1.0, {7, 1, 0}, {10, 10, 10});
  EXPECT_THAT(answer.deductible, ElementsAre(3, 3, 3));
  EXPECT_THAT(answer.closing, ElementsAre(5, 3, 0));
}

TEST(InterestLimit, NegativeEbitdaLeavesTheFloor) { EXPECT_THAT(Limit(0.0, {5}, {-100}).deductible, ElementsAre(3)); }

TEST(InterestLimit, AShortFiscalYearScalesTheFloorAlone) {
  EXPECT_THAT(Limit(0.0, {5, 50}, {0, 100}, {0.5, 0.5}).deductible, ElementsAre(1.5, 30));
}

TEST(InterestLimit, NetInterestIncomeIsNotDeductedAndMakesRoom) {
  const Answer answer = Limit(10.0, {-2}, {0});
  EXPECT_THAT(answer.deductible, ElementsAre(5));
  EXPECT_THAT(answer.closing, ElementsAre(5));
}

TEST(InterestLimit, WrongShapesAndRulesAreDefects) {
  EXPECT_THROW(Limit(0.0, {1, 2}, {1}), Defect);
  EXPECT_THROW(Limit(0.0, {1}, {1}, {1, 1}), Defect);
  EXPECT_THROW(Limit(-1.0, {1}, {1}), Defect);
}

}  // namespace
}  // namespace calanque::finance
