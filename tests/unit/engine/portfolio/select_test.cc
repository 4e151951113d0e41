#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "engine/portfolio/selection.h"
#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

using optimize::Status;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr optimize::Limits kExact = {.relative_gap = 0};

/// Figures from a fixed recurrence: the same on every machine.
class Figures {
 public:
  explicit Figures(std::uint64_t seed) : state_(seed * 2'654'435'761U + 1) {}
  double Next(double low, double high) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return low + (high - low) * static_cast<double>((state_ >> 33U) % 1000U) / 1000.0;
  }

 private:
  std::uint64_t state_;
};

/// `count` projects of some MEUR, each in `start_count` years, under a budget for each of three years.
Selection Programme(std::uint64_t seed, std::size_t count, std::size_t start_count = 1) {
  Figures figures(seed);
  Selection selection;
  for (int year = 0; year < 3; ++year) {
    selection.constraints.push_back({.id = "budget",
                                     .name = "Budget " + std::to_string(2025 + year),
                                     .unit = "EUR",
                                     .year = 2025 + year,
                                     .upper = 3e6 * static_cast<double>(count)});
  }
  for (std::size_t c = 0; c < count; ++c) {
    Candidate candidate{.id = "project-" + std::to_string(c)};
    const double npv = figures.Next(-5e6, 5e6);
    const double tonnes = figures.Next(100, 5000);
    const double cost = figures.Next(1e6, 2e7);
    for (std::size_t s = 0; s < start_count; ++s) {
      const double later = std::pow(0.97, static_cast<double>(s));
      candidate.starts.push_back({.year = 2025 + static_cast<int>(s),
                                  .delay_years = static_cast<int>(s),
                                  .npv_amount = npv * later,
                                  .enpv_amount = (npv + 1000 * tonnes) * later,
                                  .abatement_t_co2e = tonnes * later,
                                  .investment_amount = cost});
      for (std::size_t year = s; year < 3; ++year) {
        selection.constraints[year].uses.push_back({c, s, year == s ? cost : cost / 4, 0});
      }
    }
    selection.candidates.push_back(std::move(candidate));
  }
  return selection;
}

/// The best figure over all subsets of projects, whole, at their first start; nullopt where none is feasible.
std::optional<double> BruteForce(const Selection& selection, double (*figure)(const Totals&), bool is_maximum) {
  std::optional<double> best;
  for (std::size_t choice = 0; choice < (std::size_t{1} << selection.candidates.size()); ++choice) {
    std::vector<Picked> picked;
    for (std::size_t c = 0; c < selection.candidates.size(); ++c) {
      if (((choice >> c) & 1U) != 0) picked.push_back({c, 0, 1});
    }
    const std::vector<double> used = UsesOf(selection, picked);
    bool is_feasible = true;
    for (std::size_t i = 0; i < used.size(); ++i) is_feasible &= Excess(selection.constraints[i], used[i]) <= 1e-6;
    if (!is_feasible) continue;
    const double value = figure(TotalsOf(selection, picked));
    if (!best || (is_maximum ? value > *best : value < *best)) best = value;
  }
  return best;
}

double Enpv(const Totals& totals) { return totals.enpv_amount; }
double Tonnes(const Totals& totals) { return totals.abatement_t_co2e; }
double Cost(const Totals& totals) { return -totals.npv_amount; }

void RequireTonnes(Selection& selection, double tonnes) {
  Constraint target{.id = "target", .name = "Tonnes", .unit = "tCO2e", .lower = tonnes};
  for (std::size_t c = 0; c < selection.candidates.size(); ++c) {
    for (std::size_t s = 0; s < selection.candidates[c].starts.size(); ++s) {
      target.uses.push_back({c, s, selection.candidates[c].starts[s].abatement_t_co2e, 0});
    }
  }
  selection.constraints.push_back(std::move(target));
}

SelectionAnswer Choose(const Selection& selection, const optimize::Limits& limits = kExact) {
  auto answer = Select(selection, limits);
  EXPECT_TRUE(answer) << answer.error().front().message;
  return std::move(answer).value();
}

TEST(Select, AgreesWithAllChoicesOfTwelveProjects) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    Selection selection = Programme(seed, 12);
    EXPECT_NEAR(Choose(selection).objective, *BruteForce(selection, Enpv, true), 1e-3) << seed;
    selection.goal = Goal::kMaximiseAbatement;
    EXPECT_NEAR(Choose(selection).objective, *BruteForce(selection, Tonnes, true), 1e-6) << seed;
    RequireTonnes(selection, 12'000);
    selection.goal = Goal::kMinimiseCost;
    const auto cheapest = BruteForce(selection, Cost, false);
    const SelectionAnswer answer = Choose(selection);
    ASSERT_EQ(answer.status == Status::kInfeasible, !cheapest) << seed;
    if (cheapest) {
      EXPECT_NEAR(answer.objective, *cheapest, 1e-3) << seed;
    }
  }
}

/// The expected shortfall of the linear form is the one of sorted futures.
TEST(Select, AgreesWithAllChoicesUnderAPenaltyOnRisk) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Selection selection = Programme(seed, 12);
    Figures figures(seed + 100);
    for (Candidate& candidate : selection.candidates) {
      for (int f = 0; f < 40; ++f) candidate.deviations.push_back(figures.Next(-4e6, 4e6));
    }
    selection.shortfall_weight = 0.7;
    selection.tail_probability = 0.11;  // cuts through a future
    const auto best = BruteForce(
        selection, [](const Totals& totals) { return totals.enpv_amount - 0.7 * *totals.expected_shortfall_amount; },
        true);
    EXPECT_NEAR(Choose(selection).objective, *best, 1.0) << seed;
  }
}

TEST(Select, RelaxingAConstraintNeverWorsens) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Selection selection = Programme(seed, 10, 2);
    const double before = Choose(selection).objective;
    for (Constraint& constraint : selection.constraints) {
      const double upper = constraint.upper;
      constraint.upper *= 1.1;
      EXPECT_GE(Choose(selection).objective, before - 1e-6 * std::abs(before)) << seed;
      constraint.upper = upper;
    }
  }
}

TEST(Select, RelaxedPriceIsTheFiniteDifferenceOfDivisibleProjects) {
  Selection selection = Programme(3, 12);
  const std::vector<ConstraintState> states = Choose(selection).constraints;
  // With a tiny smallest size every project can be done in part: the programme is its own relaxation.
  for (Candidate& candidate : selection.candidates) candidate.minimum_fraction = 1e-9;
  const double before = Choose(selection).objective;
  double priced = 0;
  for (std::size_t i = 0; i < selection.constraints.size(); ++i) {
    selection.constraints[i].upper += 1000;
    EXPECT_NEAR((Choose(selection).objective - before) / 1000, states[i].price_relaxed, 1e-6);
    selection.constraints[i].upper -= 1000;
    priced += states[i].price_relaxed;
  }
  EXPECT_GT(priced, 0);
}

TEST(Select, PriceInTonnesIsThatOfTheRelaxationForTonnes) {
  Selection selection = Programme(3, 12);
  const std::vector<ConstraintState> states = Choose(selection).constraints;
  selection.goal = Goal::kMaximiseAbatement;
  const std::vector<ConstraintState> tonnes = Choose(selection).constraints;
  for (std::size_t i = 0; i < states.size(); ++i) {
    EXPECT_DOUBLE_EQ(states[i].price_abatement_t_co2e.value(), tonnes[i].price_relaxed);
  }
}

TEST(Select, PriceOfTheChosenMovesFractionsOnly) {
  Selection selection = Programme(4, 8);
  for (Candidate& candidate : selection.candidates) candidate.minimum_fraction = 0.3;
  const SelectionAnswer answer = Choose(selection);
  const auto partial = std::ranges::find_if(answer.picked, [](const Picked& one) { return one.fraction < 1; });
  ASSERT_NE(partial, answer.picked.end()) << "the case has lost its point: nothing is done in part";
  double priced = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    Selection more = selection;
    more.constraints[i].upper += 1;
    priced += answer.constraints[i].price_chosen;
    EXPECT_GE(Choose(more).objective - answer.objective, answer.constraints[i].price_chosen - 1e-3);
  }
  EXPECT_GT(priced, 0);
}

TEST(Select, KeepsSmallestSizes) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Selection selection = Programme(seed, 12, 2);
    for (Candidate& candidate : selection.candidates) candidate.minimum_fraction = 0.4;
    for (const Picked& one : Choose(selection).picked) EXPECT_GE(one.fraction, 0.4 - 1e-9);
  }
}

TEST(Select, SaysWhyProjectsAreLeftOut) {
  Selection selection;
  const auto add = [&](const char* id, double enpv, double cost) {
    selection.candidates.push_back({.id = id, .starts = {{.year = 2025, .enpv_amount = enpv}}});
    if (selection.constraints.empty()) {
      selection.constraints.push_back({.id = "budget", .name = "Budget 2025", .unit = "EUR", .upper = 10});
    }
    selection.constraints[0].uses.push_back({selection.candidates.size() - 1, 0, cost, 0});
  };
  add("good", 8, 7);
  add("dear", 5, 6);
  add("loss", -1, 1);
  const SelectionAnswer answer = Choose(selection);
  ASSERT_EQ(answer.left_out.size(), 2U);
  EXPECT_EQ(answer.left_out[0].candidate, 1U);
  EXPECT_EQ(answer.left_out[0].reason, LeftOutReason::kDoesNotFit);
  ASSERT_EQ(answer.left_out[0].blocking.size(), 1U);
  EXPECT_DOUBLE_EQ(answer.left_out[0].blocking[0].amount, 3);
  EXPECT_EQ(answer.left_out[1].reason, LeftOutReason::kNoGain);
  EXPECT_DOUBLE_EQ(answer.left_out[1].gain, -1);
}

TEST(Select, RiskMayOutweighAProject) {
  Selection selection;
  selection.candidates = {{.id = "safe", .starts = {{.enpv_amount = 5}}, .deviations = {0, 0}},
                          {.id = "wild", .starts = {{.enpv_amount = 5}}, .deviations = {-20, 20}}};
  selection.shortfall_weight = 1;
  selection.tail_probability = 0.5;
  const SelectionAnswer answer = Choose(selection);
  EXPECT_THAT(answer.picked, ElementsAre(Picked{0, 0, 1}));
  ASSERT_EQ(answer.left_out.size(), 1U);
  EXPECT_EQ(answer.left_out[0].reason, LeftOutReason::kRiskOutweighs);
}

TEST(Select, InfeasibleConstraintsAreAMinimalSet) {
  Selection selection = Programme(2, 12);
  RequireTonnes(selection, 40'000);  // more than all together
  SelectionAnswer answer = Choose(selection);
  EXPECT_EQ(answer.status, Status::kInfeasible);
  EXPECT_THAT(answer.conflict, ElementsAre(3));
  selection.constraints[3].lower = 25'000;  // possible, but not within the budgets
  for (std::size_t i = 0; i < 3; ++i) selection.constraints[i].upper = 2e7;
  answer = Choose(selection);
  ASSERT_EQ(answer.status, Status::kInfeasible);
  ASSERT_GE(answer.conflict.size(), 2U);
  for (const std::size_t dropped : answer.conflict) {
    Selection without = selection;
    without.constraints[dropped].lower = -optimize::kInfinity;
    without.constraints[dropped].upper = optimize::kInfinity;
    for (std::size_t i = 0; i < without.constraints.size(); ++i) {
      const bool is_named = std::ranges::find(answer.conflict, i) != answer.conflict.end();
      if (!is_named) without.constraints[i].upper = optimize::kInfinity;
    }
    EXPECT_NE(Choose(without).status, Status::kInfeasible) << "constraint " << dropped << " is not needed";
  }
}

TEST(Select, RoundingStaysWithinItsGapOfTheTruth) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Selection selection = Programme(seed, 40, 3);
    const SelectionAnswer exact = Choose(selection, {.relative_gap = 0.01});
    selection.method = Method::kRelaxAndRound;
    const SelectionAnswer rounded = Choose(selection);
    EXPECT_TRUE(rounded.is_rounded);
    EXPECT_LE(rounded.objective, exact.best_bound * (1 + 1e-9));
    EXPECT_GE(rounded.best_bound, exact.objective * (1 - 1e-9));
    EXPECT_LT(rounded.relative_gap, 0.05);
  }
}

/// Two hundred projects are not proven best to the last euro in a fifth of a second.
TEST(Select, ATimeLimitGivesTheBestFoundWithItsGap) {
  const Selection programme = Programme(7, 200, 3);
  SelectionAnswer answer;
  // A busy machine may find nothing in a fifth of a second: it gets four times longer, thrice.
  for (double time_seconds = 0.2; time_seconds < 13 && answer.status == Status::kNoAnswer; time_seconds *= 4) {
    const auto begin = std::chrono::steady_clock::now();
    answer = Choose(programme, {.relative_gap = 0, .time_seconds = time_seconds});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(taken.count(), time_seconds + 5);
  }
  ASSERT_NE(answer.status, Status::kNoAnswer) << "nothing was found in 12.8 seconds";
  EXPECT_EQ(answer.status, Status::kLimit);
  EXPECT_GT(answer.best_bound, answer.objective);
  EXPECT_NEAR(answer.relative_gap, (answer.best_bound - answer.objective) / answer.objective, 1e-9);
  EXPECT_FALSE(answer.picked.empty());
}

TEST(Select, NothingWaitsThatNeedNot) {
  Selection selection;
  for (const char* id : {"a", "b", "c"}) {
    selection.candidates.push_back({.id = id,
                                    .starts = {{.year = 2025, .abatement_t_co2e = 5},
                                               {.year = 2026, .abatement_t_co2e = 5},
                                               {.year = 2027, .abatement_t_co2e = 5}}});
  }
  selection.goal = Goal::kMaximiseAbatement;
  for (std::size_t year = 0; year < 3; ++year) {
    Constraint budget{.id = "budget", .upper = year == 0 ? 1.0 : 10.0};
    for (std::size_t c = 0; c < 3; ++c) budget.uses.push_back({c, year, 1, 0});
    selection.constraints.push_back(budget);
  }
  std::vector<std::size_t> starts;
  for (const Picked& one : Choose(selection).picked) starts.push_back(one.start);
  std::ranges::sort(starts);
  EXPECT_THAT(starts, ElementsAre(0, 1, 1)) << "one fits the first year, and nothing asks for the third";
}

TEST(Select, TheSameQuestionGivesTheSameBits) {
  const Selection selection = Programme(9, 30, 4);
  const SelectionAnswer first = Choose(selection, {.relative_gap = 0.01});
  EXPECT_EQ(Choose(selection, {.relative_gap = 0.01}).picked, first.picked);
}

TEST(Frontier, CostsRiseWithTonnesAndEachPointIsTheCheapest) {
  const Selection selection = Programme(5, 12);
  const auto points = CostFrontier(selection, 6, kExact);
  ASSERT_TRUE(points);
  ASSERT_GE(points->size(), 4U);
  for (std::size_t i = 0; i < points->size(); ++i) {
    const FrontierPoint& point = (*points)[i];
    if (i > 0) {
      EXPECT_GT(point.cost_amount, (*points)[i - 1].cost_amount);
      EXPECT_GT(point.totals.abatement_t_co2e, (*points)[i - 1].totals.abatement_t_co2e);
    }
    Selection asked = selection;
    RequireTonnes(asked, point.totals.abatement_t_co2e - 1e-6);
    EXPECT_NEAR(point.cost_amount, *BruteForce(asked, Cost, false), 1e-2);
  }
}

TEST(Frontier, IsRoundedWhereTheSelectionIs) {
  Selection selection = Programme(5, 12, 2);
  const auto exact = CostFrontier(selection, 3, kExact);
  selection.method = Method::kRelaxAndRound;
  const auto rounded = CostFrontier(selection, 3, kExact);
  ASSERT_TRUE(exact && rounded);
  ASSERT_FALSE(rounded->empty());
  EXPECT_GE(rounded->front().cost_amount, exact->front().cost_amount - 1e-3);
  EXPECT_GT(rounded->front().relative_gap, exact->front().relative_gap) << "measured against the linear programme";
  EXPECT_LE(rounded->back().totals.abatement_t_co2e, exact->back().totals.abatement_t_co2e + 1e-6);
}

TEST(Frontier, RiskNeedsFutures) {
  Selection selection = Programme(5, 12);
  EXPECT_THAT(*RiskFrontier(selection, 5, kExact), IsEmpty());
  Figures figures(77);
  for (Candidate& candidate : selection.candidates) {
    for (int f = 0; f < 20; ++f) candidate.deviations.push_back(figures.Next(-4e6, 4e6));
  }
  const auto points = RiskFrontier(selection, 5, kExact);
  ASSERT_TRUE(points);
  ASSERT_GE(points->size(), 3U);
  for (std::size_t i = 1; i < points->size(); ++i) {
    EXPECT_GT((*points)[i].totals.enpv_amount, (*points)[i - 1].totals.enpv_amount);
    EXPECT_GT(*(*points)[i].totals.expected_shortfall_amount, *(*points)[i - 1].totals.expected_shortfall_amount);
  }
}

}  // namespace
}  // namespace calanque::portfolio
