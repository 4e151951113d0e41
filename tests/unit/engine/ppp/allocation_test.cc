// Formulas that run once per path ask for no memory while their input is sound.
#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

#include "engine/ppp/city_accounts.h"
#include "engine/ppp/energy_savings.h"
#include "engine/ppp/payment_mechanism.h"
#include "engine/ppp/public_sector_comparator.h"
#include "engine/ppp/refinancing_gain.h"
#include "engine/ppp/revenue_sharing.h"
#include "engine/ppp/termination.h"
#include "engine/ppp/vat_compensation.h"
#include "tests/support/allocation_counter.h"

namespace calanque::ppp {
namespace {

using ::calanque::testing::AllocationsOf;

class Allocation : public ::testing::Test {
 protected:
  std::vector<double> ones_ = std::vector<double>(30, 1.0);
  std::vector<double> halves_ = std::vector<double>(30, 0.5);
  std::vector<double> times_ = std::vector<double>(30, 0.0);
  std::vector<double> a_ = std::vector<double>(30), b_ = a_, c_ = a_, d_ = a_;
};

// Shows that the counter counts.
TEST_F(Allocation, IsSeenWhereAFailureIsWritten) {
  EXPECT_GT(AllocationsOf([&] { EXPECT_TRUE(WriteIndexedCharge(1.0, 7.0, ones_, a_).has_value()); }), 0U);
}

TEST_F(Allocation, PaymentsNeedNone) {
  EXPECT_EQ(AllocationsOf([&] {
              (void)WriteIndexedCharge(10.0, 0.5, ones_, a_);
              (void)WriteDeductions({}, ones_, halves_, a_);
              (void)OperatingLeasePayment({.asset_cost_amount = 10.0, .period_count = 5});
              (void)WriteRevenueSharing({}, ones_, halves_, a_, b_);
              (void)WriteMinimumRevenueGuarantee({}, ones_, halves_, a_);
              (void)WriteVatCompensation({}, ones_, halves_, a_);
            }),
            0U);
}

TEST_F(Allocation, SavingsContractsNeedNone) {
  EXPECT_EQ(AllocationsOf([&] {
              (void)WriteGuaranteeShortfall(ones_, halves_, a_);
              (void)WriteSharedSavings({.point_count = 5}, ones_, a_);
              (void)FindUncoveredPayment(halves_, ones_);
              (void)WriteRevolvingFund({.opening_amount = 5.0}, ones_, halves_, {a_, b_, c_, d_});
            }),
            0U);
}

TEST_F(Allocation, ComparisonRefinancingAndTerminationNeedNone) {
  ComparisonFlows flows;
  flows.raw_amount = ones_;
  flows.transferred_risk_amount = halves_;
  flows.payments_amount = ones_;
  std::vector<CityRatios> ratios(30);
  EXPECT_EQ(AllocationsOf([&] {
              const ComparedCosts costs = PresentCosts(flows, ones_, halves_);
              EXPECT_TRUE(CompareCosts(costs.public_sector, costs.partnership).has_value());
              (void)ShareRefinancingGain({}, {times_, ones_, times_, ones_, ones_});
              (void)WriteAuthorityDefault(ones_, {}, {EquityBasis::kIrrToDate, ones_, 0.1}, a_);
              (void)WriteContractorDefault(ones_, halves_, 0.1, 0.2, a_);
              (void)WriteForceMajeure(ones_, ones_, halves_, a_);
              (void)WriteCityRatios({ones_, halves_, ones_, ones_}, {}, ratios);
            }),
            0U);
}

}  // namespace
}  // namespace calanque::ppp
