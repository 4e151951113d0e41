// An evaluation, and a solved charge, ask for no memory once the workspace is there.
#include <gtest/gtest.h>

#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/company/solve.h"
#include "tests/support/allocation_counter.h"

namespace calanque::company {
namespace {

using ::calanque::testing::AllocationsOf;

/// Two loans and a shareholder loan, reserves, tax with losses and limits, a downside case: every part at work.
class Allocation : public ::testing::Test {
 protected:
  Allocation() {
    terms_.point_count = 21;
    terms_.construction_end = 2;
    terms_.draw_weight = 0.5;
    terms_.reserves.debt_service_months = 6.0;
    terms_.reserves.interest_per_period.assign(21, 0.01);
    terms_.tax.taxes = {{.rate_fraction = {0.25}}};
    terms_.tax.loss_carry_forward = {.floor_amount = 1.0, .fraction = 0.5};
    terms_.tax.interest_limit = {.floor_amount_per_year = 3.0, .ebitda_fraction = 0.3};
    terms_.tax.depreciation_fraction.assign(21, 0.05);
    terms_.downside_cases = {{.revenue_factor = 0.95, .operating_cost_factor = 1.0, .dscr_factor = 0.95}};
    for (const Rank rank : {Rank::kSenior, Rank::kMezzanine, Rank::kShareholder}) {
      Tranche loan;
      loan.id = "loan";
      loan.rank = rank;
      loan.profile = rank == Rank::kSenior ? Profile::kSculpted : Profile::kAnnuity;
      loan.rate_per_period.assign(21, 0.05);
      loan.tenor_periods = 15;
      if (rank == Rank::kSenior) loan.limits.dscr = 1.3;
      if (rank == Rank::kMezzanine) loan.limits.amount = 5.0;
      if (rank == Rank::kShareholder) loan.limits.equity_fraction = 0.5;
      terms_.tranches.push_back(loan);
    }
    works_[1] = works_[2] = 50.0;
    for (std::size_t t = 3; t < charge_.size(); ++t) charge_[t] = 1.0;
    flows_.works = works_;
    flows_.charge_profile = charge_;
    decision_.charge_amount = 14.0;
  }

  Terms terms_;
  std::vector<double> works_ = std::vector<double>(21), charge_ = std::vector<double>(21);
  Flows flows_;
  Decision decision_;
};

TEST_F(Allocation, EvaluationAndCoverRatiosNeedNone) {
  Workspace work(terms_);
  bool is_good = false;
  EXPECT_EQ(AllocationsOf([&] {
              is_good = Evaluate(terms_, flows_, decision_, work).has_value();
              (void)FindCoverRatios(terms_, work);
            }),
            0U);
  EXPECT_TRUE(is_good);
}

TEST_F(Allocation, ASolvedChargeNeedsNone) {
  Workspace work(terms_);
  SolveOptions options;
  options.target_value = 0.09;
  bool is_good = false;
  EXPECT_EQ(AllocationsOf([&] { is_good = Solve(terms_, flows_, options, decision_, work).has_value(); }), 0U);
  EXPECT_TRUE(is_good);
}

TEST_F(Allocation, ASolvedDebtNeedsNone) {
  Workspace work(terms_);
  SolveOptions options;
  options.unknown = Unknown::kDebt;
  options.target = Target::kMinimumDscr;
  options.target_value = 1.4;
  bool is_good = false;
  EXPECT_EQ(AllocationsOf([&] { is_good = Solve(terms_, flows_, options, decision_, work).has_value(); }), 0U);
  EXPECT_TRUE(is_good);
}

// Shows that the counter counts.
TEST_F(Allocation, AWorkspaceNeedsSome) {
  EXPECT_GT(AllocationsOf([&] { const Workspace work(terms_); }), 0U);
}

}  // namespace
}  // namespace calanque::company
