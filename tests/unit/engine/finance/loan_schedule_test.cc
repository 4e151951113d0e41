#include "engine/finance/loan_schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

namespace calanque::finance {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

struct Service {
  std::vector<double> interest;
  std::vector<double> principal;
  double settled;
};

Service Serve(const model::Loan& loan, const std::vector<double>& draws, int periods_per_year = 1) {
  Service service{std::vector<double>(draws.size()), std::vector<double>(draws.size()), 0.0};
  service.settled = AddLoanService(loan, periods_per_year, {draws, service.interest, service.principal});
  return service;
}

// 1,000 at 10 % over 2 years: 576.190476 a year (1000 x 0.1 x 1.21 / 0.21).
TEST(LoanSchedule, AnnuityPaysTheSameEveryYear) {
  const Service service = Serve({0.1, 2.0, 0.0, model::RepaymentProfile::kAnnuity}, {1000, 0, 0, 0});
  EXPECT_THAT(service.interest, ElementsAre(0, DoubleNear(100, 1e-9), DoubleNear(52.380952380952, 1e-9), 0));
  EXPECT_THAT(service.principal,
              ElementsAre(0, DoubleNear(476.190476190476, 1e-9), DoubleNear(523.809523809524, 1e-9), 0));
  EXPECT_EQ(service.settled, 0.0);
}

TEST(LoanSchedule, GracePaysInterestOnly) {
  const Service service = Serve({0.1, 3.0, 1.0, model::RepaymentProfile::kEqualPrincipal}, {900, 0, 0, 0});
  EXPECT_THAT(service.principal, ElementsAre(0, 0, DoubleNear(450, 1e-9), DoubleNear(450, 1e-9)));
  EXPECT_THAT(service.interest, ElementsAre(0, DoubleNear(90, 1e-9), DoubleNear(90, 1e-9), DoubleNear(45, 1e-9)));
}

TEST(LoanSchedule, BulletPaysAllAtTheEnd) {
  const Service service = Serve({0.05, 2.0, 0.0, model::RepaymentProfile::kBullet}, {100, 0, 0});
  EXPECT_THAT(service.principal, ElementsAre(0, 0, 100));
}

// Catches debt that disappears from the figures because the grid is shorter than the loan.
TEST(LoanSchedule, SettlesAtTheHorizonWhatIsStillOwed) {
  const Service service = Serve({0.05, 10.0, 0.0, model::RepaymentProfile::kEqualPrincipal}, {100, 0, 0});
  EXPECT_NEAR(std::accumulate(service.principal.begin(), service.principal.end(), 0.0), 100.0, 1e-9);
  EXPECT_NEAR(service.settled, 80.0, 1e-9);
}

// A nominal yearly rate of 10 % is 10 % a year on any grid.
TEST(LoanSchedule, SubPeriodsCompoundToTheYearlyRate) {
  const Service service = Serve({0.1, 1.0, 0.0, model::RepaymentProfile::kBullet}, {0, 100, 0, 0}, 2);
  EXPECT_NEAR((1.0 + service.interest[2] / 100.0) * (1.0 + service.interest[3] / 100.0), 1.1, 1e-12);
}

}  // namespace
}  // namespace calanque::finance
