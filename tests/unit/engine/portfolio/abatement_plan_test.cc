// The whole answer on three measures by hand.
#include "engine/portfolio/abatement_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::portfolio {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

/// Two years, 2025 and 2026: a renovation (cost 1,000 of which -200 energy), a heat pump (300, of which 100 energy) on
/// the same homes, and a bus line.
MeasureSet Set() {
  return {2025,
          2,
          {{1000, -200, 0, 50, 40, {0, 0}, {100, 0}, {10, 40}},
           {300, 100, 0, 100, 80, {0, 0}, {10, 10}, {40, 60}},
           {60, 0, 0, 6, 5, {0, 0}, {0, 0}, {3, 3}}}};
}

/// The renovation takes half of the heat; half of the pump's cost beside energy is sized by what is left.
AbatementTerms Terms() {
  AbatementTerms terms;
  terms.target_year = 2026;
  terms.groups = {{{0, 0.5, 0.0}, {1, 0.0, 0.5}}};
  return terms;
}

TEST(AbatementPlan, CountsFairSharesOfAGroup) {
  const AbatementPlan plan = BuildAbatementPlan(Set(), Terms());
  // The pump after the renovation avoids 50 of 100 t: 25 of the difference falls on each.
  EXPECT_NEAR(plan.measures[0].counted.width_t_co2e, 25, 1e-12);
  EXPECT_NEAR(plan.measures[1].counted.width_t_co2e, 75, 1e-12);
  EXPECT_NEAR(plan.measures[0].counted.discounted_t_co2e, 20, 1e-12);
  EXPECT_NEAR(plan.measures[1].counted.discounted_t_co2e, 60, 1e-12);
  // Its cost of 300: 100 of energy and half of the other 200 follow, so that 100 are saved: 50 each.
  EXPECT_NEAR(plan.measures[0].counted.cost_present_amount, 950, 1e-10);
  EXPECT_NEAR(plan.measures[1].counted.cost_present_amount, 250, 1e-10);
  ASSERT_TRUE(plan.measures[1].part.has_value());
  EXPECT_EQ(plan.measures[1].part->standalone.cost_present_amount, 300.0);
  EXPECT_EQ(plan.measures[1].part->last_in.cost_present_amount, 200.0);
  EXPECT_EQ(plan.measures[1].part->in_order.width_t_co2e, 50.0);
  EXPECT_EQ(plan.measures[0].part->last_in.width_t_co2e, 0.0);
  ASSERT_EQ(plan.groups.size(), 1U);
  EXPECT_EQ(plan.groups[0].together.width_t_co2e, 100.0);
  EXPECT_EQ(plan.groups[0].standalone_sum.width_t_co2e, 150.0);
  EXPECT_EQ(plan.groups[0].together.cost_present_amount, 1200.0);
  // Outside of the group nothing changes.
  EXPECT_FALSE(plan.measures[2].part.has_value());
  EXPECT_EQ(plan.measures[2].counted.width_t_co2e, 6.0);
  EXPECT_NEAR(plan.total.width_t_co2e, 106, 1e-12);
  EXPECT_NEAR(plan.total.cost_present_amount, 1260, 1e-10);
}

// The bars are drawn from the fair shares: 1,000 / 40 = 25 a tonne alone, 950 / 20 = 47.5 in the group.
TEST(AbatementPlan, DrawsTheCurveFromTheShares) {
  const AbatementPlan plan = BuildAbatementPlan(Set(), Terms());
  ASSERT_EQ(plan.bars.size(), 3U);
  EXPECT_EQ(plan.bars[0].measure, 1U);
  EXPECT_EQ(plan.bars[1].measure, 2U);
  EXPECT_EQ(plan.bars[2].measure, 0U);
  EXPECT_NEAR(*plan.bars[2].cost_amount_per_t_co2e, 47.5, 1e-10);
  EXPECT_NEAR(plan.bars[2].start_t_co2e, 81, 1e-10);
}

TEST(AbatementPlan, SharesTonnesOfEveryYear) {
  const AbatementPlan plan = BuildAbatementPlan(Set(), Terms());
  EXPECT_THAT(plan.measures[0].avoided_by_year, Pointwise(DoubleNear(1e-12), {0.0, 25.0}));
  EXPECT_THAT(plan.measures[1].avoided_by_year, Pointwise(DoubleNear(1e-12), {30.0, 45.0}));
  EXPECT_THAT(plan.measures[2].avoided_by_year, ElementsAre(3.0, 3.0));
}

TEST(AbatementPlan, DrawsTheTargetYearWhereAsked) {
  AbatementTerms terms = Terms();
  terms.groups.clear();
  terms.draws_target_year = true;
  const AbatementPlan plan = BuildAbatementPlan(Set(), terms);
  EXPECT_EQ(plan.measures[0].counted.width_t_co2e, 40.0);
  EXPECT_EQ(plan.measures[1].counted.width_t_co2e, 60.0);
  EXPECT_EQ(plan.measures[0].counted.discounted_t_co2e, 40.0);  // The cost of a tonne keeps its denominator.
}

// A limit cuts tonnes by year before they are shared, and leaves the curve alone.
TEST(AbatementPlan, LimitsTonnesByYearNotTheCurve) {
  AbatementTerms terms = Terms();
  terms.limits = {SpeedLimit{2026, 0.5}, std::nullopt, std::nullopt};
  const AbatementPlan plan = BuildAbatementPlan(Set(), terms);
  ASSERT_TRUE(plan.measures[0].speed.has_value());
  EXPECT_EQ(plan.measures[0].speed->full_year, 2027);
  EXPECT_EQ(plan.measures[0].speed->latest_start_year, 2025);
  // 0 and 20 t are left of 10 and 40; the pump's overlap goes on as before.
  EXPECT_THAT(plan.measures[0].avoided_by_year, Pointwise(DoubleNear(1e-12), {-10.0, 5.0}));
  EXPECT_THAT(plan.measures[0].avoided_scheduled_by_year, Pointwise(DoubleNear(1e-12), {0.0, 25.0}));
  EXPECT_NEAR(plan.measures[0].counted.width_t_co2e, 25, 1e-12);
  EXPECT_FALSE(plan.measures[1].speed.has_value());
}

// The pathway begins before the measures: their rows are moved to its years.
TEST(AbatementPlan, PutsMeasuresOnThePathwaysYears) {
  AbatementTerms terms = Terms();
  terms.pathway = PathwayTerms{2023, 4, {{500, {{2023, 500}}, {{2023, 500}, {2026, 200}}}}};
  terms.sectors = {0, 0, std::nullopt};
  terms.budget = CarbonBudget{2023, 2026, 1950};
  const AbatementPlan plan = BuildAbatementPlan(Set(), terms);
  ASSERT_TRUE(plan.pathways.has_value());
  EXPECT_THAT(plan.pathways->sectors[0].residual, Pointwise(DoubleNear(1e-10), {500.0, 500.0, 470.0, 430.0}));
  EXPECT_THAT(plan.pathways->total.residual, Pointwise(DoubleNear(1e-10), {500.0, 500.0, 467.0, 427.0}));
  ASSERT_TRUE(plan.budget.has_value());
  EXPECT_EQ(plan.budget->business_as_usual.emission_t_co2e, 2000.0);
  EXPECT_EQ(plan.budget->business_as_usual.exceeded_year, 2026);
  EXPECT_EQ(plan.budget->target.emission_t_co2e, 1400.0);
  EXPECT_NEAR(plan.budget->residual.emission_t_co2e, 1894, 1e-9);
  EXPECT_FALSE(plan.budget->residual.exceeded_year.has_value());
}

TEST(AbatementPlan, OfNothingIsNothing) {
  const AbatementPlan plan = BuildAbatementPlan({2025, 1, {}}, {});
  EXPECT_TRUE(plan.bars.empty());
  EXPECT_FALSE(plan.pathways.has_value());
  EXPECT_EQ(plan.total.width_t_co2e, 0.0);
}

}  // namespace
}  // namespace calanque::portfolio
