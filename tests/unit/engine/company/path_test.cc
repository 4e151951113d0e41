// Futures of one company, by hand.
#include "engine/company/path.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "engine/company/evaluate.h"
#include "tests/support/allocation_counter.h"

namespace calanque::company {
namespace {

constexpr double kNear = 1e-9;

/// Works of 100 at close, 30 a period for four periods, a loan of 60 at 10 % in equal parts: service 21, 19.5, 18,
/// 16.5.
class Path : public ::testing::Test {
 protected:
  Path() : works_{100.0, 0.0, 0.0, 0.0, 0.0}, revenue_(5, 30.0) {
    terms_.point_count = 5;
    Tranche loan;
    loan.id = "loan";
    loan.profile = Profile::kEqualPrincipal;
    loan.rate_per_period.assign(5, 0.1);
    loan.tenor_periods = 4;
    loan.limits.amount = 60.0;
    terms_.tranches = {loan};
    flows_.works = works_;
    flows_.other_revenue = revenue_;
  }

  Workspace Base() {
    Workspace work(terms_);
    const auto run = Evaluate(terms_, flows_, {}, work);
    if (!run) throw std::runtime_error(run.error().message);
    return work;
  }

  std::vector<double> works_, revenue_;
  Terms terms_;
  Flows flows_;
};

TEST_F(Path, RevenueThatFailsIsFeltByLendersAndShareholders) {
  terms_.distribution.lock_up_dscr = 1.2;
  terms_.distribution.default_dscr = 1.05;
  const Workspace base = Base();
  PathEvaluator paths(terms_, flows_, base, {});
  const std::vector<double> revenue = {0.0, 30.0, 20.0, 18.0, 30.0};
  PathFlows path;
  path.revenue = revenue;
  paths.Evaluate(path);
  const std::vector<double> undiscounted(5, 1.0);
  const PathMeasures measures = paths.Measure(undiscounted);
  EXPECT_NEAR(measures.minimum_dscr, 1.0, kNear) << "18 against 18 in period 3";
  EXPECT_EQ(measures.locked_count, 2) << "20 / 19.5 and 18 / 18 are below 1.2";
  EXPECT_EQ(measures.default_count, 2) << "both are below 1.05 too";
  EXPECT_EQ(measures.unpaid_amount, 0.0);
  EXPECT_NEAR(measures.equity_npv_amount, -40.0 + 9.0 + 0.5 + 0.0 + 13.5, kNear);
}

TEST_F(Path, WhatIsUnpaidCounts) {
  const Workspace base = Base();
  PathEvaluator paths(terms_, flows_, base, {});
  const std::vector<double> revenue = {0.0, 30.0, 9.5, 40.0, 40.0};
  PathFlows path;
  path.revenue = revenue;
  paths.Evaluate(path);
  const PathMeasures measures = paths.Measure(std::vector<double>(5, 1.0));
  EXPECT_NEAR(measures.unpaid_amount, 10.0, kNear);
  EXPECT_EQ(measures.default_count, 1);
  EXPECT_NEAR(paths.work().rows[Row::kDividends][3], 40.0 - 18.0 - 11.0, kNear) << "arrears bear 10 %";
}

TEST_F(Path, AFloatingHalfPaysHalfOfTheShift) {
  const Workspace base = Base();
  PathEvaluator paths(terms_, flows_, base, {0.5});
  const std::vector<double> shift(5, 0.02);
  PathFlows path;
  path.rate_shift = shift;
  paths.Evaluate(path);
  EXPECT_NEAR(paths.work().rows[Row::kDebtServiceDue][1], 21.0 + 0.5 * 0.02 * 60.0, kNear);
  EXPECT_NEAR(paths.work().rows[Row::kDividends][2], 10.5 - 0.5 * 0.02 * 45.0, kNear);
  EXPECT_NEAR(paths.work().rows.Of(0, TrancheRow::kPrincipal)[2], 15.0, kNear) << "principal is as agreed";
}

TEST_F(Path, ShareholdersPayTheOverrunAndOperationItsMaintenance) {
  const Workspace base = Base();
  PathEvaluator paths(terms_, flows_, base, {});
  const std::vector<double> overrun = {12.0, 0.0, 0.0, 0.0, 0.0};
  const std::vector<double> maintenance = {0.0, 0.0, 4.0, 0.0, 0.0};
  PathFlows path;
  path.extra_works = overrun;
  path.extra_maintenance = maintenance;
  paths.Evaluate(path);
  EXPECT_NEAR(paths.work().rows[Row::kEquityCashFlow][0], -52.0, kNear);
  EXPECT_NEAR(paths.work().rows[Row::kEquityCashFlow][2], 10.5 - 4.0, kNear);
  EXPECT_NEAR(paths.work().rows[Row::kCfads][2], 26.0, kNear);
}

TEST_F(Path, WithoutDebtThereIsNoCover) {
  terms_.tranches.clear();
  const Workspace base = Base();
  PathEvaluator paths(terms_, flows_, base, {});
  paths.Evaluate({});
  EXPECT_EQ(paths.Measure(std::vector<double>(5, 1.0)).minimum_dscr, std::numeric_limits<double>::infinity());
}

TEST_F(Path, NothingIsAllocatedPerPath) {
  const Workspace base = Base();
  PathEvaluator paths(terms_, flows_, base, {1.0});
  const std::vector<double> factors(5, 1.0);
  PathFlows path;
  path.revenue = revenue_;
  EXPECT_EQ(testing::AllocationsOf([&] {
              paths.Evaluate(path);
              (void)paths.Measure(factors);
            }),
            0U);
}

}  // namespace
}  // namespace calanque::company
