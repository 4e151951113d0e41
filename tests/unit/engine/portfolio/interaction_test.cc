// Shares of measures that act on the same demand, against figures by hand.
#include "engine/portfolio/interaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/kernel/series.h"

namespace calanque::portfolio {
namespace {

using ::testing::DoubleEq;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

// A renovation takes 40 % of the heat away; the heat pump then avoids 60 of its 100 tonnes. By hand: renovation 50 and
// last 50 - 40 = 10; pump 100 and last 60; each is first in half of the orders.
TEST(SharingRule, ARenovationBeforeAHeatPumpByHand) {
  const InteractionGroup group = {{0, 0.4, 0.0}, {1, 0.0, 0.0}};
  const Shares shares = SharingRule(group).ShareOut({{0, 0}, {50, 100}});
  EXPECT_THAT(shares.standalone, ElementsAre(DoubleEq(50), DoubleEq(100)));
  EXPECT_THAT(shares.last_in, ElementsAre(DoubleEq(10), DoubleEq(60)));
  EXPECT_THAT(shares.in_order, ElementsAre(DoubleEq(50), DoubleEq(60)));
  EXPECT_THAT(shares.shapley, ElementsAre(DoubleNear(30, 1e-12), DoubleNear(80, 1e-12)));
}

// What does not follow the demand is nobody else's business: a fixed cost stays with its measure in every share.
TEST(SharingRule, FixedFiguresStayWhereTheyAre) {
  const InteractionGroup group = {{0, 0.9, 0.0}, {1, 0.5, 0.0}, {2, 0.0, 0.0}};
  const Shares shares = SharingRule(group).ShareOut({{7, -3, 11}, {0, 0, 0}});
  for (const auto* list : {&shares.standalone, &shares.last_in, &shares.in_order, &shares.shapley}) {
    EXPECT_THAT(*list, ElementsAre(DoubleNear(7, 1e-12), DoubleNear(-3, 1e-12), DoubleNear(11, 1e-12)));
  }
}

// Nothing overlaps: all four shares are the figures themselves.
TEST(SharingRule, WithoutOverlapEveryShareIsTheMeasuresOwn) {
  const InteractionGroup group = {{0, 0.0, 0.0}, {1, 0.0, 0.0}, {2, 0.0, 0.0}};
  const Shares shares = SharingRule(group).ShareOut({{1, 2, 3}, {10, 20, 30}});
  for (const auto* list : {&shares.standalone, &shares.last_in, &shares.in_order, &shares.shapley}) {
    EXPECT_THAT(*list, ElementsAre(DoubleNear(11, 1e-12), DoubleNear(22, 1e-12), DoubleNear(33, 1e-12)));
  }
}

// The first takes everything away: the second has nothing left, and its fair share is half of what it would bring
// alone.
TEST(SharingRule, NothingIsLeftAfterAMeasureThatTakesAll) {
  const InteractionGroup group = {{0, 1.0, 0.0}, {1, 0.0, 0.0}};
  const Shares shares = SharingRule(group).ShareOut({{0, 0}, {0, 100}});
  EXPECT_THAT(shares.in_order, ElementsAre(DoubleEq(0), DoubleEq(0)));
  EXPECT_THAT(shares.last_in, ElementsAre(DoubleEq(-100), DoubleEq(0)));
  EXPECT_THAT(shares.shapley, ElementsAre(DoubleNear(-50, 1e-12), DoubleNear(50, 1e-12)));
}

TEST(SharingRule, SharesFairlyWithoutTheRest) {
  const InteractionGroup group = {{0, 0.3, 0.0}, {1, 0.2, 0.0}, {2, 0.1, 0.0}};
  const GroupFigure figure{{1, 2, 3}, {40, 50, -60}};
  const SharingRule rule(group);
  std::vector<double> shares(3, 99.0);  // What stood there before is written over.
  rule.ShareFairly(figure, shares);
  EXPECT_EQ(shares, rule.ShareOut(figure).shapley);
}

// 1,200 measures, the most that the service takes: still exact, and no order is sampled.
TEST(SharingRule, AddsUpForAsManyAsAListHolds) {
  constexpr std::size_t kCount = 1'200;
  InteractionGroup group;
  GroupFigure figure;
  for (std::size_t k = 0; k < kCount; ++k) {
    group.push_back({k, 0.001 * static_cast<double>(k % 7), 0.0});
    figure.fixed.push_back(static_cast<double>(k % 5));
    figure.following.push_back(static_cast<double>(k % 11));
  }
  const Shares shares = SharingRule(group).ShareOut(figure);
  const double total = GroupTotal(figure, group, std::vector<bool>(kCount, true));
  EXPECT_NEAR(kernel::Sum(shares.shapley), total, 1e-9 * total);
  EXPECT_NEAR(kernel::Sum(shares.in_order), total, 1e-9 * total);
}

TEST(GroupTotal, CountsOnlyWhatIsDone) {
  const InteractionGroup group = {{0, 0.5, 0.0}, {1, 0.5, 0.0}, {2, 0.0, 0.0}};
  const GroupFigure figure{{1, 2, 3}, {8, 8, 8}};
  EXPECT_EQ(GroupTotal(figure, group, {false, false, false}), 0.0);
  EXPECT_EQ(GroupTotal(figure, group, {true, false, true}), 1 + 8 + 3 + 4);
  EXPECT_EQ(GroupTotal(figure, group, {true, true, true}), 1 + 8 + 2 + 4 + 3 + 2);
}

}  // namespace
}  // namespace calanque::portfolio
