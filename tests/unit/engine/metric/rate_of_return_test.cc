// Rates of return: one, several, none; on which flows; on which times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;
using testing::Contains;
using testing::DoubleNear;
using testing::ElementsAre;

InputFixture Flows(const std::vector<double>& amounts, double rate = 0.1) {
  InputFixture flows(static_cast<int>(amounts.size()), 0.0, rate);
  flows.Set(Category::kRevenue, amounts);
  return flows;
}

std::vector<double> List(const InputFixture::Answer& answer) {
  const auto* list = std::get_if<ValueList>(&answer.outcome);
  return list ? std::vector<double>(list->values.begin(), list->values.end()) : std::vector<double>();
}

// numpy-financial, docstrings of irr and mirr.
TEST(RateOfReturn, NumpyFinancialIrr) {
  EXPECT_NEAR(Flows({-100, 39, 59, 55, 20}).Number("irr_per_year"), 0.280948421159961, 1e-12);
  EXPECT_NEAR(Flows({-100, 0, 0, 74}).Number("irr_per_year"), -0.09549583034897252, 1e-12);
  EXPECT_NEAR(Flows({-100, 100, 0, 7}).Number("irr_per_year"), 0.06206, 5e-6);
  // Two and three sign changes: numpy's number is one of several.
  EXPECT_THAT(List(Flows({-100, 100, 0, -7}).Compute("irr_per_year")), Contains(DoubleNear(-0.0833, 5e-5)));
  EXPECT_THAT(List(Flows({-5, 10.5, 1, -8, 1}).Compute("irr_per_year")), Contains(DoubleNear(0.0886, 5e-5)));
}

TEST(RateOfReturn, SeveralRootsComeAsAscendingList) {
  EXPECT_THAT(List(Flows({-100, 230, -132}).Compute("irr_per_year")),
              ElementsAre(DoubleNear(0.1, 1e-9), DoubleNear(0.2, 1e-9)));
}

TEST(RateOfReturn, NoRootIsAFailureWithItsReason) {
  EXPECT_EQ(Flows({-100, 150, -100}).FailureOf("irr_per_year").reason, Reason::kNotApplicable);
  EXPECT_EQ(Flows({100, 10}).FailureOf("irr_per_year").reason, Reason::kNotApplicable);
  EXPECT_FALSE(Flows({-100, -10}).FailureOf("irr_per_year").message.empty());
}

TEST(RateOfReturn, MonthlyPeriodsGiveAYearlyRate) {
  auto months = InputFixture::WithPeriods(13, 0.0, 12, 0.05);
  std::vector<double> amounts(13);
  amounts.front() = -100;
  amounts.back() = 110;
  months.Set(Category::kRevenue, amounts);
  EXPECT_NEAR(months.Number("irr_per_year"), 0.10, 1e-12);
}

TEST(RateOfReturn, DatedPointsCountAtTheirOwnTimes) {
  InputFixture flows(3, 0.0, 0.1);
  flows.AddDatedPoint(0.5, 0, 0.1);  // After the periods in the row, before them in time.
  flows.Set(Category::kInvestment, {0, 0, 0, -100}).Set(Category::kRevenue, {0, 0, 100 * std::pow(1.07, 1.5)});
  EXPECT_NEAR(flows.Number("irr_per_year"), 0.07, 1e-12);
}

TEST(RateOfReturn, EachNameCountsItsCategories) {
  InputFixture flows(2, 0.0, 0.1);
  flows.Set(Category::kInvestment, {-100, 0})
      .Set(Category::kRevenue, {0, 102})
      .Set(Category::kGrant, {20, 0})
      .Set(Category::kCoBenefit, {0, 10})
      .Set(Category::kFinancing, {30, 0})
      .Set(Category::kDebtService, {0, -33});
  EXPECT_NEAR(flows.Number("frr_c_per_year"), 0.02, 1e-12);
  EXPECT_NEAR(flows.Number("irr_per_year"), 69.0 / 50.0 - 1.0, 1e-12);
  EXPECT_NEAR(flows.Number("err_per_year"), 112.0 / 80.0 - 1.0, 1e-12);
}

// Names over the same flows share one search; names over other flows must not take its answer.
TEST(RateOfReturn, AMemoChangesNoAnswer) {
  InputFixture flows(3, 0.0, 0.1);
  flows.Set(Category::kInvestment, {-100, 0, 0}).Set(Category::kRevenue, {0, 230, -132}).Set(Category::kCarbon, {});
  for (const std::vector<double>& carbon : {std::vector<double>{}, std::vector<double>{0, 0, 22}}) {
    flows.Set(Category::kCarbon, carbon);
    const auto prepared = flows.Prepare();
    RateMemo memo;
    prepared->input.rates = &memo;
    for (int round = 0; round < 2; ++round) {
      for (const char* name : {"irr_per_year", "frr_c_per_year", "err_per_year"}) {
        const InputFixture::Answer answer{prepared, FindMetric(name)->compute(prepared->input)};
        EXPECT_EQ(List(answer), List(flows.Compute(name))) << name;
        const double* rate = std::get_if<double>(&answer.outcome);
        EXPECT_EQ(rate != nullptr ? *rate : 0.0, std::isnan(flows.Number(name)) ? 0.0 : flows.Number(name)) << name;
      }
    }
    EXPECT_EQ(memo.count, carbon.empty() ? 1U : 2U);
  }
}

TEST(ModifiedRate, NumpyFinancialMirr) {
  InputFixture flows = Flows({-100, 50, -60, 70});
  flows.options.mirr_finance_rate_per_year = 0.10;
  flows.options.mirr_reinvestment_rate_per_year = 0.12;
  EXPECT_NEAR(flows.Number("mirr_per_year"), -0.03909366594356467, 1e-14);
}

TEST(ModifiedRate, DefaultRateIsThePerspectivesAtTheHorizon) {
  // 10 % a year: outflows 100 + 60 / 1.21 today, inflows 50 x 1.21 + 70 in 3 years.
  const double expected = std::pow((50 * 1.21 + 70) / (100 + 60 / 1.21), 1.0 / 3.0) - 1.0;
  EXPECT_NEAR(Flows({-100, 50, -60, 70}).Number("mirr_per_year"), expected, 1e-12);
  // Stepped rates with the same last factor give the same default.
  InputFixture stepped = Flows({-100, 50, -60, 70});
  stepped.SetFactors({1.0, 0.95, 0.9, std::pow(1.1, -3)});
  EXPECT_NEAR(stepped.Number("mirr_per_year"), expected, 1e-12);
}

TEST(ModifiedRate, IdleYearsAroundTheFlowsDoNotCount) {
  const double expected = Flows({-100, 50, -60, 70}).Number("mirr_per_year");
  EXPECT_NEAR(Flows({0, 0, -100, 50, -60, 70, 0}).Number("mirr_per_year"), expected, 1e-12);
}

// Rounding is no inflow: it gave -99.99999 %.
TEST(ModifiedRate, FailsWhereOnlyRoundingComesBack) {
  EXPECT_EQ(Flows({-50000, -3000, 4e-12}).FailureOf("mirr_per_year").reason, Reason::kNotApplicable);
}

TEST(ModifiedRate, FailsWithoutOutflow) {
  EXPECT_EQ(Flows({0, 10, 10}).FailureOf("mirr_per_year").reason, Reason::kNotApplicable);
}

}  // namespace
}  // namespace calanque::metric
