#include "engine/ppp/payment_mechanism.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

std::vector<double> Charges(double base, double share, const std::vector<double>& index) {
  std::vector<double> out(index.size());
  EXPECT_EQ(Field(WriteIndexedCharge(base, share, index, out)), "nothing wrong");
  return out;
}

// Catches a share applied to the fixed part.
TEST(IndexedCharge, OnlyTheIndexedShareFollowsTheIndex) {
  EXPECT_THAT(Charges(100.0, 0.25, {1.0, 1.2, 0.8}), ElementsAre(100.0, DoubleNear(105, 1e-12), DoubleNear(95, 1e-12)));
  EXPECT_THAT(Charges(100.0, 0.0, {1.0, 3.0}), ElementsAre(100.0, 100.0));
  EXPECT_THAT(Charges(100.0, 1.0, {1.0, 3.0}), ElementsAre(100.0, 300.0));
}

TEST(IndexedCharge, SaysWhatIsWrongAndLeavesTheOutputAlone) {
  const std::vector<double> index = {1.0, 1.1};
  std::vector<double> out = {-7.0, -7.0};
  EXPECT_EQ(Field(WriteIndexedCharge(-1.0, 0.5, index, out)), "base_charge_amount");
  EXPECT_EQ(Field(WriteIndexedCharge(kNan, 0.5, index, out)), "base_charge_amount");
  EXPECT_EQ(Field(WriteIndexedCharge(1.0, 50.0, index, out)), "indexed_fraction");
  EXPECT_EQ(Field(WriteIndexedCharge(1.0, 0.5, std::vector<double>{1.0, 0.0}, out)), "index[1]");
  EXPECT_EQ(Field(WriteIndexedCharge(1.0, 0.5, std::vector<double>{kInfinity, 1.0}, out)), "index[0]");
  EXPECT_THAT(out, ElementsAre(-7.0, -7.0));
  out.pop_back();
  EXPECT_THROW((void)WriteIndexedCharge(1.0, 0.5, index, out), Defect);
}

TEST(Deductions, GrowWithUnavailabilityUpToTheCap) {
  const std::vector<double> charge = {100.0, 100.0, 200.0, 0.0};
  const std::vector<double> missed = {0.0, 0.1, 1.0, 0.5};
  std::vector<double> out(4);
  ASSERT_EQ(Field(WriteDeductions({.deduction_per_unavailability = 2.0, .cap_fraction = 0.3}, charge, missed, out)),
            "nothing wrong");
  EXPECT_THAT(out, ElementsAre(0.0, DoubleNear(20.0, 1e-12), DoubleNear(60.0, 1e-12), 0.0));
}

TEST(Deductions, SayWhatIsWrong) {
  const std::vector<double> charge = {100.0};
  std::vector<double> out(1);
  EXPECT_EQ(Field(WriteDeductions({.deduction_per_unavailability = -1.0}, charge, std::vector{0.1}, out)),
            "deductions.deduction_per_unavailability");
  EXPECT_EQ(Field(WriteDeductions({.cap_fraction = 1.5}, charge, std::vector{0.1}, out)), "deductions.cap_fraction");
  EXPECT_EQ(Field(WriteDeductions({}, charge, std::vector{1.1}, out)), "unavailable_fraction[0]");
  EXPECT_EQ(Field(WriteDeductions({}, std::vector{-1.0}, std::vector{0.1}, out)), "charge_amount[0]");
}

// What the lessor spends comes back at the asked return.
TEST(OperatingLease, PaymentsAndResidualValueRepayTheAsset) {
  OperatingLease lease = {
      .asset_cost_amount = 1000.0, .residual_value_amount = 200.0, .rate_per_period = 0.1, .period_count = 2};
  const double at_end = OperatingLeasePayment(lease).value();
  EXPECT_NEAR(at_end / 1.1 + (at_end + 200.0) / 1.21, 1000.0, 1e-9);
  lease.is_paid_in_advance = true;
  const double at_start = OperatingLeasePayment(lease).value();
  EXPECT_NEAR(at_start + at_start / 1.1 + 200.0 / 1.21, 1000.0, 1e-9);
}

TEST(OperatingLease, WithoutInterestTheLossOfValueIsSpread) {
  EXPECT_NEAR(
      OperatingLeasePayment({.asset_cost_amount = 1000.0, .residual_value_amount = 400.0, .period_count = 6}).value(),
      100.0, 1e-12);
}

TEST(OperatingLease, SaysWhatIsWrong) {
  EXPECT_EQ(Field(OperatingLeasePayment({.asset_cost_amount = -1.0})), "lease.asset_cost_amount");
  EXPECT_EQ(Field(OperatingLeasePayment({.rate_per_period = -1.0})), "lease.rate_per_period");
  EXPECT_EQ(Field(OperatingLeasePayment({.period_count = 0})), "lease.period_count");
  const auto too_good =
      OperatingLeasePayment({.asset_cost_amount = 100.0, .residual_value_amount = 150.0, .period_count = 1});
  EXPECT_EQ(Field(too_good), "lease.residual_value_amount");
  EXPECT_EQ(too_good.error().reason, Reason::kNotApplicable);
}

// (1 + rate)^n overflows here; the payment must not be a NaN.
TEST(OperatingLease, AnEndlessTermAtAHighRateIsANumberOrAFailure) {
  const auto payment =
      OperatingLeasePayment({.asset_cost_amount = 1.0, .rate_per_period = 10.0, .period_count = 2000000000});
  if (payment) {
    EXPECT_NEAR(*payment, 10.0, 1e-9);
  } else {
    EXPECT_EQ(Field(payment), "lease");
  }
}

}  // namespace
}  // namespace calanque::ppp
