#include "engine/portfolio/repayment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "engine/kernel/annuity.h"

namespace calanque::portfolio {
namespace {

using model::RepaymentProfile;
using ::testing::DoubleNear;
using ::testing::Each;
using ::testing::ElementsAre;

constexpr double kRounding = 1e-12;

double SumOf(const std::vector<double>& row) { return std::accumulate(row.begin(), row.end(), 0.0); }

Repayment Of(auto kind) { return RepaymentOf(model::FundingSource{.kind = kind}); }

TEST(Repayment, GrantsAndOwnFundsArePaidBackByNobody) {
  EXPECT_TRUE(Of(model::OwnFundsTerms{}).is_empty());
  EXPECT_TRUE(Of(model::GrantTerms{1}).is_empty());
  EXPECT_TRUE(Of(model::VatRefundTerms{0.16404, 1}).is_empty());
  EXPECT_EQ(Of(model::GrantTerms{}).tenor_years(), 0);
  EXPECT_EQ(Of(model::GrantTerms{}).PresentCost(0.03), 0.0);
}

TEST(Repayment, AnAnnuityIsLevelAndWorthItsDraw) {
  const Repayment loan = Of(model::LoanTerms{{0.04, 20, 0, RepaymentProfile::kAnnuity}, 0.0});
  EXPECT_EQ(loan.tenor_years(), 20);
  const double level = kernel::CapitalRecoveryFactor(0.04, 20);
  for (std::size_t k = 1; k <= 20; ++k) EXPECT_NEAR(loan.interest[k] + loan.principal[k], level, kRounding);
  EXPECT_NEAR(SumOf(loan.principal), 1.0, kRounding);
  EXPECT_NEAR(loan.PresentCost(0.04), 1.0, kRounding);
  EXPECT_NEAR(loan.PresentCost(0.0), 20 * level, 1e-11);
}

TEST(Repayment, GraceAndFeesStandInTheirYears) {
  const Repayment loan = Of(model::LoanTerms{{0.02, 4, 2, RepaymentProfile::kEqualPrincipal}, 0.01});
  EXPECT_THAT(loan.principal, ElementsAre(0, 0, 0, 0.5, 0.5));
  EXPECT_THAT(loan.interest,
              ElementsAre(DoubleNear(0.01, kRounding), DoubleNear(0.02, kRounding), DoubleNear(0.02, kRounding),
                          DoubleNear(0.02, kRounding), DoubleNear(0.01, kRounding)));
  EXPECT_THAT(loan.borrowed, ElementsAre(1, 0, 0, 0, 0));
}

TEST(Repayment, CapitalEarnsEveryYearAndComesBackAtTheEnd) {
  const Repayment equity = Of(model::EquityTerms{0.06, 3});
  EXPECT_THAT(equity.principal, ElementsAre(0, 0, 0, 1));
  EXPECT_THAT(equity.interest,
              ElementsAre(0, DoubleNear(0.06, kRounding), DoubleNear(0.06, kRounding), DoubleNear(0.06, kRounding)));
}

// Rents begin a year after delivery and repay works with the interest of the years before: at the rate inside the rents
// their value at the spending is the spending.
TEST(Repayment, RentsBeginAfterDeliveryAndAreWorthTheWorks) {
  const Repayment rents = Of(model::PartnershipTerms{0.05, 2, 10, 0.16404});
  EXPECT_EQ(rents.tenor_years(), 12);
  const double owed = 1.05 * 1.05;
  EXPECT_NEAR(rents.borrowed[2], owed, kRounding);
  EXPECT_NEAR(SumOf(rents.borrowed), owed, kRounding);
  EXPECT_NEAR(SumOf(rents.principal), owed, kRounding);
  EXPECT_EQ(rents.interest[0] + rents.interest[1] + rents.interest[2], 0.0);
  for (std::size_t k = 3; k <= 12; ++k) {
    EXPECT_NEAR(rents.interest[k] + rents.principal[k], owed * kernel::CapitalRecoveryFactor(0.05, 10), kRounding);
    EXPECT_NEAR(rents.vat_refund[k], 0.16404 * rents.principal[k], kRounding);
  }
  EXPECT_NEAR(rents.PresentCost(0.05), 1.0, kRounding);
}

TEST(Repayment, OfDrawsOverYearsEndsAtTheTenorAfterTheLast) {
  const Repayment loan = RepaymentOf({0.03, 5, 0, RepaymentProfile::kAnnuity}, {10, 0, 20, 0});
  EXPECT_NEAR(SumOf(loan.principal), 30.0, 1e-11);
  EXPECT_NEAR(loan.PresentCost(0.03), 10 + 20 / (1.03 * 1.03), 1e-11);
  EXPECT_EQ(loan.principal[2], 0.0);
  EXPECT_GT(loan.principal[7], 0.0);
  EXPECT_THAT(std::vector(loan.principal.begin() + 8, loan.principal.end()), Each(0.0));
}

}  // namespace
}  // namespace calanque::portfolio
