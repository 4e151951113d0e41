#include "engine/finance/depreciation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "engine/base/check.h"

namespace calanque::finance {
namespace {

using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;

std::vector<double> Amounts(const DepreciationRule& rule, double cost, std::size_t years) {
  std::vector<double> out(years, -1.0);  // Every year is to be written, 0 after the life.
  Depreciate(rule, cost, out);
  return out;
}

double Total(const std::vector<double>& amounts) { return std::accumulate(amounts.begin(), amounts.end(), 0.0); }

TEST(StraightLine, WholeFirstYear) {
  EXPECT_THAT(Amounts(StraightLine{.life_years = 4}, 1000.0, 6), ElementsAre(250, 250, 250, 250, 0, 0));
}

TEST(StraightLine, APartialFirstYearLeavesAPartialLastOne) {
  EXPECT_THAT(Amounts(StraightLine{.life_years = 5, .first_year_fraction = 0.75}, 10'000.0, 7),
              ElementsAre(1500, 2000, 2000, 2000, 2000, 500, 0));
}

TEST(StraightLine, ALifeShorterThanTheFirstYear) {
  EXPECT_THAT(Amounts(StraightLine{.life_years = 0.5, .first_year_fraction = 0.75}, 80.0, 2), ElementsAre(80, 0));
}

TEST(StraightLine, LivesThatAreNotWholeWriteOffEverything) {
  const auto amounts = Amounts(StraightLine{.life_years = 37.5, .first_year_fraction = 1.0 / 12.0}, 1e6, 60);
  EXPECT_NEAR(Total(amounts), 1e6, 1e-6);
  EXPECT_GT(amounts[38], 0.0);
  EXPECT_EQ(amounts[39], 0.0);
}

TEST(StraightLine, CutAtTheHorizon) {
  EXPECT_THAT(Amounts(StraightLine{.life_years = 10}, 1000.0, 2), ElementsAre(100, 100));
}

// Coefficient 2.25 on 10 years: 22.5 % until a straight line over what remains is higher (from the 7th year on).
TEST(DecliningBalance, SwitchesToTheStraightLineWhenHigher) {
  const auto amounts = Amounts(DecliningBalance{.life_years = 10, .coefficient = 2.25}, 100'000.0, 12);
  EXPECT_NEAR(amounts[0], 22'500.0, 1e-9);
  EXPECT_NEAR(amounts[1], 77'500.0 * 0.225, 1e-9);
  EXPECT_NEAR(amounts[5] / amounts[4], 0.775, 1e-12);
  for (std::size_t year = 7; year < 10; ++year) EXPECT_NEAR(amounts[year], amounts[6], 1e-9);
  EXPECT_NEAR(Total(amounts), 100'000.0, 1e-9);
  EXPECT_EQ(amounts[10], 0.0);
}

TEST(DecliningBalance, APartialFirstYearAddsNoYear) {
  const auto amounts =
      Amounts(DecliningBalance{.life_years = 5, .coefficient = 1.75, .first_year_fraction = 1.0 / 12.0}, 6000.0, 6);
  EXPECT_NEAR(amounts[0], 175.0, 1e-9);
  EXPECT_NEAR(Total(amounts), 6000.0, 1e-9);
  EXPECT_EQ(amounts[5], 0.0);
}

TEST(DecliningBalance, CoefficientOfOneIsTheStraightLine) {
  EXPECT_THAT(Amounts(DecliningBalance{.life_years = 5, .coefficient = 1.0}, 1000.0, 5), Each(DoubleNear(200, 1e-9)));
}

TEST(DecliningBalance, ALifeOfOneYear) {
  EXPECT_THAT(Amounts(DecliningBalance{.life_years = 1, .coefficient = 2.0}, 1000.0, 2), ElementsAre(1000, 0));
}

TEST(ExplicitDepreciation, FollowsItsFractions) {
  EXPECT_THAT(Amounts(ExplicitDepreciation{{0.5, 0.25, 0.25}}, 1000.0, 4), ElementsAre(500, 250, 250, 0));
  EXPECT_THAT(Amounts(ExplicitDepreciation{{0.5, 0.25, 0.25}}, 1000.0, 2), ElementsAre(500, 250));
}

TEST(Depreciation, RulesOutOfRangeAreDefects) {
  EXPECT_THROW(Amounts(StraightLine{.life_years = 0.0}, 1.0, 1), Defect);
  EXPECT_THROW(Amounts(StraightLine{.life_years = 5, .first_year_fraction = 0.0}, 1.0, 1), Defect);
  EXPECT_THROW(Amounts(StraightLine{.life_years = 5, .first_year_fraction = 1.01}, 1.0, 1), Defect);
  EXPECT_THROW(Amounts(DecliningBalance{.life_years = 0, .coefficient = 1.0}, 1.0, 1), Defect);
  EXPECT_THROW(Amounts(DecliningBalance{.life_years = 5, .coefficient = 0.0}, 1.0, 1), Defect);
  EXPECT_THROW(Amounts(ExplicitDepreciation{{0.6, 0.6}}, 1.0, 2), Defect);
  EXPECT_THROW(Amounts(ExplicitDepreciation{{-0.1}}, 1.0, 1), Defect);
}

}  // namespace
}  // namespace calanque::finance
