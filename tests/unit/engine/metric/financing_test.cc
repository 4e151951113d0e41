// Financing gap per year and in sum; grants that close a gap.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;
using testing::ElementsAre;

// 2025 to 2027 in half-years.
InputFixture Programme() {
  auto flows = InputFixture::WithPeriods(6, 0.5, 2, 0.04);
  flows.SetNeed({100, 50, 80, 0, 30, 30}).SetCommitted({40, 60, 0, 100, 0, 0}).SetPlanned({0, 0, 5, 5, 10, 0});
  return flows;
}

TEST(FinancingGap, IsNeedMinusCommittedPerCalendarYear) {
  EXPECT_THAT(Programme().Series("financing_need_by_year_amount"), ElementsAre(150, 80, 60));
  EXPECT_THAT(Programme().Series("committed_sources_by_year_amount"), ElementsAre(100, 100, 0));
  EXPECT_THAT(Programme().Series("planned_sources_by_year_amount"), ElementsAre(0, 10, 10));
  EXPECT_THAT(Programme().Series("financing_gap_by_year_amount"), ElementsAre(50, -20, 60));
}

// A surplus of one half-year pays the other half of the same year, not another year.
TEST(FinancingGap, SumsShortfallsOfYears) {
  EXPECT_EQ(Programme().Number("financing_gap_amount"), 110.0);
  EXPECT_EQ(Programme().Number("financing_gap_net_amount"), 90.0);
  EXPECT_EQ(Programme().Number("financing_need_amount"), 290.0);
  EXPECT_EQ(Programme().Number("committed_sources_amount"), 200.0);
  EXPECT_EQ(Programme().Number("planned_sources_amount"), 20.0);
}

// Union funding gap of a derived case over 20 years, the first undiscounted: 50 and 50 invested, then 5 a year,
// residual value 10 in the last year, at 4 %. Formulas: European Commission, expert group on discounted net revenues,
// 26 September 2013.
InputFixture UnionProject() {
  InputFixture flows(20, 0.0, 0.04);
  std::vector<double> revenue(20, 5.0), residual(20);
  revenue[0] = revenue[1] = 0.0;
  residual[19] = 10.0;
  flows.Set(Category::kInvestment, {-50, -50}).Set(Category::kRevenue, revenue).Set(Category::kResidualValue, residual);
  flows.options.eu_cofinancing_fraction = 0.85;
  return flows;
}

TEST(EuFundingGap, DerivedCase) {
  EXPECT_NEAR(UnionProject().Number("eu_funding_gap_fraction"), 0.3310513129049175, 1e-12);
  // The case has 95 of the 100 eligible: 26.73 of grant.
  EXPECT_NEAR(UnionProject().Number("eu_grant_amount") * 0.95, 26.73239351707209, 1e-10);
}

TEST(EuFundingGap, NeitherGrantsNorTaxNorFinancingChangeIt) {
  InputFixture flows = UnionProject();
  flows.Set(Category::kGrant, {30}).Set(Category::kTax, {0, 0, -4}).Set(Category::kFinancing, {40});
  flows.Set(Category::kInvestmentTax, {-10, 8}).Set(Category::kEnergyTax, {0, 0, 3});
  flows.Set(Category::kDebtService, {0, -41}).Set(Category::kCarbon, {0, 9}).Set(Category::kCoBenefit, {0, 9});
  EXPECT_NEAR(flows.Number("eu_funding_gap_fraction"), 0.3310513129049175, 1e-12);
}

TEST(EuFundingGap, ReplacementCountsAsRunningCost) {
  InputFixture flows(3, 0.0, 0.0);
  flows.Set(Category::kInvestment, {-100})
      .Set(Category::kRevenue, {0, 40, 40})
      .Set(Category::kReplacement, {0, 0, -30});
  EXPECT_NEAR(flows.Number("eu_funding_gap_fraction"), 0.5, 1e-12);
}

TEST(EuFundingGap, ResidualValueCountsOnlyWhereRevenueExceedsCosts) {
  InputFixture flows(3, 0.0, 0.0);
  flows.Set(Category::kInvestment, {-100}).Set(Category::kOperatingCost, {0, -10, -10});
  flows.Set(Category::kResidualValue, {0, 0, 60});
  EXPECT_EQ(flows.Number("eu_funding_gap_fraction"), 1.0);
}

TEST(EuFundingGap, StaysBetweenNothingAndAll) {
  InputFixture rich(2, 0.0, 0.0);
  rich.Set(Category::kInvestment, {-100}).Set(Category::kRevenue, {0, 150});
  EXPECT_EQ(rich.Number("eu_funding_gap_fraction"), 0.0);
  EXPECT_EQ(rich.Number("eu_grant_amount"), 0.0);
}

TEST(EuFundingGap, FailsWithoutInvestment) {
  InputFixture flows(2, 0.0, 0.0);
  flows.Set(Category::kRevenue, {0, 150});
  EXPECT_EQ(flows.FailureOf("eu_funding_gap_fraction").reason, Reason::kNotApplicable);
  EXPECT_EQ(flows.FailureOf("eu_grant_amount").reason, Reason::kNotApplicable);
}

// The first investment is at a dated point, behind the periods in the row.
InputFixture ProjectWithDatedStart() {
  InputFixture flows(4, 1.0, 0.05);
  flows.AddDatedPoint(0.25, 0, 0.05);
  flows.Set(Category::kInvestment, {0, -40, 0, 0, -100}).Set(Category::kRevenue, {10, 40, 40, 40});
  return flows;
}

TEST(RequiredGrant, PaidWithTheFirstInvestmentBringsNpvToZero) {
  InputFixture flows = ProjectWithDatedStart();
  const double grant = flows.Number("grant_for_zero_npv_amount");
  EXPECT_GT(grant, 0.0);
  flows.Set(Category::kGrant, {0, 0, 0, 0, grant});
  EXPECT_NEAR(flows.Number("npv_amount"), 0.0, 1e-12);
}

TEST(RequiredGrant, IsNegativeWhereTheProjectEarnsMore) {
  InputFixture flows(2, 1.0, 0.25);
  flows.Set(Category::kInvestment, {-100, 0}).Set(Category::kRevenue, {0, 150});
  EXPECT_NEAR(flows.Number("grant_for_zero_npv_amount"), -20.0, 1e-12);
}

TEST(RequiredGrant, ReachesTheTargetIrr) {
  InputFixture flows = ProjectWithDatedStart();
  flows.options.target_irr_per_year = 0.09;
  const double grant = flows.Number("grant_for_target_irr_amount");
  flows.Set(Category::kGrant, {0, 0, 0, 0, grant});
  EXPECT_NEAR(flows.Number("irr_per_year"), 0.09, 1e-10);
}

TEST(RequiredGrant, Failures) {
  EXPECT_EQ(ProjectWithDatedStart().FailureOf("grant_for_target_irr_amount").reason, Reason::kMissingData);
  InputFixture flows(2, 0.0, 0.0);
  flows.options.target_irr_per_year = 0.09;
  flows.Set(Category::kRevenue, {0, 150});
  EXPECT_EQ(flows.FailureOf("grant_for_zero_npv_amount").reason, Reason::kNotApplicable);
  EXPECT_EQ(flows.FailureOf("grant_for_target_irr_amount").reason, Reason::kNotApplicable);
}

}  // namespace
}  // namespace calanque::metric
