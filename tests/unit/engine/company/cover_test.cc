// What lenders ask of small operator companies: how much debt, at which cover, in which case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "tests/unit/engine/company/small_company.h"

namespace calanque::company {
namespace {

using ::testing::HasSubstr;

TEST(Company, ALoanDrawnAgainPaysItsInterestAndNothingIsMissing) {  // Interest above CFADS, debt service below it.
  Small small;
  small.terms.tranches[0].profile = Profile::kSculpted;
  small.terms.tranches[0].limits.amount.reset();
  small.terms.tranches[0].limits.dscr = 1.25;
  small.revenue = {0.0, 5.0, 5.0, 60.0, 90.0};
  const Workspace work = small.Run();
  ASSERT_GT(work.rows.Of(0, TrancheRow::kInterest)[1], 5.0);
  EXPECT_LT(work.rows.Of(0, TrancheRow::kPrincipal)[1], 0.0);
  for (std::size_t t = 1; t <= 4; ++t) {
    EXPECT_EQ(work.rows[Row::kShortfall][t], 0.0) << t;
    EXPECT_NEAR(work.rows[Row::kInterestPaid][t] + work.rows[Row::kPrincipalPaid][t], small.revenue[t] / 1.25, kNear);
    EXPECT_NEAR(work.rows[Row::kDividends][t], small.revenue[t] * 0.2, kNear);
  }
}

TEST(Company, TheCoverWantedHoldsInGraceToo) {  // A loan sized on what comes after a slow start alone defaults in it.
  for (const Profile profile : {Profile::kAnnuity, Profile::kSculpted, Profile::kBullet}) {
    Small small;
    small.terms.tranches[0].profile = profile;
    small.terms.tranches[0].grace_periods = 1;
    small.terms.tranches[0].limits.amount.reset();
    small.terms.tranches[0].limits.dscr = 1.25;
    small.revenue = {0.0, 5.0, 60.0, 60.0, 60.0};
    const Workspace work = small.Run();
    EXPECT_NEAR(work.debt_amounts[0], 5.0 / 1.25 / 0.1, kNear);
    EXPECT_EQ(work.bindings[0], Binding::kDscr);
    EXPECT_NEAR(FindCoverRatios(small.terms, work).dscr->value, 1.25, kNear);
  }
}

TEST(Company, InterestAddedInGraceIsNotAskedForInIt) {
  Small small;
  small.terms.tranches[0].grace_periods = 1;
  small.terms.tranches[0].capitalises_interest_in_grace = true;
  small.terms.tranches[0].limits.amount.reset();
  small.terms.tranches[0].limits.dscr = 1.25;
  small.revenue = {0.0, 0.0, 30.0, 30.0, 30.0};
  EXPECT_NEAR(small.Run().debt_amounts[0], 24.0 * (1.0 - std::pow(1.1, -3)) / 0.1 / 1.1, kNear);
}

TEST(Company, AverageLifeCountsInterestAddedInGraceAsPrincipal) {  // Not beyond the tenor: a bullet lives just as long.
  Small small;
  small.terms.tranches[0].profile = Profile::kBullet;
  small.terms.tranches[0].grace_periods = 2;
  small.terms.tranches[0].capitalises_interest_in_grace = true;
  EXPECT_NEAR(*FindCoverRatios(small.terms, small.Run()).average_life_years, 4.0, kNear);
}

TEST(Company, ADownsideCaseInvoicesWhatItEarns) {  // 73 days of half the revenue are outstanding, not of all of it.
  Small small;
  small.terms.working_capital = {.receivable_days = 73.0, .payable_days = 36.5};
  small.terms.tranches[0].limits.amount.reset();
  small.terms.tranches[0].limits.dscr = 1.0;
  small.terms.downside_cases = {{.revenue_factor = 0.5, .operating_cost_factor = 2.0}};
  small.cost = {0.0, 1.0, 1.0, 1.0, 1.0};
  Workspace work = small.Run();
  EXPECT_NEAR(work.CfadsOf(1)[1], 15.0 - 2.0 - 0.2 * 15.0 + 0.1 * 2.0, kNear);
  EXPECT_NEAR(work.CfadsOf(1)[2], 13.0, kNear);
  EXPECT_NEAR(work.CfadsOf(1)[4], 13.0 + 0.2 * 15.0 - 0.1 * 2.0, kNear);
  EXPECT_NEAR(work.CfadsOf(0)[1], 29.0 - 0.2 * 30.0 + 0.1 * 1.0, kNear);
}

TEST(Company, ADownsideCaseMayBind) {
  Small small;
  small.terms.tranches[0].profile = Profile::kSculpted;
  small.terms.tranches[0].limits = SizingLimits();
  small.terms.tranches[0].limits.dscr = 1.5;
  small.terms.downside_cases = {{.revenue_factor = 0.5, .operating_cost_factor = 1.0, .dscr_factor = 0.8}};
  const Workspace work = small.Run();
  EXPECT_EQ(work.bindings[0], Binding::kDscr);
  EXPECT_EQ(work.binding_cases[0], 1);
  EXPECT_NEAR(work.rows[Row::kDebtServiceDue][1], 15.0 / 1.2, kNear);
}

TEST(Company, ADebtThatNothingCanServeIsRefusedByName) {
  Small small;
  small.terms.tranches[0].profile = Profile::kSculpted;
  small.terms.tranches[0].limits = SizingLimits();
  small.terms.tranches[0].limits.dscr = 1.2;
  small.cost.assign(5, 40.0);
  try {
    (void)small.Run();
    FAIL() << "a company without cash borrowed";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("tranche 'loan' cannot carry any debt"));
  }
}

TEST(Measures, CoverRatiosByHand) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  const Workspace work = small.Run();
  const CoverRatios ratios = FindCoverRatios(small.terms, work);
  EXPECT_NEAR(ratios.dscr->value, 30.0 / 21.0, kNear);
  EXPECT_EQ(ratios.dscr->point, 1);
  const double value = 30.0 * (1.0 - std::pow(1.1, -4)) / 0.1;
  EXPECT_NEAR(*ratios.llcr_at_start, value / 60.0, kNear);
  EXPECT_NEAR(*ratios.average_life_years, 2.5, kNear);
}

}  // namespace
}  // namespace calanque::company
