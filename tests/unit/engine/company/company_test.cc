// Operator companies small enough to check by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/solve.h"
#include "engine/company/taxation.h"
#include "engine/company/unit_loan.h"
#include "tests/unit/engine/company/small_company.h"

namespace calanque::company {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<double> Copy(std::span<const double> row) { return {row.begin(), row.end()}; }

TEST(UnitLoan, AnnuityIsLevelAndEndsAtZero) {
  Small small;
  const UnitLoan unit = MakeUnitLoan(small.terms, small.terms.tranches[0]);
  const double annuity = 0.1 / (1.0 - std::pow(1.1, -4));
  for (std::size_t t = 1; t <= 4; ++t) EXPECT_NEAR(unit.interest[t] + unit.principal[t], annuity, kNear);
  EXPECT_EQ(unit.balance[4], 0.0);
}

TEST(UnitLoan, AnnuityStaysLevelWhereTheRateChanges) {
  Small small;
  small.terms.tranches[0].rate_per_period = {0.1, 0.1, 0.02, 0.2, 0.05};
  const UnitLoan unit = MakeUnitLoan(small.terms, small.terms.tranches[0]);
  for (std::size_t t = 2; t <= 4; ++t) {
    EXPECT_NEAR(unit.interest[t] + unit.principal[t], unit.interest[1] + unit.principal[1], kNear);
  }
}

TEST(UnitLoan, EachProfileRepaysAsItSays) {
  Small small;
  Tranche& loan = small.terms.tranches[0];
  loan.profile = Profile::kEqualPrincipal;
  EXPECT_THAT(MakeUnitLoan(small.terms, loan).principal, ElementsAre(0.0, 0.25, 0.25, 0.25, DoubleNear(0.25, kNear)));
  loan.profile = Profile::kBullet;
  EXPECT_THAT(MakeUnitLoan(small.terms, loan).principal, ElementsAre(0.0, 0.0, 0.0, 0.0, 1.0));
  loan.profile = Profile::kExplicit;
  loan.principal_fractions = {0.1, 0.2, 0.3, 0.4};
  EXPECT_THAT(MakeUnitLoan(small.terms, loan).principal, ElementsAre(0.0, 0.1, 0.2, 0.3, DoubleNear(0.4, kNear)));
  loan.profile = Profile::kBalloon;
  loan.balloon_fraction = 0.5;
  const UnitLoan balloon = MakeUnitLoan(small.terms, loan);
  EXPECT_NEAR(balloon.balance[3] * 1.1 - (balloon.interest[2] + balloon.principal[2]), 0.5, kNear);
}

TEST(UnitLoan, GraceIsPaidOrAddedToTheDebt) {
  Small small;
  Tranche& loan = small.terms.tranches[0];
  loan.profile = Profile::kBullet;
  loan.grace_periods = 2;
  EXPECT_NEAR(MakeUnitLoan(small.terms, loan).interest[1], 0.1, kNear);
  loan.capitalises_interest_in_grace = true;
  const UnitLoan unit = MakeUnitLoan(small.terms, loan);
  EXPECT_EQ(unit.interest[1], 0.0);
  EXPECT_NEAR(unit.balance[2], 1.21, kNear);
}

TEST(Company, SharesTheCashByHand) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  const Workspace work = small.Run();
  EXPECT_THAT(Copy(work.rows[Row::kDebtServiceDue]), ElementsAre(0.0, DoubleNear(21.0, kNear), DoubleNear(19.5, kNear),
                                                                 DoubleNear(18.0, kNear), DoubleNear(16.5, kNear)));
  EXPECT_THAT(Copy(work.rows[Row::kEquityCashFlow]),
              ElementsAre(DoubleNear(-40.0, kNear), DoubleNear(9.0, kNear), DoubleNear(10.5, kNear),
                          DoubleNear(12.0, kNear), DoubleNear(13.5, kNear)));
}

TEST(Company, EquityFirstDrawsEquityFirst) {
  Small small(5);
  small.terms.construction_end = 2;
  small.terms.tranches[0].tenor_periods = 3;
  small.terms.tranches[0].rate_per_period.assign(6, 0.0);
  small.terms.funding_order = FundingOrder::kEquityFirst;
  small.works = {0.0, 50.0, 50.0, 0.0, 0.0, 0.0};
  const Workspace work = small.Run();
  EXPECT_THAT(Copy(work.rows[Row::kEquityDraws]),
              ElementsAre(0.0, DoubleNear(40.0, kNear), DoubleNear(0.0, kNear), 0.0, 0.0, 0.0));
  EXPECT_NEAR(work.rows.Of(0, TrancheRow::kDraw)[1], 10.0, kNear);
}

TEST(Company, EquityBridgePutsEquityInAtTheEndAndCostsInterest) {
  Small small(5);
  small.terms.construction_end = 2;
  small.terms.tranches[0].tenor_periods = 3;
  small.terms.tranches[0].limits.amount = 0.0;
  small.terms.funding_order = FundingOrder::kEquityBridge;
  small.terms.equity_bridge.rate_per_period.assign(6, 0.1);
  small.works = {0.0, 50.0, 50.0, 0.0, 0.0, 0.0};
  const Workspace work = small.Run();
  EXPECT_EQ(work.rows[Row::kEquityDraws][1], 0.0);
  EXPECT_NEAR(work.rows[Row::kConstructionInterest][2], 5.0, kNear) << "a year on the first 50";
  EXPECT_NEAR(work.rows[Row::kEquityDraws][2], 105.0, kNear);
}

TEST(Company, LockUpKeepsTheCashUntilTheCoverIsBack) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  small.terms.distribution.lock_up_dscr = 1.5;  // 30 / 21 and 30 / 19.5 are 1.43 and 1.54.
  const Workspace work = small.Run();
  EXPECT_EQ(work.rows[Row::kDividends][1], 0.0);
  EXPECT_NEAR(work.rows[Row::kTrappedCash][1], 9.0, kNear);
  EXPECT_NEAR(work.rows[Row::kDividends][2], 9.0 + 10.5, kNear);
}

TEST(Company, DividendsWaitForEarningsAndCapitalComesBackAtTheEnd) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  small.terms.tax.depreciation_fraction = {0.0, 0.25, 0.25, 0.25, 0.25};
  small.terms.distribution.is_limited_by_retained_earnings = true;
  const Workspace work = small.Run();
  // Profits: 30 - 25 - interest 6, 4.5, 3, 1.5 = -1, 0.5, 2, 3.5; retained -1, -0.5, 1.5, then 3.5.
  EXPECT_EQ(work.rows[Row::kDividends][1], 0.0);
  EXPECT_EQ(work.rows[Row::kDividends][2], 0.0);
  EXPECT_NEAR(work.rows[Row::kDividends][3], 1.5, kNear);
  EXPECT_NEAR(work.rows[Row::kDividends][4], 3.5, kNear);
  EXPECT_NEAR(work.rows[Row::kCapitalRepaid][4], 45.0 - 5.0, kNear);
}

TEST(Company, AShortfallStaysDueWithInterestAndIsPaidBeforeShareholders) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  small.revenue[2] = 10.0;  // 19.5 are due; nothing is set aside.
  const Workspace work = small.Run();
  EXPECT_NEAR(work.rows[Row::kShortfall][2], 9.5, kNear);
  EXPECT_EQ(work.rows[Row::kDividends][2], 0.0);
  EXPECT_NEAR(work.rows[Row::kShortfall][3], 0.0, kNear);
  EXPECT_NEAR(work.rows[Row::kDividends][3], 30.0 - 18.0 - 9.5 * 1.1, kNear);
}

TEST(Company, TheReserveHelpsBeforeAnythingIsMissing) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  small.terms.reserves.debt_service_months = 6.0;
  small.revenue[2] = 15.0;
  const Workspace work = small.Run();
  EXPECT_EQ(work.rows[Row::kShortfall][2], 0.0);
  EXPECT_NEAR(work.rows[Row::kDebtServiceReserve][1], 9.75, kNear);
  EXPECT_NEAR(work.rows[Row::kDebtServiceReserve][2], 9.75 - 4.5, kNear);
  EXPECT_NEAR(work.rows[Row::kDebtServiceReserve][3], 8.25, kNear) << "topped up to half of the next service";
}

// Catches work that grows with the months asked for, which a stranger may set: found by fuzzing.
TEST(Company, AReserveOfMoreMonthsThanThereAreHoldsAllThatFollow) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  small.terms.reserves.debt_service_months = small.terms.reserves.operating_cost_months = 12.0 * 100;
  const Workspace enough = small.Run();
  small.terms.reserves.debt_service_months = small.terms.reserves.operating_cost_months = 1e15;
  const Workspace most = small.Run();
  for (const Row row : {Row::kDebtServiceReserve, Row::kOperatingReserve, Row::kEquityCashFlow}) {
    EXPECT_TRUE(std::ranges::equal(enough.rows[row], most.rows[row]));
  }
}

TEST(Company, RoundingIsNoShortfall) {
  // Amounts whose differences do not come out even: the reserve pays, and nobody is locked up for 1e-9.
  for (int i = 1; i <= 50; ++i) {
    Small small;
    small.terms.tranches[0].rate_per_period.assign(5, 0.0437 + 0.0001 * i);
    small.terms.reserves.debt_service_months = 12.0;
    small.works[0] = 1e8 + 0.1 * i;
    small.terms.tranches[0].limits.amount = 6e7 + 0.7 * i;
    small.revenue.assign(5, 3e7 + 0.3 * i);
    small.revenue[2] = 1e7 + 0.9 * i;
    const Workspace work = small.Run();
    EXPECT_EQ(work.rows[Row::kShortfall][2], 0.0) << i;
  }
}

TEST(Company, MaintenanceIsSavedForInLevelInstalments) {
  Small small;
  small.terms.reserves.maintenance_look_ahead_periods = 3;
  small.maintenance[4] = 9.0;
  const Workspace work = small.Run();
  EXPECT_THAT(Copy(work.rows[Row::kMaintenanceFunding]), ElementsAre(0.0, 0.0, 3.0, 3.0, 3.0));
  EXPECT_THAT(Copy(work.rows[Row::kMaintenanceReserve]), ElementsAre(0.0, 0.0, 3.0, 6.0, 0.0));
}

TEST(Company, TaxOfNextYearIsPaidLater) {
  Small small;
  small.terms.tranches[0].limits.amount = 0.0;
  small.terms.tax.taxes = {{.rate_fraction = {0.25}}};
  EXPECT_NEAR(small.Run().rows[Row::kTax][1], 7.5, kNear);
  small.terms.tax.timing = TaxTiming::kNextYear;
  const Workspace later = small.Run();
  EXPECT_EQ(later.rows[Row::kTax][1], 0.0);
  EXPECT_NEAR(later.rows[Row::kTax][2], 7.5, kNear);
  EXPECT_NEAR(TaxDueAfterEnd(small.terms, later), 7.5, kNear);  // Of the last year: lost without a word otherwise.
}

TEST(Company, EachFiscalYearHasItsRateAndTheLastOneStays) {
  Small small;
  small.terms.tranches[0].limits.amount = 0.0;
  small.terms.tax.taxes = {{.rate_fraction = {0.0, 0.5, 0.3}}};
  const Workspace work = small.Run();
  EXPECT_THAT(Copy(work.rows[Row::kTax]), ElementsAre(0.0, DoubleNear(15.0, kNear), DoubleNear(9.0, kNear),
                                                      DoubleNear(9.0, kNear), DoubleNear(9.0, kNear)));
}

TEST(Company, ATaxDeductibleFromTheNextLeavesLessToTax) {
  Small small;
  small.terms.tranches[0].limits.amount = 0.0;
  small.terms.tax.taxes = {{.rate_fraction = {0.1}, .is_deductible_later = true}, {.rate_fraction = {0.2}}};
  const Workspace work = small.Run();
  EXPECT_NEAR(work.rows[Row::kTax][1], 3.0 + 0.2 * 27.0, kNear);
  EXPECT_NEAR(work.rows[Row::kTaxableIncome][1], 27.0, kNear);
}

TEST(Company, ASweepOnTheAverageBalanceBearsInterestOnTheMeanOfBothEnds) {
  Small small;
  Tranche& loan = small.terms.tranches[0];
  loan.profile = Profile::kCashSweep;
  loan.bears_interest_on_average_balance = true;
  for (const double sweep : {0.25, 0.5, 1.0}) {
    loan.sweep_fraction = sweep;
    const Workspace work = small.Run();
    const auto balance = work.rows.Of(0, TrancheRow::kBalance);
    const auto interest = work.rows.Of(0, TrancheRow::kInterest);
    const auto principal = work.rows.Of(0, TrancheRow::kPrincipal);
    for (std::size_t t = 1; t <= 4; ++t) {
      EXPECT_NEAR(interest[t], 0.1 * 0.5 * (balance[t - 1] + balance[t]), kNear) << sweep << " at " << t;
      if (t == 4 || balance[t] == 0.0) continue;  // The sweep was cut short, or all was due.
      EXPECT_NEAR(principal[t], sweep * (30.0 - interest[t]), kNear) << sweep << " at " << t;
    }
    EXPECT_EQ(balance[4], 0.0);
  }
}

TEST(Company, ShareholderLoansTakeWhatIsLeftInterestFirst) {
  Small small;
  small.terms.tranches[0].profile = Profile::kEqualPrincipal;
  Tranche loan;
  loan.id = "shareholders";
  loan.rank = Rank::kShareholder;
  loan.profile = Profile::kCashSweep;
  loan.rate_per_period.assign(5, 0.1);
  loan.tenor_periods = 4;
  loan.limits.equity_fraction = 0.5;
  small.terms.tranches.push_back(loan);
  const Workspace work = small.Run();
  EXPECT_NEAR(work.debt_amounts[1], 20.0, kNear);
  EXPECT_NEAR(work.rows[Row::kShareholderInterest][1], 2.0, kNear);
  EXPECT_NEAR(work.rows[Row::kShareholderPrincipal][1], 7.0, kNear);
}

TEST(Solve, AChargeNobodyEverPaysIsRefused) {
  Small small;
  Flows flows;
  flows.works = small.works;
  Workspace work(small.terms);
  Decision decision;
  const auto solution = Solve(small.terms, flows, {}, decision, work);
  ASSERT_FALSE(solution);
  EXPECT_THAT(solution.error().message, HasSubstr("zero throughout"));
}

// A solver's trials start from each other; what the workspace held before must not show.
TEST(Solve, TheSameTwiceIsTheSameToTheLastBit) {
  Small small(8);
  small.terms.tax.taxes = {{.rate_fraction = {0.25}}};
  small.terms.reserves.debt_service_months = 6.0;
  small.terms.tranches[0].limits.amount.reset();
  small.terms.tranches[0].limits.gearing_fraction = 0.9;
  small.terms.tranches[0].limits.dscr = 1.2;
  std::vector<double> profile(9, 1.0);
  Flows flows;
  flows.works = small.works;
  flows.charge_profile = profile;
  SolveOptions options;
  options.target_value = 0.12;
  Workspace fresh(small.terms);
  Decision first;
  const auto expected = Solve(small.terms, flows, options, first, fresh);
  ASSERT_TRUE(expected) << expected.error().message;
  Workspace used(small.terms);
  ASSERT_TRUE(company::Run(small.terms, flows, {.charge_amount = 70.0}, used));
  Decision second;
  const auto again = Solve(small.terms, flows, options, second, used);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->value, expected->value);
  EXPECT_EQ(again->evaluation_count, expected->evaluation_count);
  EXPECT_EQ(Copy(used.rows[Row::kEquityCashFlow]), Copy(fresh.rows[Row::kEquityCashFlow]));
  // A company evaluated alone at the answer is the same within the tolerance of the passes.
  Workspace alone(small.terms);
  ASSERT_TRUE(company::Run(small.terms, flows, second, alone));
  for (std::size_t t = 0; t < 9; ++t) {
    EXPECT_NEAR(alone.rows[Row::kEquityCashFlow][t], fresh.rows[Row::kEquityCashFlow][t], 1e-10 * fresh.uses_amount);
  }
}

TEST(Solve, WithoutLimitsTwoEvaluationsGiveTheCharge) {
  Small small;
  std::vector<double> profile = {0.0, 1.0, 1.0, 1.0, 1.0};
  Flows flows;
  flows.works = small.works;
  flows.charge_profile = profile;
  Workspace work(small.terms);
  Decision decision;
  SolveOptions options;
  options.target_value = 0.1;
  const auto solution = Solve(small.terms, flows, options, decision, work);
  ASSERT_TRUE(solution) << solution.error().message;
  EXPECT_TRUE(solution->is_affine);
  EXPECT_NEAR(solution->value, 100.0 * 0.1 / (1.0 - std::pow(1.1, -4)), 1e-9) << "loan and equity both earn 10 %";
}

}  // namespace
}  // namespace calanque::company
