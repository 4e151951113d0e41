#include "engine/ppp/eurostat_indicators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

const std::vector<StatisticalRule> kRules = {
    {StatisticalRatio::kGovernmentFinance, "Financing", 0.5},
    {StatisticalRatio::kGuaranteedRevenue, "Payment mechanism", 0.5},
    {StatisticalRatio::kMaximumDeduction, "Payment mechanism", 1.0},
};

constexpr StatisticalFigures kFigures = {.capital_cost_amount = 100.0,
                                         .government_finance_amount = 60.0,
                                         .guaranteed_revenue_amount = 50.0,
                                         .charge_amount = 10.0,
                                         .maximum_deduction_amount = 4.0};

// Half is not above half.
TEST(StatisticalRatios, StandBesideTheirThresholds) {
  const auto findings = FindStatisticalRatios(kFigures, kRules);
  ASSERT_TRUE(findings.has_value());
  ASSERT_EQ(findings->size(), 3U);
  EXPECT_EQ((*findings)[0].measure.value(), (StatisticalMeasure{0.6, true}));
  EXPECT_EQ((*findings)[0].theme, "Financing");
  EXPECT_EQ((*findings)[0].threshold_fraction, 0.5);
  EXPECT_EQ((*findings)[1].measure.value(), (StatisticalMeasure{0.5, false}));
  EXPECT_EQ((*findings)[2].measure.value(), (StatisticalMeasure{0.4, false}));
}

TEST(StatisticalRatios, OneThatDoesNotExistIsAFailureInItsCell) {
  StatisticalFigures figures = kFigures;
  figures.capital_cost_amount = 0.0;
  const auto findings = FindStatisticalRatios(figures, kRules);
  ASSERT_TRUE(findings.has_value());
  EXPECT_EQ(Field((*findings)[0].measure), "figures.capital_cost_amount");
  EXPECT_TRUE((*findings)[2].measure.has_value());
}

TEST(StatisticalRatios, SayWhatIsWrong) {
  const auto field = [](auto change) {
    StatisticalFigures figures = kFigures;
    change(figures);
    return Field(FindStatisticalRatios(figures, kRules));
  };
  EXPECT_EQ(field([](StatisticalFigures& f) { f.maximum_deduction_amount = 11.0; }),
            "figures.maximum_deduction_amount");
  EXPECT_EQ(field([](StatisticalFigures& f) { f.government_finance_amount = kNan; }),
            "figures.government_finance_amount");
  const std::vector<StatisticalRule> wrong = {{StatisticalRatio::kMaximumDeduction, "x", -1.0}};
  EXPECT_EQ(Field(FindStatisticalRatios(kFigures, wrong)), "rules[0].threshold_fraction");
}

}  // namespace
}  // namespace calanque::ppp
