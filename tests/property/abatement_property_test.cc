// What holds for any set of measures on an abatement curve.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "engine/kernel/series.h"
#include "engine/portfolio/abatement_curve.h"
#include "engine/portfolio/abatement_plan.h"
#include "engine/portfolio/interaction.h"
#include "engine/portfolio/pareto_layers.h"

namespace calanque::portfolio {
namespace {

double AnyFraction() { return *rc::gen::inRange(0, 1001) / 1000.0; }
double AnyAmount() { return *rc::gen::inRange(-1000, 1001); }

std::vector<std::size_t> Positions(std::size_t count) {
  std::vector<std::size_t> positions(count);
  std::iota(positions.begin(), positions.end(), std::size_t{0});
  return positions;
}

/// Seldom the same twice, so that nothing rests on ties.
std::vector<std::size_t> AnyOrder(std::size_t count) {
  std::vector<std::size_t> order = Positions(count);
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  return order;
}

struct Group {
  InteractionGroup members;
  GroupFigure figure;

  [[nodiscard]] double Total(const std::vector<bool>& is_done) const { return GroupTotal(figure, members, is_done); }
};

Group AnyGroup(std::size_t most) {
  Group group;
  const std::size_t count = *rc::gen::inRange<std::size_t>(1, most + 1);
  for (std::size_t k = 0; k < count; ++k) {
    group.members.push_back({k, AnyFraction(), AnyFraction()});
    group.figure.fixed.push_back(AnyAmount());
    group.figure.following.push_back(AnyAmount());
  }
  return group;
}

/// What each member adds, in that order.
std::vector<double> Increments(const Group& group, const std::vector<std::size_t>& order) {
  std::vector<double> added(order.size());
  std::vector<bool> is_done(order.size(), false);
  double before = 0.0;
  for (const std::size_t k : order) {
    is_done[k] = true;
    const double after = group.Total(is_done);
    added[k] = after - before;
    before = after;
  }
  return added;
}

void AssertNear(double value, double expected) {
  RC_ASSERT(std::abs(value - expected) <= 1e-9 * (1000.0 + std::abs(expected)));
}

// Whatever the order, what the measures add sums to what they bring together; so do the fair shares.
RC_GTEST_PROP(InteractionProperty, SharesAddToTheTotalForAnyOrder, ()) {
  const Group group = AnyGroup(40);
  const std::size_t count = group.members.size();
  const double total = group.Total(std::vector<bool>(count, true));
  const Shares shares = SharingRule(group.members).ShareOut(group.figure);
  AssertNear(kernel::Sum(Increments(group, AnyOrder(count))), total);
  AssertNear(kernel::Sum(shares.in_order), total);
  AssertNear(kernel::Sum(shares.shapley), total);
  const std::vector<double> in_order = Increments(group, Positions(count));
  for (std::size_t k = 0; k < count; ++k) {
    AssertNear(shares.in_order[k], in_order[k]);
    std::vector<bool> is_done(count, false);
    is_done[k] = true;
    AssertNear(shares.standalone[k], group.Total(is_done));
    std::vector<bool> others(count, true);
    others[k] = false;
    AssertNear(shares.last_in[k], total - group.Total(others));
  }
}

// The definition: the mean of what a member adds over all orders, one by one.
RC_GTEST_PROP(InteractionProperty, ShapleySharesAreTheMeanOverAllOrders, ()) {
  const Group group = AnyGroup(6);
  const std::size_t count = group.members.size();
  std::vector<std::size_t> order = Positions(count);
  std::vector<double> sum(count, 0.0);
  double orders = 0.0;
  do {
    kernel::Accumulate(sum, Increments(group, order));
    orders += 1.0;
  } while (std::next_permutation(order.begin(), order.end()));
  const Shares shares = SharingRule(group.members).ShareOut(group.figure);
  for (std::size_t k = 0; k < count; ++k) AssertNear(shares.shapley[k], sum[k] / orders);
}

CurveInput AnyInput() {
  const double width = AnyAmount();
  return {AnyAmount(), width, width * (0.5 + 0.5 * AnyFraction())};
}

// No measure stands behind one that it beats; each in a later layer is beaten by one of the layer before.
RC_GTEST_PROP(CurveProperty, DominanceIsNeverViolated, ()) {
  std::vector<CurveInput> inputs(*rc::gen::inRange<std::size_t>(0, 60));
  for (CurveInput& input : inputs) input = AnyInput();
  const std::vector<CurveBar> bars = BuildCurve(inputs);
  const auto gains = [&](const CurveBar& bar) {
    return Gains{-inputs[bar.measure].cost_present_amount, inputs[bar.measure].width_t_co2e};
  };
  for (const CurveBar& later : bars) {
    if (later.kind != MeasureKind::kSavesMoney) continue;
    bool is_beaten_by_the_layer_before = later.pareto_layer == 1;
    for (const CurveBar& other : bars) {
      if (other.kind != MeasureKind::kSavesMoney) continue;
      const bool is_beaten = Dominates(gains(other), gains(later));
      if (is_beaten) RC_ASSERT(other.pareto_layer < later.pareto_layer);
      if (is_beaten && other.pareto_layer == later.pareto_layer - 1) is_beaten_by_the_layer_before = true;
    }
    RC_ASSERT(is_beaten_by_the_layer_before);
  }
}

// Drawn measures stand without gap or overlap, bars with falling merit, and nobody is lost.
RC_GTEST_PROP(CurveProperty, BarsStandSideBySide, ()) {
  std::vector<CurveInput> inputs(*rc::gen::inRange<std::size_t>(0, 60));
  for (CurveInput& input : inputs) input = AnyInput();
  const std::vector<CurveBar> bars = BuildCurve(inputs);
  std::vector<bool> is_seen(inputs.size(), false);
  double end = 0.0;
  double last_cost = 0.0;
  for (const CurveBar& bar : bars) {
    RC_ASSERT(!is_seen[bar.measure]);
    is_seen[bar.measure] = true;
    if (bar.kind != MeasureKind::kSavesMoney && bar.kind != MeasureKind::kCostsMoney) continue;
    RC_ASSERT(bar.start_t_co2e == end);
    end += inputs[bar.measure].width_t_co2e;
    if (!bar.cost_amount_per_t_co2e) continue;
    RC_ASSERT(*bar.cost_amount_per_t_co2e >= last_cost);
    last_cost = *bar.cost_amount_per_t_co2e;
  }
  RC_ASSERT(bars.size() == inputs.size());
}

MeasureSet AnySet(std::size_t count) {
  MeasureSet set{2025, 3, {}};
  for (std::size_t i = 0; i < count; ++i) {
    Measure measure;
    // Distinct: the order of ties is the input's by promise.
    measure.cost_present_amount = AnyAmount() + 1e-3 * static_cast<double>(i);
    measure.energy_cost_present_amount = AnyAmount();
    for (int y = 0; y < 3; ++y) {
      measure.avoided_by_year.push_back(AnyAmount() + 2e-3 * static_cast<double>(i));
      measure.investment_by_year.push_back(std::abs(AnyAmount()));
    }
    measure.avoided_t_co2e = kernel::Sum(measure.avoided_by_year);
    measure.avoided_discounted_t_co2e = 0.9 * measure.avoided_t_co2e;
    set.measures.push_back(measure);
  }
  return set;
}

// In whatever order projects stand in a file, the curve, the shares and the pathways are the same.
RC_GTEST_PROP(AbatementPlanProperty, PermutationOfTheInputLeavesTheResult, ()) {
  const std::size_t count = *rc::gen::inRange<std::size_t>(3, 12);
  const MeasureSet set = AnySet(count);
  AbatementTerms terms;
  terms.groups = {{{0, AnyFraction(), AnyFraction()}, {1, AnyFraction(), 0.0}, {2, 0.0, AnyFraction()}}};
  terms.limits.resize(count);
  terms.limits[1] = SpeedLimit{2025, 0.001 + 0.999 * AnyFraction()};
  terms.pathway = PathwayTerms{2025, 3, {{900, {{2025, 900}}, {{2025, 500}}}}};
  terms.sectors.resize(count);
  terms.sectors[0] = terms.sectors[2] = 0;

  const std::vector<std::size_t> place = AnyOrder(count);  // Measure i goes to place[i].
  MeasureSet moved_set{2025, 3, std::vector<Measure>(count)};
  AbatementTerms moved_terms = terms;
  for (std::size_t i = 0; i < count; ++i) {
    moved_set.measures[place[i]] = set.measures[i];
    moved_terms.limits[place[i]] = terms.limits[i];
    moved_terms.sectors[place[i]] = terms.sectors[i];
  }
  for (InteractingMeasure& member : moved_terms.groups[0]) member.measure = place[member.measure];

  const AbatementPlan plan = BuildAbatementPlan(set, terms);
  const AbatementPlan moved = BuildAbatementPlan(moved_set, moved_terms);
  for (std::size_t i = 0; i < count; ++i) {
    RC_ASSERT(moved.measures[place[i]].avoided_by_year == plan.measures[i].avoided_by_year);
    RC_ASSERT(moved.measures[place[i]].counted.cost_present_amount == plan.measures[i].counted.cost_present_amount);
    const CurveBar& bar = plan.bars[i];
    RC_ASSERT(moved.bars[i].kind == bar.kind);
    if (bar.kind != MeasureKind::kSavesMoney && bar.kind != MeasureKind::kCostsMoney) continue;
    RC_ASSERT(moved.bars[i].measure == place[bar.measure]);
    RC_ASSERT(moved.bars[i].pareto_layer == bar.pareto_layer);
    RC_ASSERT(moved.bars[i].start_t_co2e == bar.start_t_co2e);
    RC_ASSERT(moved.bars[i].cost_amount_per_t_co2e == bar.cost_amount_per_t_co2e);
  }
  for (std::size_t y = 0; y < 3; ++y) {
    AssertNear(moved.pathways->total.residual[y], plan.pathways->total.residual[y]);
    AssertNear(moved.pathways->sectors[0].residual[y], plan.pathways->sectors[0].residual[y]);
  }
}

// Each year's emissions are accounted for: business as usual = left + avoided, in every sector and in all.
RC_GTEST_PROP(AbatementPlanProperty, NothingIsLostBetweenMeasuresAndPathways, ()) {
  const std::size_t count = *rc::gen::inRange<std::size_t>(2, 10);
  const MeasureSet set = AnySet(count);
  AbatementTerms terms;
  terms.groups = {{{0, AnyFraction(), 0.0}, {1, AnyFraction(), 0.0}}};
  terms.pathway = PathwayTerms{2024, 4, {{900, {{2025, 900}}, {{2025, 500}}}, {100, {{2025, 50}}, {{2025, 0}}}}};
  for (std::size_t i = 0; i < count; ++i) {
    const int sector = *rc::gen::inRange(0, 3);
    terms.sectors.push_back(sector < 2 ? std::optional<std::size_t>(sector) : std::nullopt);
  }
  const AbatementPlan plan = BuildAbatementPlan(set, terms);
  for (std::size_t y = 0; y < 4; ++y) {
    double avoided = 0.0;
    for (const MeasureOutcome& measure : plan.measures) avoided += y == 0 ? 0.0 : measure.avoided_by_year[y - 1];
    const EmissionPathway& total = plan.pathways->total;
    AssertNear(total.avoided[y], avoided);
    AssertNear(total.business_as_usual[y], total.residual[y] + total.avoided[y]);
    for (const EmissionPathway& sector : plan.pathways->sectors) {
      AssertNear(sector.business_as_usual[y], sector.residual[y] + sector.avoided[y]);
    }
  }
  double counted = 0.0;
  for (const MeasureOutcome& measure : plan.measures) counted += measure.counted.width_t_co2e;
  AssertNear(counted, plan.total.width_t_co2e);
}

}  // namespace
}  // namespace calanque::portfolio
