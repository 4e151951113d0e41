#include "engine/ppp/refinancing_gain.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

// 100 paid in a year ago; 121 expected a year from now; the refinancing brings `now` at once and leaves 11 then.
struct Case {
  RefinancingTerms terms = {
      .base_case_equity_irr_per_year = 0.1, .threshold_equity_irr_per_year = 0.1, .authority_share_fraction = 0.5};
  std::vector<double> past_times = {-1.0};
  std::vector<double> past = {-100.0};
  std::vector<double> times = {0.0, 1.0};
  std::vector<double> before = {0.0, 121.0};
  std::vector<double> after = {120.0, 11.0};

  [[nodiscard]] RefinancingFlows View() const { return {past_times, past, times, before, after}; }
};

TEST(RefinancingGain, IsTheChangeInPresentValueAtTheBaseCaseReturn) {
  const Case c;
  const auto gain = ShareRefinancingGain(c.terms, c.View());
  ASSERT_TRUE(gain.has_value());
  EXPECT_NEAR(gain->after_present_amount, 130.0, 1e-9);
  EXPECT_NEAR(gain->before_present_amount, 110.0, 1e-9);
  EXPECT_NEAR(gain->catch_up_amount, 0.0, 1e-9);
  EXPECT_NEAR(gain->gain_amount, 20.0, 1e-9);
  EXPECT_NEAR(gain->authority_amount, 10.0, 1e-9);
  EXPECT_DOUBLE_EQ(gain->authority_amount + gain->investors_amount, gain->gain_amount);
}

// Shareholders behind their base case keep what brings them back: 100 x 1.1 - 99 / 1.1 = 20.
TEST(RefinancingGain, TheCatchUpComesFirst) {
  Case c;
  c.before = {0.0, 99.0};
  c.after = {130.0, 0.0};
  const auto gain = ShareRefinancingGain(c.terms, c.View());
  EXPECT_NEAR(gain->catch_up_amount, 20.0, 1e-9);
  EXPECT_NEAR(gain->gain_amount, 130.0 - 90.0 - 20.0, 1e-9);
}

TEST(RefinancingGain, AHigherThresholdLeavesLessToShare) {
  Case c;
  c.terms.threshold_equity_irr_per_year = 0.21;
  const auto gain = ShareRefinancingGain(c.terms, c.View());
  EXPECT_NEAR(gain->catch_up_amount, 121.0 - 100.0, 1e-9);
  EXPECT_EQ(gain->gain_amount, 0.0);
  EXPECT_EQ(gain->authority_amount, 0.0);
}

TEST(RefinancingGain, ALossIsNotShared) {
  Case c;
  c.after = {0.0, 50.0};
  const auto gain = ShareRefinancingGain(c.terms, c.View());
  EXPECT_EQ(gain->gain_amount, 0.0);
  EXPECT_EQ(gain->authority_amount, 0.0);
  EXPECT_LT(gain->after_present_amount, gain->before_present_amount);
}

TEST(RefinancingGain, SaysWhatIsWrong) {
  const auto field = [](auto change) {
    Case c;
    change(c);
    return Field(ShareRefinancingGain(c.terms, c.View()));
  };
  EXPECT_EQ(field([](Case& c) { c.terms.base_case_equity_irr_per_year = -1.0; }),
            "terms.base_case_equity_irr_per_year");
  EXPECT_EQ(field([](Case& c) { c.terms.threshold_equity_irr_per_year = kNan; }),
            "terms.threshold_equity_irr_per_year");
  EXPECT_EQ(field([](Case& c) { c.terms.authority_share_fraction = 50.0; }), "terms.authority_share_fraction");
  EXPECT_EQ(field([](Case& c) { c.past_times[0] = 1.0; }), "flows.past_times_years");
  EXPECT_EQ(field([](Case& c) { c.times[0] = -1.0; }), "flows.future_times_years[0]");
  EXPECT_EQ(field([](Case& c) { c.after[1] = kInfinity; }), "flows.after_amount[1]");
  EXPECT_EQ(field([](Case& c) {
              c.past_times[0] = -1e9;
              c.terms.threshold_equity_irr_per_year = 5.0;
            }),
            "flows");
  EXPECT_EQ(Field(SplitRefinancingGain(-1.0, 0.5)), "gain_amount");
  EXPECT_EQ(Field(SplitRefinancingGain(1.0, -0.5)), "authority_share_fraction");
}

TEST(IrrMultiple, NeedsAReturnAboveZeroToBegin) {
  EXPECT_DOUBLE_EQ(IrrMultiple(0.16, 0.6).value(), 3.75);
  EXPECT_EQ(Field(IrrMultiple(0.0, 0.6)), "irr_before_per_year");
  EXPECT_EQ(Field(IrrMultiple(-0.1, 0.6)), "irr_before_per_year");
  EXPECT_EQ(Field(IrrMultiple(0.1, kNan)), "irr_after_per_year");
}

}  // namespace
}  // namespace calanque::ppp
