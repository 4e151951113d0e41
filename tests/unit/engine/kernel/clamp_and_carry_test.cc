#include "engine/kernel/clamp_and_carry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::kernel {
namespace {

using ::testing::ElementsAre;

TEST(ClampAndCarry, UsesUpToTheLimitAndCarriesTheRest) {
  std::vector<double> used(4);
  std::vector<double> carried(4);
  EXPECT_EQ(ClampAndCarry(10.0, std::vector<double>{5, 0, 0, 7}, std::vector<double>{3, 100, 2, 0}, used, carried),
            7.0);
  EXPECT_THAT(used, ElementsAre(3, 12, 0, 0));
  EXPECT_THAT(carried, ElementsAre(12, 0, 0, 7));
}

TEST(ClampAndCarry, NegativeLimitUsesNothing) {
  std::vector<double> used(1);
  std::vector<double> carried(1);
  EXPECT_EQ(ClampAndCarry(0.0, std::vector<double>{4}, std::vector<double>{-2}, used, carried), 4.0);
  EXPECT_THAT(used, ElementsAre(0));
}

// Callers keep limits and additions in the result's memory.
TEST(ClampAndCarry, WorksInPlace) {
  std::vector<double> additions_then_carried = {5, 1};
  std::vector<double> limits_then_used = {2, 9};
  ClampAndCarry(0.0, additions_then_carried, limits_then_used, limits_then_used, additions_then_carried);
  EXPECT_THAT(limits_then_used, ElementsAre(2, 4));
  EXPECT_THAT(additions_then_carried, ElementsAre(3, 0));
}

TEST(ClampAndCarry, UnequalSizesAreADefect) {
  std::vector<double> one(1);
  std::vector<double> two(2);
  EXPECT_THROW(ClampAndCarry(0.0, two, two, one, two), Defect);
}

}  // namespace
}  // namespace calanque::kernel
