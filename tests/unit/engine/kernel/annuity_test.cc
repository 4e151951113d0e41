#include "engine/kernel/annuity.h"

#include <gtest/gtest.h>

#include <cmath>

namespace calanque::kernel {
namespace {

TEST(Annuity, RateOfZeroIsTheLimit) {
  EXPECT_EQ(AnnuityFactor(0.0, 20.0), 20.0);
  EXPECT_EQ(CapitalRecoveryFactor(0.0, 20.0), 0.05);
  EXPECT_EQ(AnnuityPayment(0.0, 10.0, 1000.0, -200.0), -80.0);
  EXPECT_EQ(AnnuityFutureValue(0.0, 10.0, -100.0, 1000.0), 0.0);
  EXPECT_EQ(AnnuityPeriodCount(0.0, -100.0, 1000.0).value(), 10.0);
}

// The naive formula loses all digits here.
TEST(Annuity, TinyRatesKeepTheirDigits) {
  EXPECT_NEAR(AnnuityFactor(1e-14, 20.0), 20.0 - 210e-14, 1e-13);
  EXPECT_NEAR(AnnuityFactor(-1e-14, 20.0), 20.0 + 210e-14, 1e-13);
}

TEST(Annuity, NegativeRates) { EXPECT_NEAR(AnnuityFactor(-0.5, 2.0), 2.0 + 4.0, 1e-14); }

// A published city case: 220,733 over 12 years at 4 % is 23,520 a year.
TEST(Annuity, CapitalRecoveryOfABus) { EXPECT_NEAR(220'733.0 * CapitalRecoveryFactor(0.04, 12.0), 23'520.0, 1.0); }

TEST(Annuity, PaymentFutureValueAndCountSatisfyOneEquation) {
  for (const double rate : {-0.02, 0.0, 0.005, 0.3}) {
    const double payment = AnnuityPayment(rate, 17.0, 1000.0, -250.0);
    EXPECT_NEAR(AnnuityFutureValue(rate, 17.0, payment, 1000.0), -250.0, 1e-10) << rate;
    EXPECT_NEAR(AnnuityPeriodCount(rate, payment, 1000.0, -250.0).value(), 17.0, 1e-10) << rate;
  }
}

TEST(Annuity, InterestIsTheRateOnTheOpeningBalance) {
  double balance = 1000.0;
  for (int period = 1; period <= 4; ++period) {
    EXPECT_NEAR(AnnuityInterestPart(0.1, period, 4, 1000.0), -0.1 * balance, 1e-10);
    balance += AnnuityPrincipalPart(0.1, period, 4, 1000.0);
  }
  EXPECT_NEAR(balance, 0.0, 1e-10);
}

TEST(Annuity, PaymentsThatOnlyCoverInterestNeverRepay) {
  const auto count = AnnuityPeriodCount(0.1, -100.0, 1000.0);
  ASSERT_FALSE(count.has_value());
  EXPECT_EQ(count.error().reason, Reason::kNotApplicable);
  EXPECT_FALSE(AnnuityPeriodCount(0.1, -99.0, 1000.0).has_value());
  EXPECT_FALSE(AnnuityPeriodCount(0.0, 0.0, 1000.0).has_value());
}

TEST(Annuity, OutsideTheDomainIsADefect) {
  EXPECT_THROW(AnnuityFactor(-1.0, 3.0), Defect);
  EXPECT_THROW(AnnuityFactor(0.1, -1.0), Defect);
  EXPECT_THROW(CapitalRecoveryFactor(0.1, 0.0), Defect);
  EXPECT_THROW(AnnuityInterestPart(0.1, 0, 4, 1000.0), Defect);
  EXPECT_THROW(AnnuityInterestPart(0.1, 5, 4, 1000.0), Defect);
}

}  // namespace
}  // namespace calanque::kernel
