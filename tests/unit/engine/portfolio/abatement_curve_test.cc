// The curve's lists and their order, against cases small enough to see.
#include "engine/portfolio/abatement_curve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "engine/portfolio/pareto_layers.h"

namespace calanque::portfolio {
namespace {

using ::testing::ElementsAre;

std::vector<std::size_t> OrderOf(const std::vector<CurveBar>& bars) {
  std::vector<std::size_t> order;
  order.reserve(bars.size());
  for (const CurveBar& bar : bars) order.push_back(bar.measure);
  return order;
}

// By hand: A (-100, 10) and B (-50, 100) do not dominate each other; C (-50, 10) is dominated by both, D (-40, 5) by C.
TEST(ParetoLayers, PeelsBySteps) {
  const std::vector<Gains> gains = {{100, 10}, {50, 100}, {50, 10}, {40, 5}};
  EXPECT_THAT(ParetoLayers(gains), ElementsAre(1, 1, 2, 3));
}

// Equal measures dominate nobody among themselves: the naive peeling that compares with >= puts one below the other.
TEST(ParetoLayers, EqualAlternativesShareALayer) {
  const std::vector<Gains> gains = {{1, 1}, {2, 2}, {1, 1}, {2, 2}};
  EXPECT_THAT(ParetoLayers(gains), ElementsAre(2, 1, 2, 1));
}

// Same first goal, smaller second: dominated, though not worse in the first.
TEST(ParetoLayers, WorseInOneGoalAloneIsDominated) {
  EXPECT_THAT(ParetoLayers(std::vector<Gains>{{3, 1}, {3, 2}, {2, 2}}), ElementsAre(2, 1, 2));
}

/// Layers from the definition: take away what nothing left dominates, again and again.
std::vector<int> PeelByDefinition(const std::vector<Gains>& gains) {
  std::vector<int> layers(gains.size(), 0);
  for (std::size_t done = 0, layer = 1; done < gains.size(); ++layer) {
    std::vector<std::size_t> top;
    for (std::size_t i = 0; i < gains.size(); ++i) {
      bool is_dominated = layers[i] != 0;
      for (std::size_t j = 0; j < gains.size() && !is_dominated; ++j) {
        is_dominated = layers[j] == 0 && Dominates(gains[j], gains[i]);
      }
      if (!is_dominated) top.push_back(i);
    }
    for (const std::size_t i : top) layers[i] = static_cast<int>(layer);
    done += top.size();
  }
  return layers;
}

TEST(ParetoLayers, AgreeWithTheDefinitionOnManyTies) {
  std::mt19937 random(7);  // Small whole numbers: ties and repeats in plenty.
  std::uniform_int_distribution<int> value(0, 6);
  for (int round = 0; round < 300; ++round) {
    std::vector<Gains> gains(40);
    for (Gains& one : gains) one = {static_cast<double>(value(random)), static_cast<double>(value(random))};
    ASSERT_EQ(ParetoLayers(gains), PeelByDefinition(gains)) << "round " << round;
  }
}

// The flaw that the curve is to avoid: B gains as much and avoids ten times more; by cost per tonne (-10 against -1)
// the usual curve puts A first.
TEST(AbatementCurve, NeverRanksGainsByCostPerTonne) {
  const std::vector<CurveBar> bars = BuildCurve(std::vector<CurveInput>{{-100, 10, 10}, {-100, 100, 100}});
  EXPECT_THAT(OrderOf(bars), ElementsAre(1, 0));
  EXPECT_EQ(bars[0].pareto_layer, 1);
  EXPECT_EQ(bars[1].pareto_layer, 2);
  EXPECT_FALSE(bars[0].cost_amount_per_t_co2e.has_value());
}

// One of each kind; the measure that raises emissions and earns much is not drawn.
TEST(AbatementCurve, PutsEachKindInItsPlace) {
  const std::vector<CurveBar> bars = BuildCurve(
      std::vector<CurveInput>{{-1e6, -5, -5}, {600, 20, 10}, {100, 10, 10}, {-50, 7, 7}, {80, 0, 0}, {0, 1, 1}});
  EXPECT_THAT(OrderOf(bars), ElementsAre(3, 5, 2, 1, 0, 4));
  EXPECT_EQ(bars[0].kind, MeasureKind::kSavesMoney);
  EXPECT_EQ(bars[1].cost_amount_per_t_co2e, 0.0);  // Free is not a gain.
  EXPECT_EQ(bars[3].cost_amount_per_t_co2e, 60.0);
  EXPECT_EQ(bars[3].start_t_co2e, 18.0);
  EXPECT_EQ(bars[4].kind, MeasureKind::kRaisesEmissions);
  EXPECT_FALSE(bars[4].cost_amount_per_t_co2e.has_value());
  EXPECT_EQ(bars[4].start_t_co2e, 0.0);
  EXPECT_EQ(bars[5].kind, MeasureKind::kNoEffect);
}

TEST(AbatementCurve, OfNothingIsNothing) { EXPECT_TRUE(BuildCurve({}).empty()); }

}  // namespace
}  // namespace calanque::portfolio
