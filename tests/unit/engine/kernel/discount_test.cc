#include "engine/kernel/discount.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace calanque::kernel {
namespace {

TEST(Discount, FactorsOfWholePartAndNegativeTimes) {
  EXPECT_EQ(CompoundDiscountFactor(0.05, 0.0), 1.0);
  EXPECT_NEAR(CompoundDiscountFactor(0.05, 2.0), 1.0 / (1.05 * 1.05), 1e-15);
  EXPECT_NEAR(CompoundDiscountFactor(0.21, 0.5), 1.0 / 1.1, 1e-15);
  EXPECT_NEAR(CompoundDiscountFactor(0.05, -1.0), 1.05, 1e-15);
  EXPECT_NEAR(CompoundDiscountFactor(-0.5, 1.0), 2.0, 1e-15);
}

TEST(Discount, SeriesOfFactorsEqualsSingleOnes) {
  const std::vector<double> times = {0.0, 0.25, 1.0, 40.0, -3.0};
  std::vector<double> factors(times.size());
  CompoundDiscountFactors(0.032, times, factors);
  for (std::size_t i = 0; i < times.size(); ++i) EXPECT_EQ(factors[i], CompoundDiscountFactor(0.032, times[i]));
}

TEST(Discount, FirstEquallySpacedFlowIsNotDiscounted) {
  EXPECT_EQ(NetPresentValue(0.1, std::vector<double>{-100.0}), -100.0);
  EXPECT_NEAR(NetPresentValue(0.1, std::vector<double>{-100.0, 110.0}), 0.0, 1e-13);
  EXPECT_EQ(NetPresentValue(0.1, std::vector<double>{}), 0.0);
}

TEST(Discount, BothFormsOfNetPresentValueAgree) {
  std::vector<double> times;
  std::vector<double> amounts;
  for (int i = 0; i < 43; ++i) {
    times.push_back(i);
    amounts.push_back(i == 0 ? -1000.0 : 50.0 + i);
  }
  for (const double rate : {-0.3, 0.0, 0.04, 2.0}) {
    const double expected = NetPresentValue(rate, amounts);
    EXPECT_NEAR(NetPresentValue(rate, times, amounts), expected, 1e-13 * std::abs(expected) + 1e-9) << rate;
  }
}

TEST(Discount, RealRateUndoesInflation) {
  EXPECT_NEAR((1.0 + RealRate(0.07, 0.02)) * 1.02, 1.07, 1e-15);
  EXPECT_EQ(RealRate(0.02, 0.02), 0.0);
}

TEST(Discount, UnequalSizesAreADefect) {
  std::vector<double> one(1);
  const std::vector<double> two(2);
  EXPECT_THROW(CompoundDiscountFactors(0.1, two, one), Defect);
  EXPECT_THROW(NetPresentValue(0.1, two, one), Defect);
}

}  // namespace
}  // namespace calanque::kernel
