#include "engine/ppp/termination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/base/check.h"
#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

// 100 in, 60 and 55 back: 10 % a year.
const std::vector<double> kEquity = {-100.0, 60.0, 55.0};

std::vector<double> Claim(const EquityClaim& claim) {
  std::vector<double> out(claim.equity_flow_amount.size());
  EXPECT_EQ(Field(WriteEquityClaim(claim, out)), "nothing wrong");
  return out;
}

TEST(EquityClaim, WhatTheBaseCaseStillPromised) {
  EXPECT_THAT(Claim({EquityBasis::kBaseCaseValue, kEquity, 0.1}),
              ElementsAre(DoubleNear(100.0, 1e-9), DoubleNear(50.0, 1e-9), 0.0));
}

TEST(EquityClaim, WhatTheMarketWouldPay) {
  EXPECT_THAT(Claim({EquityBasis::kMarketValue, kEquity, 0.25}),
              ElementsAre(DoubleNear(60.0 / 1.25 + 55.0 / 1.5625, 1e-9), DoubleNear(44.0, 1e-9), 0.0));
}

// On the base case's own flows both ways to its IRR agree.
TEST(EquityClaim, TheReturnToDateEqualsTheBaseCaseValueOnItsFlows) {
  EXPECT_THAT(Claim({EquityBasis::kIrrToDate, kEquity, 0.1}),
              Pointwise(DoubleNear(1e-9), Claim({EquityBasis::kBaseCaseValue, kEquity, 0.1})));
}

TEST(EquityClaim, ShareholdersWhoHaveHadTheirReturnClaimNothing) {
  EXPECT_THAT(Claim({EquityBasis::kIrrToDate, std::vector{-100.0, 150.0, 0.0}, 0.1}), ElementsAre(100.0, 0.0, 0.0));
}

TEST(EquityClaim, SaysWhatIsWrong) {
  std::vector<double> out(3, -7.0);
  EXPECT_EQ(Field(WriteEquityClaim({EquityBasis::kMarketValue, kEquity, -1.0}, out)), "claim.rate_per_period");
  EXPECT_EQ(Field(WriteEquityClaim({EquityBasis::kMarketValue, std::vector{0.0, kNan, 0.0}, 0.1}, out)),
            "claim.equity_flow_amount[1]");
  EXPECT_THAT(out, ElementsAre(-7.0, -7.0, -7.0));
}

// 1000 % a period over 600 periods overflows; no infinity may stand in a cost.
TEST(EquityClaim, WhatIsTooLargeToBeToldIsAFailure) {
  const std::vector<double> flows(600, -1.0);
  std::vector<double> out(600);
  const auto failure = WriteEquityClaim({EquityBasis::kIrrToDate, flows, 10.0}, out);
  ASSERT_TRUE(failure.has_value());
  EXPECT_EQ(failure->reason, Reason::kNotApplicable);
  for (const double amount : out) EXPECT_TRUE(std::isfinite(amount));
}

const std::vector<double> kDebt = {200.0, 100.0, 0.0};

TEST(AuthorityDefault, DebtBreakageAndEquity) {
  std::vector<double> out(3);
  const EquityClaim claim = {EquityBasis::kBaseCaseValue, kEquity, 0.1};
  ASSERT_EQ(Field(WriteAuthorityDefault(kDebt, std::vector{8.0, -2.0, 0.0}, claim, out)), "nothing wrong");
  EXPECT_THAT(out, ElementsAre(DoubleNear(308.0, 1e-9), DoubleNear(148.0, 1e-9), 0.0));
  ASSERT_EQ(Field(WriteAuthorityDefault(kDebt, {}, claim, out)), "nothing wrong");
  EXPECT_THAT(out, ElementsAre(DoubleNear(300.0, 1e-9), DoubleNear(150.0, 1e-9), 0.0));
  EXPECT_EQ(Field(WriteAuthorityDefault(std::vector{-1.0, 0.0, 0.0}, {}, claim, out)), "senior_debt_amount[0]");
  EXPECT_THROW((void)WriteAuthorityDefault(std::vector{1.0}, {}, claim, out), Defect);
}

// Charges and costs of the point itself are paid: only later ones count.
TEST(ContractorDefault, LaterChargesLessLaterCosts) {
  std::vector<double> out(3);
  ASSERT_EQ(
      Field(WriteContractorDefault(std::vector{999.0, 110.0, 121.0}, std::vector{999.0, 22.0, 0.0}, 0.1, 0.0, out)),
      "nothing wrong");
  EXPECT_THAT(out, ElementsAre(DoubleNear(80.0 + 100.0, 1e-9), DoubleNear(110.0, 1e-9), 0.0));
}

TEST(ContractorDefault, TheOperatorNeverPaysForLeaving) {
  std::vector<double> out(2);
  ASSERT_EQ(Field(WriteContractorDefault(std::vector{0.0, 10.0}, std::vector{0.0, 50.0}, 0.05, 0.0, out)),
            "nothing wrong");
  EXPECT_THAT(out, ElementsAre(0.0, 0.0));
  EXPECT_EQ(Field(WriteContractorDefault(std::vector{0.0, -10.0}, std::vector{0.0, 50.0}, 0.05, 0.0, out)),
            "charge_amount[1]");
  EXPECT_EQ(Field(WriteContractorDefault(std::vector{0.0, 1.0}, std::vector{0.0, 50.0}, kNan, 0.0, out)),
            "rate_per_period");
}

// Debt stays due in full where shareholders have had more than they put in.
TEST(ForceMajeure, DebtAndCapitalNotYetBack) {
  std::vector<double> out(3);
  ASSERT_EQ(Field(WriteForceMajeure(kDebt, {}, kEquity, out)), "nothing wrong");
  EXPECT_THAT(out, ElementsAre(300.0, 140.0, 0.0));
  ASSERT_EQ(Field(WriteForceMajeure(kDebt, std::vector{1.0, 1.0, 1.0}, std::vector{-10.0, 60.0, 0.0}, out)),
            "nothing wrong");
  EXPECT_THAT(out, ElementsAre(211.0, 101.0, 1.0));
  EXPECT_EQ(Field(WriteForceMajeure(kDebt, {}, std::vector{0.0, 0.0, kInfinity}, out)), "equity_flow_amount[2]");
}

}  // namespace
}  // namespace calanque::ppp
