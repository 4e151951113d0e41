// The list of metrics: names say their unit, and every metric answers every input with a value or a failure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;

TEST(StandardMetrics, NamesAreUniqueAndFound) {
  std::set<std::string_view> names;
  for (const Definition& metric : StandardMetrics()) {
    EXPECT_TRUE(names.insert(metric.name).second) << metric.name;
    EXPECT_EQ(FindMetric(metric.name), &metric);
  }
  EXPECT_EQ(FindMetric("npv"), nullptr);
  EXPECT_EQ(FindMetric(""), nullptr);
}

TEST(StandardMetrics, UnitIsTheSuffixOfTheName) {
  // Longest suffix first where one ends like another.
  const std::vector<std::pair<std::string, std::string>> unit_of_suffix = {
      {"_amount_per_t_co2e", "CURRENCY/tCO2e"},
      {"_amount_per_mwh", "CURRENCY/MWh"},
      {"_amount_per_year", "CURRENCY/year"},
      {"_per_year", "1/year"},
      {"_amount", "CURRENCY"},
      {"_t_co2e", "tCO2e"},
      {"_mwh", "MWh"},
      {"_years", "years"},
      {"_fraction", "fraction"},
      {"_ratio", "ratio"},
      {"_index", "ratio"},
  };
  for (const Definition& metric : StandardMetrics()) {
    const auto rule = std::find_if(unit_of_suffix.begin(), unit_of_suffix.end(),
                                   [&](const auto& entry) { return metric.name.ends_with(entry.first); });
    ASSERT_NE(rule, unit_of_suffix.end()) << metric.name;
    EXPECT_EQ(metric.unit, rule->second) << metric.name;
  }
}

TEST(StandardMetrics, EveryEntrySaysWhatItIsAndWhereItComesFrom) {
  for (const Definition& metric : StandardMetrics()) {
    EXPECT_NE(metric.compute, nullptr) << metric.name;
    EXPECT_GE(metric.description.size(), 30U) << metric.name;
    EXPECT_TRUE(metric.description.ends_with(".")) << metric.name;
    EXPECT_FALSE(metric.source.empty()) << metric.name;
  }
}

TEST(StandardMetrics, TotalViewsAreGivenForBudgetFiguresOnly) {
  EXPECT_TRUE(FindMetric("npv_amount")->has_total_views);
  EXPECT_TRUE(FindMetric("financing_gap_by_year_amount")->has_total_views);
  EXPECT_FALSE(FindMetric("abatement_cost_a4_amount_per_t_co2e")->has_total_views);
  EXPECT_FALSE(FindMetric("abatement_by_year_t_co2e")->depends_on_perspective);
  EXPECT_FALSE(FindMetric("party_net_flow_by_year_amount")->depends_on_perspective);
  EXPECT_TRUE(FindMetric("abatement_cost_a4_amount_per_t_co2e")->depends_on_perspective);
}

// A subject without any flow (a project that only has a total view) must fill its cells, not end the run.
TEST(StandardMetrics, WithoutFlowsRatiosFailAndSumsAreZero) {
  const InputFixture empty(5, 0.0, 0.04);
  for (const char* name : {"npv_amount", "investment_amount", "financing_gap_amount", "abatement_cumulative_t_co2e"}) {
    EXPECT_EQ(empty.Number(name), 0.0) << name;
    EXPECT_FALSE(std::signbit(empty.Number(name))) << name << " would print as -0";
  }
  for (const char* name :
       {"irr_per_year", "mirr_per_year", "payback_years", "benefit_cost_ratio", "profitability_index",
        "levelised_cost_amount_per_mwh", "abatement_cost_a4_amount_per_t_co2e", "switching_value_energy_fraction",
        "eu_funding_gap_fraction", "grant_for_zero_npv_amount"}) {
    EXPECT_EQ(empty.FailureOf(name).reason, Reason::kNotApplicable) << name;
  }
  for (const Definition& metric : StandardMetrics()) {
    const auto answer = empty.Compute(metric.name);
    const double* number = std::get_if<double>(&answer.outcome);
    const auto* failure = std::get_if<NoFigure>(&answer.outcome);
    EXPECT_TRUE(number == nullptr || std::isfinite(*number)) << metric.name;
    EXPECT_TRUE(failure == nullptr || !failure->message.empty()) << metric.name;
  }
}

// 600 monthly periods are beyond the room on the stack.
TEST(StandardMetrics, LongGridsGiveTheSameFiguresAsShortOnes) {
  auto months = InputFixture::WithPeriods(600, 1.0 / 12.0, 12, 0.05);
  std::vector<double> investment(600), revenue(600, 1.0);
  investment[0] = -100.0;
  revenue[0] = 0.0;
  months.Set(Category::kInvestment, investment).Set(Category::kRevenue, revenue);
  // Hand: 100 repaid by 599 months of 1: monthly rate of an annuity, close to 1 % a month.
  const double irr = months.Number("irr_per_year");
  const double monthly = std::pow(1.0 + irr, 1.0 / 12.0) - 1.0;
  EXPECT_NEAR((1.0 - std::pow(1.0 + monthly, -599.0)) / monthly, 100.0, 1e-7);
  EXPECT_NEAR(months.Number("payback_years"), 100.0 / 12.0, 1e-9);
  EXPECT_THAT(months.Series("net_cash_flow_by_year_amount"), testing::SizeIs(50));
  EXPECT_EQ(months.Series("net_cash_flow_by_year_amount")[0], -89.0);
  EXPECT_EQ(months.Series("net_cash_flow_by_year_amount")[49], 12.0);
}

}  // namespace
}  // namespace calanque::metric
