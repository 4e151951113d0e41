#include "engine/optimize/solve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <thread>

#include "engine/optimize/conflict.h"

namespace calanque::optimize {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pointwise;

/// 12 projects, all or nothing, under two budgets: figures from a fixed recurrence, so that every machine has the same.
Programme Knapsack(std::uint64_t seed, std::size_t count = 12) {
  Programme programme;
  programme.sense = Sense::kMaximise;
  programme.rows = {{.upper = 20.0 * static_cast<double>(count)}, {.upper = 15.0 * static_cast<double>(count)}};
  std::uint64_t state = seed * 2'654'435'761U + 1;
  const auto next = [&state] {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>((state >> 33U) % 100U);
  };
  for (std::size_t i = 0; i < count; ++i) {
    programme.columns.push_back({.lower = 0, .upper = 1, .cost = next() - 10, .is_integer = true});
    programme.rows[0].entries.push_back({i, next()});
    programme.rows[1].entries.push_back({i, next()});
  }
  return programme;
}

bool IsChosen(std::size_t choice, std::size_t column) { return ((choice >> column) & 1U) != 0; }

double BruteForce(const Programme& programme) {
  double best = 0;
  const std::size_t count = programme.columns.size();
  for (std::size_t choice = 0; choice < (std::size_t{1} << count); ++choice) {
    const auto sum = [&](const Row& row) {
      double total = 0;
      for (const Entry& entry : row.entries) {
        if (IsChosen(choice, entry.column)) total += entry.coefficient;
      }
      return total;
    };
    double value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (IsChosen(choice, i)) value += programme.columns[i].cost;
    }
    if (sum(programme.rows[0]) <= programme.rows[0].upper && sum(programme.rows[1]) <= programme.rows[1].upper) {
      best = std::max(best, value);
    }
  }
  return best;
}

/// maximise 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6), duals 0, 1.5, 1.
/// Source: F. Hillier, G. Lieberman, Introduction to Operations Research, Wyndor Glass Co.
Programme Wyndor() {
  return {.sense = Sense::kMaximise,
          .columns = {{.cost = 3}, {.cost = 5}},
          .rows = {{.upper = 4, .entries = {{0, 1}}},
                   {.upper = 12, .entries = {{1, 2}}},
                   {.upper = 18, .entries = {{0, 3}, {1, 2}}}}};
}

TEST(Solve, GivesThePublishedValuesAndDuals) {
  const auto answer = Solve(Wyndor());
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, Status::kOptimal);
  EXPECT_DOUBLE_EQ(answer->objective, 36);
  EXPECT_THAT(answer->values, Pointwise(DoubleNear(1e-9), {2.0, 6.0}));
  EXPECT_THAT(answer->row_duals, Pointwise(DoubleNear(1e-9), {0.0, 1.5, 1.0}));
  EXPECT_THAT(answer->row_values, Pointwise(DoubleNear(1e-9), {2.0, 12.0, 18.0}));
}

TEST(Solve, DualOfAMinimisationIsWhatOneMoreUnitCosts) {
  const auto answer = Solve({.columns = {{.cost = 2}}, .rows = {{.lower = 3, .entries = {{0, 1}}}}});
  ASSERT_TRUE(answer);
  EXPECT_DOUBLE_EQ(answer->objective, 6);
  EXPECT_DOUBLE_EQ(answer->row_duals[0], 2);
}

TEST(Solve, AgreesWithAllChoicesOfTwelveProjects) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Programme programme = Knapsack(seed);
    const auto answer = Solve(programme);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, Status::kOptimal);
    EXPECT_DOUBLE_EQ(answer->objective, BruteForce(programme)) << "seed " << seed;
    EXPECT_LE(answer->relative_gap, 1e-6);
  }
}

TEST(Solve, TellsInfeasibleFromUnbounded) {
  Programme infeasible = Wyndor();
  infeasible.rows.push_back({.lower = 10, .entries = {{0, 1}}});
  Programme unbounded = Wyndor();
  unbounded.rows.clear();
  for (const bool is_integer : {false, true}) {
    infeasible.columns[0].is_integer = unbounded.columns[0].is_integer = is_integer;
    EXPECT_EQ(Solve(infeasible)->status, Status::kInfeasible);
    EXPECT_EQ(Solve(unbounded)->status, Status::kUnbounded);
  }
}

TEST(Solve, WhatIsFeasibleOnlyInFractionsIsInfeasibleInWholeNumbers) {
  const Programme half = {.columns = {{.upper = 1, .is_integer = true}},
                          .rows = {{.lower = 0.4, .upper = 0.6, .entries = {{0, 1}}}}};
  EXPECT_EQ(Solve(half)->status, Status::kInfeasible);
  EXPECT_EQ(Solve(Relaxed(half))->status, Status::kOptimal);
}

TEST(Solve, TakesProgrammesWithoutRowsOrColumns) {
  EXPECT_EQ(Solve({})->status, Status::kOptimal);
  EXPECT_EQ(Solve({.rows = {{.lower = 1}}})->status, Status::kInfeasible);
  const auto answer = Solve({.columns = {{.lower = 2, .upper = 3, .cost = 1, .is_integer = true}}});
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->values, ElementsAre(2));
}

TEST(Solve, RefusesWhatIsNoProgrammeAllAtOnce) {
  const auto answer = Solve({.columns = {{.lower = 2, .upper = 1}, {.cost = NAN}},
                             .rows = {{.entries = {{7, 1}}}, {.entries = {{0, 1}, {0, 1}}}}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().size(), 4U);
  EXPECT_EQ(answer.error()[2].field_path, "rows[0]");
}

TEST(Solve, GivesTheSameBitsWhateverWasSolvedBeforeAndBesides) {
  const Programme programme = Knapsack(3, 40);
  const auto first = Solve(programme);
  std::atomic<int> different = 0;
  const auto run = [&](std::uint64_t other) {
    for (int i = 0; i < 5; ++i) {
      if (!Solve(Knapsack(other + static_cast<std::uint64_t>(i), 30))) ++different;
      if (Solve(programme)->values != first->values) ++different;
      if (Solve(Relaxed(programme))->objective < first->objective) ++different;
    }
  };
  std::thread one(run, 10);
  std::thread two(run, 20);
  one.join();
  two.join();
  EXPECT_EQ(different, 0);
}

TEST(Solve, ALimitGivesTheBestFoundWithItsGap) {
  const auto answer = Solve(Knapsack(5, 60), {.relative_gap = 0, .node_count = 1});
  ASSERT_TRUE(answer);
  ASSERT_TRUE(answer->has_values());
  EXPECT_GE(answer->best_bound, answer->objective);
  EXPECT_NEAR(answer->relative_gap, (answer->best_bound - answer->objective) / answer->objective, 1e-12);
}

TEST(Solve, StopsOnRequest) {
  const StopPoll stop = {[](const void*) { return true; }, nullptr};
  for (const Programme& programme : {Wyndor(), Knapsack(1)}) {
    const auto answer = Solve(programme, {.stop = stop});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error()[0].reason, Reason::kCancelled);
  }
}

TEST(Solve, PrintsNothingAndLeavesSignalsAlone) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  struct sigaction before = {};
  struct sigaction after = {};
  sigaction(SIGINT, nullptr, &before);
  EXPECT_TRUE(Solve(Knapsack(2, 50)));
  EXPECT_TRUE(Solve(Wyndor()));
  EXPECT_TRUE(Solve({}));
  sigaction(SIGINT, nullptr, &after);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

TEST(Solve, DualsAreFiniteDifferencesOfTheFixedProgramme) {
  Programme programme = Knapsack(4);
  for (std::size_t i = 0; i < 12; i += 2) programme.columns[i].is_integer = false;
  const auto answer = Solve(programme);
  ASSERT_TRUE(answer);
  for (std::size_t j = 0; j < 2; ++j) {
    Programme more = WithIntegersFixed(programme, answer->values);
    more.rows[j].upper += 1e-3;
    EXPECT_NEAR((Solve(more)->objective - answer->objective) / 1e-3, answer->row_duals[j], 1e-6);
  }
}

TEST(FindConflict, IsMinimalAndLeavesInnocentGroupsOut) {
  Programme programme = Wyndor();
  programme.rows.push_back({.lower = 3, .entries = {{0, 1}, {1, 1}}});  // can be met by all others
  programme.rows.push_back({.lower = 5, .entries = {{0, 1}}});          // clashes with x <= 4 alone
  const std::vector<RowGroup> groups = {{0}, {1, 2}, {3}, {4}};
  const auto conflict = FindConflict(programme, groups);
  ASSERT_TRUE(conflict);
  EXPECT_THAT(*conflict, ElementsAre(0, 3));
}

TEST(FindConflict, SaysWhenThereIsNone) {
  const auto conflict = FindConflict(Wyndor(), std::vector<RowGroup>{{0}});
  ASSERT_FALSE(conflict);
  EXPECT_EQ(conflict.error()[0].reason, Reason::kNotApplicable);
}

TEST(FindConflict, FindsWhatClashesOnlyInWholeNumbers) {
  const Programme halves = {.columns = {{.upper = 1, .is_integer = true}, {.upper = 1, .is_integer = true}},
                            .rows = {{.lower = 0.4, .entries = {{0, 1}}},
                                     {.upper = 0.6, .entries = {{0, 1}}},
                                     {.lower = 1, .upper = 1, .entries = {{1, 1}}}}};
  const auto conflict = FindConflict(halves, std::vector<RowGroup>{{0}, {1}, {2}});
  ASSERT_TRUE(conflict);
  EXPECT_THAT(*conflict, ElementsAre(0, 1));
}

/// Both rows clash in parts, the first alone in whole numbers: a filter of linear programmes alone would name both.
TEST(FindConflict, IsMinimalInWholeNumbersWhereItClashesInPartsToo) {
  const Programme programme = {
      .columns = {{.upper = 1, .is_integer = true}},
      .rows = {{.lower = 0.4, .upper = 0.6, .entries = {{0, 1}}}, {.lower = 0.7, .upper = 0.8, .entries = {{0, 1}}}}};
  const auto conflict = FindConflict(programme, std::vector<RowGroup>{{0}, {1}});
  ASSERT_TRUE(conflict);
  EXPECT_EQ(conflict->size(), 1U);
}

TEST(FindUnbounded, NamesTheColumnsThatRunAwayTogether) {
  // x and y can only grow together (x = y), z is bounded by a row, w costs more than it brings.
  const Programme programme = {
      .sense = Sense::kMaximise,
      .columns = {{.cost = 3}, {.cost = -1, .is_integer = true}, {.cost = 9}, {.cost = -2}},
      .rows = {{.lower = 0, .upper = 0, .entries = {{0, 1}, {1, -1}}}, {.upper = 5, .entries = {{2, 1}}}}};
  EXPECT_EQ(Solve(programme)->status, Status::kUnbounded);
  const auto running = FindUnbounded(programme);
  ASSERT_TRUE(running);
  EXPECT_THAT(*running, ElementsAre(0, 1));
  Programme held = programme;
  held.columns[0].upper = 1e6;
  EXPECT_EQ(Solve(held)->status, Status::kOptimal);
}

TEST(FindUnbounded, SaysWhenNothingRunsAway) {
  const auto running = FindUnbounded(Wyndor());
  ASSERT_FALSE(running);
  EXPECT_EQ(running.error()[0].reason, Reason::kNotApplicable);
}

TEST(FindConflict, IsEmptyWhenOnlyWhatMayNotBeDroppedClashes) {
  Programme programme = Wyndor();
  programme.rows.push_back({.lower = 5, .entries = {{0, 1}}});
  const auto conflict = FindConflict(programme, std::vector<RowGroup>{{1}, {2}});
  ASSERT_TRUE(conflict);
  EXPECT_THAT(*conflict, IsEmpty());
}

}  // namespace
}  // namespace calanque::optimize
