// A refinancing against what can be computed by hand: the same terms, a lower rate, a longer loan, fees, a threshold.
#include "engine/partnership/refinancing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/company/measures.h"
#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;

/// The partnership of the school, refinanced after three years of its ten of operation: point 5, five years of loan
/// left.
class RefinancedSchool : public ::testing::Test {
 protected:
  RefinancedSchool() {
    mode = AllModes().at("partnership");
    mode.refinancing = model::Refinancing();
    mode.refinancing->date = testing::Day("2030-01-01");
    mode.refinancing->rate.fixed_nominal_per_year = 0.04;
  }
  /// What lenders get less, shareholders get more: no tax, no reserve for lenders, no year of renewal without cash.
  void LeaveOutTaxAndReserves() {
    mode.company->reserves.maintenance_look_ahead_years = 5.0;
    mode.company->tax_regime.taxes.clear();
    mode.company->reserves.debt_service_months = 0.0;
  }
  BuiltMode Build() {
    flows = ReadProjectFlows(school.project);
    auto built = BuildMode(school.project, flows, mode);
    if (!built) throw std::runtime_error(built.error().message);
    return std::move(built).value();
  }
  RefinancingOutcome Outcome(const BuiltMode& built) {
    auto outcome = Refinance(school.project, mode, built);
    if (!outcome) throw std::runtime_error(outcome.error().message);
    return std::move(outcome).value();
  }

  static constexpr std::size_t kDay = 5;
  School school;
  model::DeliveryMode mode;
  ProjectFlows flows;
};

double Annuity(double rate, int count) { return rate / (1.0 - std::pow(1.0 + rate, -count)); }

// Catches any figure of the second evaluation that differs from the first: sizes, schedules, tax, reserves.
TEST_F(RefinancedSchool, TheSameTermsGainNothing) {
  for (const auto profile :
       {model::TrancheProfile::kAnnuity, model::TrancheProfile::kEqualPrincipal, model::TrancheProfile::kSculpted}) {
    mode.company->tranches[0].profile = profile;
    if (profile == model::TrancheProfile::kSculpted) mode.company->tranches[0].limits.dscr_factor = 1.2;
    const RefinancingOutcome outcome = Outcome(Build());
    EXPECT_LT(outcome.gain.gain_amount, 1e-3);
    for (std::size_t t = 0; t < outcome.base_equity_flows.size(); ++t) {
      EXPECT_NEAR(outcome.refinanced_equity_flows[t], outcome.base_equity_flows[t], 1e-3) << t;
    }
  }
}

// Catches a refinanced company that forgets what else is taxed.
TEST_F(RefinancedSchool, TheSameTermsGainNothingBesideOtherTaxableAmounts) {
  mode.company->tax_regime.other_taxable_amounts.assign(12, 3e6);
  EXPECT_LT(Outcome(Build()).gain.gain_amount, 1e-3);
}

TEST_F(RefinancedSchool, ALowerRateIsWorthTheInterestSaved) {
  LeaveOutTaxAndReserves();
  mode.refinancing->rate.fixed_nominal_per_year = 0.025;
  mode.refinancing->public_share_fraction = 0.3;
  const BuiltMode built = Build();
  const RefinancingOutcome outcome = Outcome(built);
  const double owed = built.company->work->rows.Of(0, company::TrancheRow::kBalance)[kDay];
  const double saved = owed * (Annuity(0.04, 5) - Annuity(0.025, 5));
  const double gain = saved / Annuity(0.10, 5);  // At the return the charge was solved for.
  EXPECT_NEAR(outcome.gain.gain_amount, gain, 1e-6 * gain);
  EXPECT_NEAR(outcome.gain.authority_amount, 0.3 * gain, 1e-6 * gain);
  EXPECT_NEAR(outcome.gain.catch_up_amount, 0.0, 1e-6) << "the charge was solved for this return, to its rounding";
  EXPECT_GT(*outcome.refinanced_equity_irr_per_year, 0.10);
}

TEST_F(RefinancedSchool, ALongerLoanPaysLendersTheirDebtAtTheNewRate) {
  LeaveOutTaxAndReserves();
  mode.refinancing->rate.fixed_nominal_per_year = 0.03;
  mode.refinancing->tenor_years = 10.0;
  for (const auto profile :
       {model::TrancheProfile::kAnnuity, model::TrancheProfile::kEqualPrincipal, model::TrancheProfile::kSculpted}) {
    mode.refinancing->profile = profile;
    ASSERT_THAT(ValidateMode(school.project, mode, "mode"), ::testing::IsEmpty());
    const BuiltMode built = Build();
    const RefinancingOutcome outcome = Outcome(built);
    const auto& rows = built.company->work->rows;
    double value = 0.0;
    for (std::size_t t = kDay + 1; t <= 12; ++t) {
      const double base_service =
          rows.Of(0, company::TrancheRow::kInterest)[t] + rows.Of(0, company::TrancheRow::kPrincipal)[t];
      const double service = base_service + outcome.base_equity_flows[t] - outcome.refinanced_equity_flows[t];
      value += service * std::pow(1.03, -static_cast<double>(t - kDay));
    }
    const double owed = rows.Of(0, company::TrancheRow::kBalance)[kDay];
    EXPECT_NEAR(value, owed, 1e-9 * owed);
  }
}

TEST_F(RefinancedSchool, TheDaysBeforeItStayAsTheyWere) {
  mode.refinancing->rate.fixed_nominal_per_year = 0.02;
  mode.refinancing->tenor_years = 9.0;
  mode.refinancing->fee_fraction = 0.02;
  const RefinancingOutcome outcome = Outcome(Build());
  for (std::size_t t = 0; t < kDay; ++t) {
    EXPECT_NEAR(outcome.refinanced_equity_flows[t], outcome.base_equity_flows[t], 1e-3) << t;
  }
  EXPECT_GT(outcome.gain.gain_amount, 0.0);
}

TEST_F(RefinancedSchool, FeesAndBreakageReduceTheGainByThemselves) {
  LeaveOutTaxAndReserves();
  mode.refinancing->rate.fixed_nominal_per_year = 0.01;
  const BuiltMode built = Build();
  const double without = Outcome(built).gain.gain_amount;
  mode.refinancing->fee_fraction = 0.01;
  mode.refinancing->breakage_amount = 2e5;
  const double owed = built.company->work->rows.Of(0, company::TrancheRow::kBalance)[kDay];
  EXPECT_NEAR(Outcome(built).gain.gain_amount, without - 0.01 * owed - 2e5, 1e-3);
}

TEST_F(RefinancedSchool, WhatBringsShareholdersToTheThresholdIsTheirs) {
  mode.refinancing->rate.fixed_nominal_per_year = 0.01;
  const BuiltMode built = Build();
  const auto base = Outcome(built).gain;
  mode.refinancing->threshold_equity_irr_per_year = 0.105;
  const auto above = Outcome(built).gain;
  EXPECT_GT(above.catch_up_amount, 0.0);
  EXPECT_NEAR(above.gain_amount, std::max(base.gain_amount - above.catch_up_amount, 0.0), 1e-6);
}

// No tax, no reserve: CFADS does not know of the loan. What is lent is the present value of CFADS / 1.2 at the new
// rate; what shareholders gain is that less the service they give up, at the return the charge was solved for.
TEST_F(RefinancedSchool, AddedDebtIsWhatCfadsCarriesAtTheCover) {
  LeaveOutTaxAndReserves();
  mode.refinancing->rate.fixed_nominal_per_year = 0.03;
  mode.refinancing->tenor_years = 9.0;
  mode.refinancing->profile = model::TrancheProfile::kSculpted;
  mode.refinancing->dscr_factor = 1.2;
  mode.refinancing->public_share_fraction = 0.3;
  ASSERT_THAT(ValidateMode(school.project, mode, "mode"), ::testing::IsEmpty());
  const BuiltMode built = Build();
  const auto& rows = built.company->work->rows;
  const double owed = rows.Of(0, company::TrancheRow::kBalance)[kDay];
  double loan = 0.0;
  double given_up = 0.0;
  for (std::size_t t = kDay + 1; t <= 11; ++t) {
    const double service = rows[company::Row::kCfads][t] / 1.2;
    const double before =
        rows.Of(0, company::TrancheRow::kInterest)[t] + rows.Of(0, company::TrancheRow::kPrincipal)[t];
    loan += service * std::pow(1.03, -static_cast<double>(t - kDay));
    given_up += (service - before) * std::pow(1.10, -static_cast<double>(t - kDay));
  }
  const double gain = loan - owed - given_up;
  ASSERT_GT(loan, owed);
  const RefinancingOutcome outcome = Outcome(built);
  EXPECT_NEAR(outcome.added_debt_amount, loan - owed, 1e-9 * owed);
  EXPECT_NEAR(outcome.minimum_dscr, 1.2, 1e-12);
  EXPECT_NEAR(outcome.gain.gain_amount, gain, 1e-6 * gain);
  EXPECT_NEAR(outcome.gain.authority_amount, 0.3 * gain, 1e-6 * gain);
  for (std::size_t t = 0; t < kDay; ++t) {
    EXPECT_NEAR(outcome.refinanced_equity_flows[t], outcome.base_equity_flows[t], 1e-3) << t;
  }
}

// By hand for level payments: the tightest period sets the loan. With tax and reserves the cover is met all the same.
TEST_F(RefinancedSchool, TheTightestPeriodSetsALoanThatIsNotSculpted) {
  mode.refinancing->rate.fixed_nominal_per_year = 0.03;
  mode.refinancing->tenor_years = 9.0;
  mode.refinancing->dscr_factor = 1.1;
  for (const auto profile :
       {model::TrancheProfile::kAnnuity, model::TrancheProfile::kEqualPrincipal, model::TrancheProfile::kSculpted}) {
    mode.refinancing->profile = profile;
    const RefinancingOutcome outcome = Outcome(Build());
    EXPECT_GT(outcome.added_debt_amount, 0.0);
    EXPECT_NEAR(outcome.minimum_dscr, 1.1, 1e-10);
  }
  LeaveOutTaxAndReserves();
  mode.refinancing->profile = model::TrancheProfile::kAnnuity;
  const BuiltMode built = Build();
  const auto& rows = built.company->work->rows;
  double tightest = rows[company::Row::kCfads][kDay + 1];
  for (std::size_t t = kDay + 1; t <= 11; ++t) tightest = std::min(tightest, rows[company::Row::kCfads][t]);
  const double owed = rows.Of(0, company::TrancheRow::kBalance)[kDay];
  EXPECT_NEAR(Outcome(built).added_debt_amount, tightest / 1.1 / Annuity(0.03, 6) - owed, 1e-9 * owed);
}

TEST_F(RefinancedSchool, WithNoDebtAddedNothingChanges) {
  mode.refinancing->rate.fixed_nominal_per_year = 0.025;
  mode.refinancing->fee_fraction = 0.01;
  for (const auto profile :
       {model::TrancheProfile::kAnnuity, model::TrancheProfile::kEqualPrincipal, model::TrancheProfile::kSculpted}) {
    mode.refinancing->profile = profile;
    mode.refinancing->dscr_factor.reset();
    mode.refinancing->added_debt_limit_amount.reset();
    const BuiltMode built = Build();
    const RefinancingOutcome usual = Outcome(built);
    mode.refinancing->dscr_factor = 1.05;
    mode.refinancing->added_debt_limit_amount = 0.0;
    const RefinancingOutcome limited = Outcome(built);
    mode.refinancing->dscr_factor = 10.0;
    mode.refinancing->added_debt_limit_amount.reset();
    const RefinancingOutcome covered = Outcome(built);
    for (const auto* one : {&limited, &covered}) {
      EXPECT_EQ(one->added_debt_amount, 0.0);
      EXPECT_NEAR(one->gain.gain_amount, usual.gain.gain_amount, 1e-6);
      for (std::size_t t = 0; t < usual.base_equity_flows.size(); ++t) {
        EXPECT_NEAR(one->refinanced_equity_flows[t], usual.refinanced_equity_flows[t], 1e-6) << t;
      }
    }
  }
}

TEST_F(RefinancedSchool, ALimitBindsAndFeesAreOfTheWholeLoan) {
  LeaveOutTaxAndReserves();
  mode.refinancing->rate.fixed_nominal_per_year = 0.02;
  mode.refinancing->tenor_years = 9.0;
  mode.refinancing->dscr_factor = 1.1;
  mode.refinancing->added_debt_limit_amount = 2e6;
  const BuiltMode built = Build();
  const RefinancingOutcome free = Outcome(built);
  EXPECT_NEAR(free.added_debt_amount, 2e6, 1e-6);
  mode.refinancing->fee_fraction = 0.01;
  const double owed = built.company->work->rows.Of(0, company::TrancheRow::kBalance)[kDay];
  EXPECT_NEAR(Outcome(built).gain.gain_amount, free.gain.gain_amount - 0.01 * (owed + 2e6), 1e-3);
}

// The first day of repayment, when no principal has been paid yet.
TEST_F(RefinancedSchool, DebtMayBeAddedOnTheFirstDayOfOperation) {
  mode.refinancing->date = testing::Day("2027-01-01");
  mode.refinancing->rate.fixed_nominal_per_year = 0.03;
  mode.refinancing->tenor_years = 10.0;
  mode.refinancing->dscr_factor = 1.1;
  const RefinancingOutcome outcome = Outcome(Build());
  EXPECT_GT(outcome.added_debt_amount, 0.0);
  EXPECT_NEAR(outcome.minimum_dscr, 1.1, 1e-10);
}

TEST_F(RefinancedSchool, WrongTermsOfAddedDebtAreNamed) {
  mode.refinancing->added_debt_limit_amount = 1e6;
  auto failures = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].field_path, "mode.refinancing.added_debt_limit_amount");
  mode.refinancing->dscr_factor = 0.9;
  failures = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].field_path, "mode.refinancing.dscr_factor");
}

TEST_F(RefinancedSchool, StandsAmongTheFindings) {
  mode.refinancing->rate.fixed_nominal_per_year = 0.02;
  const auto structured = StructureProject(school.project, mode, nullptr);
  ASSERT_TRUE(structured) << structured.error().message;
  EXPECT_THAT(structured->findings.figures, Contains(Field(&Figure::name, "refinancing_public_share_amount")));
  EXPECT_THAT(structured->findings.rows, Contains(Field(&YearRow::name, "equity_cash_flow_refinanced_amount")));
}

TEST_F(RefinancedSchool, EveryFaultIsNamed) {
  mode.refinancing->date = testing::Day("2036-01-01");  // The loan ends with 2034.
  mode.refinancing->tenor_years = 11.0;
  mode.refinancing->profile = model::TrancheProfile::kBullet;
  std::vector<std::string> paths;
  for (const Failure& failure : ValidateMode(school.project, mode, "mode")) paths.push_back(failure.field_path);
  EXPECT_THAT(paths, ::testing::UnorderedElementsAre("mode.refinancing.date", "mode.refinancing.tenor_years",
                                                     "mode.refinancing.profile"));
  mode.refinancing->tranche_id = "nobody's";
  const auto failures = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_THAT(failures[0].message, HasSubstr("is no loan of a lender"));
}

}  // namespace
}  // namespace calanque::partnership
