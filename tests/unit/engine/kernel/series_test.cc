#include "engine/kernel/series.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::kernel {
namespace {

using ::testing::ElementsAre;

TEST(Series, AccumulateAddsInPlace) {
  std::vector<double> out = {1, 2, 3};
  Accumulate(out, std::vector<double>{10, 20, 30});
  EXPECT_THAT(out, ElementsAre(11, 22, 33));
  AccumulateScaled(out, std::vector<double>{1, 1, 2}, -1.0);
  EXPECT_THAT(out, ElementsAre(10, 21, 31));
}

TEST(Series, SubtractLeavesNoRounding) {
  std::vector<double> out = {0.1 + 0.2, 3, 1e9 + 1, 0};
  Subtract(out, std::vector<double>{0.3, 1, 1e9, 2});
  EXPECT_THAT(out, ElementsAre(0, 2, 1, -2));
}

TEST(Series, MultiplyIntoMayOverwriteAnOperand) {
  std::vector<double> a = {1, 2, 3};
  MultiplyInto(a, a, std::vector<double>{4, 5, 6});
  EXPECT_THAT(a, ElementsAre(4, 10, 18));
}

TEST(Series, UnequalSizesAreADefect) {
  std::vector<double> two(2);
  const std::vector<double> three(3);
  EXPECT_THROW(Accumulate(two, three), Defect);
  EXPECT_THROW(AccumulateScaled(two, three, 1.0), Defect);
  EXPECT_THROW(MultiplyInto(two, two, three), Defect);
  EXPECT_THROW(Dot(two, three), Defect);
}

// Catches a lost remainder after the blocks of four.
TEST(Series, SumsOfEveryLength) {
  for (std::size_t count = 0; count <= 13; ++count) {
    std::vector<double> values;
    for (std::size_t i = 1; i <= count; ++i) values.push_back(static_cast<double>(i));
    const auto n = static_cast<double>(count);
    EXPECT_EQ(Sum(values), n * (n + 1) / 2) << count;
    EXPECT_EQ(Dot(values, values), n * (n + 1) * (2 * n + 1) / 6) << count;
  }
}

// The order of additions is part of the result: a compiler that reorders them changes bits between machines.
TEST(Series, SumAddsInTheStatedOrder) {
  const std::vector<double> values = {1e16, 1.0, -1e16, 1.0, 1.0, 1e-3};
  EXPECT_EQ(Sum(values), ((1e16 + 1.0) + -1e16) + ((1.0 + 1e-3) + 1.0));
}

}  // namespace
}  // namespace calanque::kernel
