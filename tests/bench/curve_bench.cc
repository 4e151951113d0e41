// The abatement curve of 10,000 measures over 30 years: groups that interact, limits of speed, pathways of ten sectors.
// Peers in the same run: layers by comparing all pairs, and one std::sort of as many numbers.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "engine/kernel/series.h"
#include "engine/portfolio/abatement_plan.h"
#include "engine/portfolio/pareto_layers.h"
#include "engine/run/measure_figures.h"
#include "tests/bench/bench.h"
#include "tests/support/sample_request.h"

namespace calanque::bench {
namespace {

using portfolio::CurveInput;
using portfolio::MeasureSet;

constexpr std::size_t kMeasures = 10'000;
constexpr std::size_t kGroupSize = 4;
constexpr int kYears = 30;

double Between(std::mt19937& random, double low, double high) {
  return low + (high - low) * (static_cast<double>(random()) / 4294967296.0);
}

/// Half of the measures save money.
MeasureSet Measures() {
  std::mt19937 random(5);
  MeasureSet set{2025, kYears, std::vector<portfolio::Measure>(kMeasures)};
  for (portfolio::Measure& measure : set.measures) {
    measure.cost_present_amount = Between(random, -1e6, 1e6);
    measure.energy_cost_present_amount = Between(random, -1e6, 0.0);
    for (int y = 0; y < kYears; ++y) {
      measure.avoided_by_year.push_back(Between(random, 0.0, 1e3));
      measure.investment_by_year.push_back(y < 5 ? 1e5 : 0.0);
    }
    measure.avoided_t_co2e = kernel::Sum(measure.avoided_by_year);
    measure.avoided_discounted_t_co2e = 0.6 * measure.avoided_t_co2e;
  }
  return set;
}

portfolio::AbatementTerms Terms() {
  std::mt19937 random(6);
  portfolio::AbatementTerms terms;
  terms.target_year = 2030;
  for (std::size_t first = 0; first + kGroupSize <= kMeasures; first += 2 * kGroupSize) {
    portfolio::InteractionGroup& group = terms.groups.emplace_back();
    for (std::size_t k = 0; k < kGroupSize; ++k) {
      group.push_back({first + k, Between(random, 0.0, 0.5), Between(random, 0.0, 1.0)});
    }
  }
  terms.limits.assign(kMeasures, portfolio::SpeedLimit{2026, 0.1});
  terms.pathway = portfolio::PathwayTerms{2019, kYears + 6, {}};
  terms.pathway->sectors.assign(10, {1e9, {{2019, 1e9}, {2030, 8e8}}, {{2019, 1e9}, {2030, 4e8}}});
  for (std::size_t i = 0; i < kMeasures; ++i) terms.sectors.emplace_back(i % 10);
  terms.budget = portfolio::CarbonBudget{2020, 2050, 1e11};
  return terms;
}

/// What the groups bring and the rest: measure by measure, in the groups' order.
double TonnesByHand(const MeasureSet& set, const portfolio::AbatementTerms& terms) {
  double tonnes = 0.0;
  std::vector<bool> is_grouped(kMeasures, false);
  for (const portfolio::InteractionGroup& group : terms.groups) {
    double left = 1.0;
    for (const portfolio::InteractingMeasure& member : group) {
      tonnes += left * set.measures[member.measure].avoided_t_co2e;
      left *= 1.0 - member.removed_fraction;
      is_grouped[member.measure] = true;
    }
  }
  for (std::size_t i = 0; i < kMeasures; ++i) {
    if (!is_grouped[i]) tonnes += set.measures[i].avoided_t_co2e;
  }
  return tonnes;
}

/// Each layer is one more than the deepest of what dominates, by comparing all pairs.
std::vector<int> LayersByAllPairs(const std::vector<portfolio::Gains>& gains) {
  std::vector<std::size_t> order(gains.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return gains[a].first > gains[b].first; });
  std::vector<int> layers(gains.size(), 1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (portfolio::Dominates(gains[order[j]], gains[order[i]])) {
        layers[order[i]] = std::max(layers[order[i]], layers[order[j]] + 1);
      }
    }
  }
  return layers;
}

}  // namespace

Report AbatementCurve() {
  const MeasureSet set = Measures();
  const portfolio::AbatementTerms terms = Terms();
  const portfolio::AbatementPlan plan = portfolio::BuildAbatementPlan(set, terms);
  std::vector<CurveInput> inputs;
  std::vector<portfolio::Gains> gains;
  for (const portfolio::MeasureOutcome& measure : plan.measures) {
    inputs.push_back(measure.counted);
    gains.push_back({-measure.counted.cost_present_amount, measure.counted.width_t_co2e});
  }
  const double by_hand = TonnesByHand(set, terms);
  Report report;
  report.expected = "the tonnes of every group in its order and of the rest, and the layers of comparing all pairs";
  report.answer = std::abs(plan.total.width_t_co2e - by_hand) <= 1e-9 * by_hand &&
                          portfolio::ParetoLayers(gains) == LayersByAllPairs(gains)
                      ? report.expected
                      : Digits(plan.total.width_t_co2e) + " t against " + Digits(by_hand) + ", or other layers";
  std::vector<double> numbers;
  for (const CurveInput& input : inputs) numbers.push_back(input.cost_present_amount);
  const auto [curve_seconds, sort_seconds] = MedianSecondsInTurn(
      9, 5, [&] { Keep(portfolio::BuildCurve(inputs)); }, 5,
      [&] {
        std::vector<double> sorted = numbers;
        std::sort(sorted.begin(), sorted.end());
        Keep(sorted);
      });
  const auto [layer_seconds, pair_seconds] = MedianSecondsInTurn(
      3, 3, [&] { Keep(portfolio::ParetoLayers(gains)); }, 1, [&] { Keep(LayersByAllPairs(gains)); });
  const double plan_seconds = MedianSeconds(7, 1, [&] { Keep(portfolio::BuildAbatementPlan(set, terms)); });
  const plan::Plan compiled = testing::CompileOrThrow(testing::RandomRequest(1, static_cast<int>(kMeasures), kYears));
  const double gather_seconds = MedianSeconds(5, 1, [&] { Keep(run::GatherMeasures(compiled, 0)); });
  report.figures = {{"10,000 measures: shares, curve, speed, pathways", plan_seconds * 1e3, "ms", 200.0},
                    {"the same, with their figures from a plan", (plan_seconds + gather_seconds) * 1e3, "ms", 200.0},
                    {"the curve alone, times one std::sort", curve_seconds / sort_seconds, "x", 15.0},
                    {"layers, times the speed of all pairs", pair_seconds / layer_seconds, "x", 20.0, true}};
  return report;
}

}  // namespace calanque::bench
