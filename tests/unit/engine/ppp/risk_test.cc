// Optimism bias and quantified risk: one or the other.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/ppp/optimism_bias.h"
#include "engine/ppp/quantified_risk.h"
#include "tests/unit/engine/ppp/failure_text.h"

namespace calanque::ppp {
namespace {

using ::testing::HasSubstr;

constexpr BiasRange kRange = {.upper_fraction = 0.5, .lower_fraction = 0.1};

// Catches a residual that goes on below what best practice leaves.
TEST(ResidualBias, MitigationStopsAtTheLowerBound) {
  EXPECT_DOUBLE_EQ(ResidualBias(kRange, 0.0).value(), 0.5);
  EXPECT_DOUBLE_EQ(ResidualBias(kRange, 0.4).value(), 0.3);
  EXPECT_DOUBLE_EQ(ResidualBias(kRange, 1.0).value(), 0.1);
}

TEST(ResidualBias, SaysWhatIsWrong) {
  EXPECT_EQ(Field(ResidualBias(kRange, 92.0)), "mitigation_fraction");
  EXPECT_EQ(Field(ResidualBias({.upper_fraction = 0.1, .lower_fraction = 0.2}, 0.5)), "range.lower_fraction");
  EXPECT_EQ(Field(ResidualBias({.upper_fraction = kNan}, 0.5)), "range.upper_fraction");
}

TEST(CombineBias, WeighsBothBounds) {
  const std::vector<BiasRange> ranges = {kRange, {.upper_fraction = 1.0, .lower_fraction = 0.2}};
  const BiasRange combined = CombineBias(ranges, std::vector{0.25, 0.75}).value();
  EXPECT_DOUBLE_EQ(combined.upper_fraction, 0.875);
  EXPECT_DOUBLE_EQ(combined.lower_fraction, 0.175);
}

TEST(CombineBias, SharesMustAddUpToOne) {
  const std::vector<BiasRange> ranges = {kRange, kRange};
  EXPECT_EQ(Field(CombineBias(ranges, std::vector{0.5, 0.4})), "cost_fractions");
  EXPECT_EQ(Field(CombineBias(ranges, std::vector{1.5, -0.5})), "cost_fractions[0]");
  EXPECT_EQ(Field(CombineBias({}, {})), "cost_fractions");
}

const std::vector<RiskOutcome> kOverrun = {{0.2, 100.0}, {0.1, 300.0}};

TEST(ExpectedConsequence, IsTheMean) {
  EXPECT_DOUBLE_EQ(ExpectedConsequence({.name = "overrun", .outcomes = kOverrun}).value(), 50.0);
  EXPECT_DOUBLE_EQ(ExpectedConsequence({}).value(), 0.0);
}

TEST(ExpectedConsequence, OutcomesThatExcludeEachOtherHaveAtMostProbabilityOne) {
  const std::vector<RiskOutcome> outcomes = {{0.6, 1.0}, {0.6, 2.0}};
  const auto expected = ExpectedConsequence({.name = "asbestos", .outcomes = outcomes});
  EXPECT_EQ(Field(expected), "outcomes");
  EXPECT_THAT(expected.error().message, HasSubstr("risk 'asbestos'"));
  const std::vector<RiskOutcome> negative = {{-0.1, 1.0}};
  EXPECT_EQ(Field(ExpectedConsequence({.name = "delay", .outcomes = negative})), "probability_fraction");
}

TEST(RiskOfLine, RisksAreAddedAndSplitByWhoBearsThem) {
  const std::vector<QuantifiedRisk> risks = {{.name = "overrun", .outcomes = kOverrun, .transferred_fraction = 0.8},
                                             {.name = "delay", .outcomes = kOverrun, .transferred_fraction = 0.0}};
  const auto cost = RiskOfLine({.name = "works", .base_amount = 1000.0, .optimism_bias = {}, .risks = risks});
  ASSERT_TRUE(cost.has_value());
  EXPECT_DOUBLE_EQ(cost->transferred_amount, 40.0);
  EXPECT_DOUBLE_EQ(cost->retained_amount, 60.0);
}

TEST(RiskOfLine, BiasIsAShareOfTheBase) {
  const auto cost = RiskOfLine({.name = "works",
                                .base_amount = 1000.0,
                                .optimism_bias = LineBias{.fraction = 0.24, .transferred_fraction = 0.25},
                                .risks = {}});
  ASSERT_TRUE(cost.has_value());
  EXPECT_DOUBLE_EQ(cost->transferred_amount, 60.0);
  EXPECT_DOUBLE_EQ(cost->Total(), 240.0);
}

TEST(RiskOfLine, BothOnOneLineAreRefusedByName) {
  const std::vector<QuantifiedRisk> risks = {{.name = "overrun", .outcomes = kOverrun}};
  const auto cost = RiskOfLine({.name = "roof of the school",
                                .base_amount = 1000.0,
                                .optimism_bias = LineBias{.fraction = 0.0},
                                .risks = risks});
  EXPECT_EQ(Field(cost), "risks");
  EXPECT_EQ(cost.error().reason, Reason::kInvalidInput);
  EXPECT_THAT(cost.error().message, HasSubstr("'roof of the school'"));
}

TEST(RiskOfLine, NamesTheLineAndTheRisk) {
  const std::vector<QuantifiedRisk> risks = {{.name = "delay", .outcomes = kOverrun, .transferred_fraction = 30.0}};
  const auto cost = RiskOfLine({.name = "works", .base_amount = 1.0, .optimism_bias = {}, .risks = risks});
  EXPECT_EQ(Field(cost), "transferred_fraction");
  EXPECT_THAT(cost.error().message, HasSubstr("line 'works': risk 'delay': "));
  EXPECT_EQ(Field(RiskOfLine({.name = "works", .base_amount = -1.0, .optimism_bias = {}, .risks = {}})), "base_amount");
}

}  // namespace
}  // namespace calanque::ppp
