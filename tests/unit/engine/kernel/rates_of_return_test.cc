// Published and exact cases are in tests/golden/primitives; here are the header's other promises.
#include "engine/kernel/rates_of_return.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/annuity.h"

namespace calanque::kernel {
namespace {

std::string MessageOf(const std::vector<double>& amounts) {
  const auto rates = FindRatesEquallySpaced(1.0, amounts);
  return rates ? std::string() : std::string(rates.error().message);
}

TEST(RatesOfReturn, SayWhyThereIsNone) {
  EXPECT_EQ(MessageOf({-100, 0, -3}), "no rate of return: there is no inflow");
  EXPECT_EQ(MessageOf({0, 100, 3}), "no rate of return: there is no outflow");
  EXPECT_EQ(MessageOf({0, 0}), "no rate of return: all cash flows are zero");
  EXPECT_EQ(MessageOf({}), "no rate of return: all cash flows are zero");
  EXPECT_EQ(MessageOf({1000, -3000, 2500}), "no rate of return: the net present value keeps its sign at every rate");
  EXPECT_EQ(MessageOf({-1, 1e12}), "no rate of return: the only one is beyond -99.999999999 % or 7e12 %");
  EXPECT_EQ(MessageOf({-1e12, 1}), "no rate of return: the only one is beyond -99.999999999 % or 7e12 %");
}

TEST(RatesOfReturn, FlowsThatAreNotFiniteHaveNone) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(MessageOf({-100, infinity}), "no rate of return: a cash flow is not a finite number");
  EXPECT_EQ(MessageOf({-100, std::nan("")}), "no rate of return: a cash flow is not a finite number");
}

TEST(RatesOfReturn, CountSignChangesInOrderOfTimeWithoutZeros) {
  EXPECT_EQ(FindRatesEquallySpaced(1.0, std::vector<double>{-1, 0, 2, 0, 3})->sign_change_count, 1);
  EXPECT_EQ(FindRates(std::vector<double>{2, 0, 1}, std::vector<double>{-1540, -1000, 2500})->sign_change_count, 2);
}

TEST(RatesOfReturn, ALoanAndTheInvestmentBehindItHaveTheSameRate) {
  EXPECT_EQ(FindRatesEquallySpaced(1.0, std::vector<double>{-1000, 300, 400, 500})->values,
            FindRatesEquallySpaced(1.0, std::vector<double>{1000, -300, -400, -500})->values);
  EXPECT_EQ(FindRatesEquallySpaced(1.0, std::vector<double>{-1000, 2500, -1540})->values,
            FindRatesEquallySpaced(1.0, std::vector<double>{1000, -2500, 1540})->values);
}

TEST(RatesOfReturn, OriginOfTimeDoesNotMatter) {
  const std::vector<double> amounts = {-1000, 300, 400, 500};
  const auto at_zero = FindRates(std::vector<double>{0, 1, 2, 3}, amounts);
  const auto before = FindRates(std::vector<double>{-2, -1, 0, 1}, amounts);
  EXPECT_NEAR(at_zero->all()[0], before->all()[0], 1e-14);
}

// Many inflows on both sides of the unrolled blocks of four, and rates on both sides of 0.
TEST(RatesOfReturn, LevelPaymentsOfEveryLength) {
  for (int count = 1; count <= 45; ++count) {
    for (const double rate : {-0.2, -0.01, 0.0, 0.03, 0.5, 40.0}) {
      std::vector<double> amounts(static_cast<std::size_t>(count) + 1, CapitalRecoveryFactor(rate, count));
      amounts[0] = -1.0;
      const auto rates = FindRatesEquallySpaced(1.0, amounts);
      ASSERT_TRUE(rates.has_value());
      EXPECT_NEAR(rates->all()[0], rate, 1e-12 * (1.0 + rate)) << count << " payments";
    }
  }
}

TEST(RatesOfReturn, EarlyGroupOfManyOutflows) {
  // 5 years of building at 100, then 10 of income: growth at 8 % by hand.
  const double rate = 0.08;
  std::vector<double> amounts(15, -100.0);
  const double spent_at_4 = 100.0 * (std::pow(1.0 + rate, 5) - 1.0) / rate;
  for (std::size_t i = 5; i < 15; ++i) amounts[i] = spent_at_4 * CapitalRecoveryFactor(rate, 10.0);
  EXPECT_NEAR(FindRatesEquallySpaced(1.0, amounts)->all()[0], rate, 1e-13);
}

TEST(RatesOfReturn, ExtremeLifetimesDoNotOverflow) {
  std::vector<double> amounts(601, 0.0);
  amounts.front() = -1.0;
  amounts.back() = 1e-3;
  EXPECT_NEAR(FindRatesEquallySpaced(1.0, amounts)->all()[0], std::expm1(std::log(1e-3) / 600.0), 1e-15);
  amounts[300] = 1e300;
  EXPECT_FALSE(FindRatesEquallySpaced(1.0, amounts).has_value());  // The outflow is nothing beside 1e300.
}

TEST(RatesOfReturn, WrongShapesAreDefects) {
  EXPECT_THROW(static_cast<void>(FindRates(std::vector<double>{0, 1}, std::vector<double>{1})), Defect);
  EXPECT_THROW(static_cast<void>(FindRatesEquallySpaced(0.0, std::vector<double>{-1, 2})), Defect);
  EXPECT_THROW(static_cast<void>(ModifiedRate(std::vector<double>{0}, std::vector<double>{-1, 2}, 0, 0)), Defect);
  EXPECT_THROW(static_cast<void>(ModifiedRate({}, {}, -1.0, 0)), Defect);
}

TEST(ModifiedRate, GrowsInflowsToTheHorizon) {
  // 50 reinvested a year at 10 %, 50 more: 105 for 100 over 2 years.
  const auto rate =
      ModifiedRate(std::vector<double>{0, 1, 2}, std::vector<double>{-100, 50, 50}, /*finance*/ 0.05, 0.1);
  ASSERT_TRUE(rate.has_value());
  EXPECT_NEAR(*rate, std::sqrt(1.05) - 1.0, 1e-15);
}

TEST(ModifiedRate, EqualsTheRateOfReturnWhenReinvestedAtIt) {
  const std::vector<double> times = {0, 1, 2, 3};
  const std::vector<double> amounts = {-100, 39, 59, 55};
  const double rate = FindRates(times, amounts)->all()[0];
  EXPECT_NEAR(ModifiedRate(times, amounts, 0.0, rate).value(), rate, 1e-14);
}

TEST(ModifiedRate, FailsWithoutInflowOutflowOrTime) {
  const std::vector<double> times = {0, 1};
  EXPECT_FALSE(ModifiedRate(times, std::vector<double>{-1, 0}, 0.1, 0.1).has_value());
  EXPECT_FALSE(ModifiedRate(times, std::vector<double>{1, 0}, 0.1, 0.1).has_value());
  EXPECT_FALSE(ModifiedRate(std::vector<double>{1, 1}, std::vector<double>{-1, 2}, 0.1, 0.1).has_value());
  EXPECT_FALSE(ModifiedRate({}, {}, 0.1, 0.1).has_value());
}

}  // namespace
}  // namespace calanque::kernel
