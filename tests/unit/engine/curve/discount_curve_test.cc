#include "engine/curve/discount_curve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

namespace calanque::curve {
namespace {

using time::FlowTiming;

const time::Date kToday = *time::ParseIsoDate("2025-01-01");

ledger::PointAxis Years(int count) { return ledger::MakePointAxis({kToday, 12, count}, FlowTiming::kEnd, kToday, {}); }

model::DiscountRate Rate(decltype(model::DiscountRate::kind) kind) {
  return {"r", "", model::PriceBasis::kNominal, std::move(kind), {}};
}

TEST(DiscountFactors, ConstantRate) {
  const auto factors = DiscountFactors(Rate(model::ConstantRate{0.04}), Years(3), kToday, {});
  ASSERT_TRUE(factors);
  EXPECT_DOUBLE_EQ((*factors)[2], 1.0 / (1.04 * 1.04 * 1.04));
}

// Catches (1 + r_t)^-t, which jumps where the rate steps: 3.5 % for 30 years, then 3.0 %, must accumulate.
TEST(DiscountFactors, SteppedRatesAccumulate) {
  const auto factors = DiscountFactors(Rate(model::SteppedRate{{0.0, 30.0}, {0.035, 0.03}}), Years(32), kToday, {});
  ASSERT_TRUE(factors);
  EXPECT_NEAR((*factors)[29], std::pow(1.035, -30.0), 1e-15);
  EXPECT_NEAR((*factors)[31], std::pow(1.035, -30.0) * std::pow(1.03, -2.0), 1e-15);
}

TEST(DiscountFactors, BetaMovesARiskAdjustedRate) {
  const auto rate = Rate(model::RiskAdjustedRate{0.012, 0.02, 1.0});
  const auto at_default = DiscountFactors(rate, Years(1), kToday, {});
  const auto riskless = DiscountFactors(rate, Years(1), kToday, 0.0);
  ASSERT_TRUE(at_default && riskless);
  EXPECT_DOUBLE_EQ((*at_default)[0], 1.0 / 1.032);
  EXPECT_DOUBLE_EQ((*riskless)[0], 1.0 / 1.012);
  EXPECT_FALSE(DiscountFactors(rate, Years(1), kToday, -60.0));
}

// Closed form: a par swap of rate s against the same curve has s * sum of factors = 1 - last factor.
TEST(DiscountFactors, YieldCurveRepricesItsQuotes) {
  model::YieldCurve quotes;
  quotes.quote_kinds = {model::QuoteKind::kDeposit, model::QuoteKind::kSwap, model::QuoteKind::kSwap};
  quotes.tenor_months = {12, 24, 36};
  quotes.rates_per_year = {0.02, 0.025, 0.03};
  const auto factors = DiscountFactors(Rate(quotes), Years(3), kToday, {});
  ASSERT_TRUE(factors) << factors.error().message;
  const auto& v = *factors;
  EXPECT_NEAR(v[0], 1.0 / (1.0 + 0.02 * 365.0 / 360.0), 1e-12);
  EXPECT_NEAR(0.025 * (v[0] + v[1]), 1.0 - v[1], 1e-9);
  EXPECT_NEAR(0.03 * (v[0] + v[1] + v[2]), 1.0 - v[2], 1e-9);
}

TEST(DiscountFactors, YieldCurveRefusesDatesBeforeIt) {
  model::YieldCurve quotes;
  quotes.quote_kinds = {model::QuoteKind::kDeposit};
  quotes.tenor_months = {6};
  quotes.rates_per_year = {0.02};
  const auto factors = DiscountFactors(Rate(quotes), Years(3), *time::ParseIsoDate("2027-06-01"), {});
  ASSERT_FALSE(factors);
  EXPECT_THAT(factors.error().message, ::testing::HasSubstr("before the valuation date"));
}

TEST(DiscountFactors, YieldCurveRefusesImpossibleQuotes) {
  model::YieldCurve quotes;
  quotes.quote_kinds = {model::QuoteKind::kSwap, model::QuoteKind::kSwap};
  quotes.tenor_months = {12, 24};
  quotes.rates_per_year = {0.9, -0.49};
  EXPECT_FALSE(DiscountFactors(Rate(quotes), Years(2), kToday, {}));
}

// Catches one request's valuation date leaking into another's through QuantLib's process-wide setting.
TEST(DiscountFactors, ConcurrentValuationDatesDoNotMix) {
  model::YieldCurve quotes;
  quotes.quote_kinds = {model::QuoteKind::kSwap};
  quotes.tenor_months = {120};
  quotes.rates_per_year = {0.03};
  const auto compute = [&](time::Date today) {
    const auto axis = ledger::MakePointAxis({today, 12, 10}, FlowTiming::kEnd, today, {});
    return DiscountFactors(Rate(quotes), axis, today, {}).value();
  };
  const time::Date other_day = *time::ParseIsoDate("2031-06-15");
  const auto expected_now = compute(kToday);
  const auto expected_later = compute(other_day);
  int wrong = 0;
  const auto repeat = [&](time::Date today, const std::vector<double>& expected, int& mismatches) {
    for (int i = 0; i < 50; ++i) mismatches += compute(today) == expected ? 0 : 1;
  };
  int wrong_later = 0;
  std::thread later([&] { repeat(other_day, expected_later, wrong_later); });
  repeat(kToday, expected_now, wrong);
  later.join();
  EXPECT_EQ(wrong + wrong_later, 0);
}

}  // namespace
}  // namespace calanque::curve
