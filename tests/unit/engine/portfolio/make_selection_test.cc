// Each kind of constraint against a case small enough to see.
#include "engine/portfolio/make_selection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/portfolio/totals.h"

namespace calanque::portfolio {
namespace {

using ::testing::DoubleEq;
using ::testing::ElementsAre;

/// Projects a and b, three starts each; the city pays 100 in the first year and 40 in the second, 20 of it granted.
ProgrammeFigures TwoProjects() {
  ProgrammeFigures figures{2025, 6, "EUR", {"city"}, {}};
  for (const char* id : {"a", "b"}) {
    ProjectFigures project{id, id, {}};
    for (int delay = 0; delay < 3; ++delay) {
      StartFigures start;
      start.start = {.year = 2025 + delay, .delay_years = delay, .npv_amount = 10, .enpv_amount = 12};
      start.abatement_t_co2e.assign(6, 0.0);
      start.investment_amounts.assign(1, std::vector<double>(6));
      start.grant_amounts = start.investment_amounts;
      const auto first = static_cast<std::size_t>(delay);
      start.investment_amounts[0][first] = 100;
      start.investment_amounts[0][first + 1] = 40;
      start.grant_amounts[0][first + 1] = 20;
      for (std::size_t year = first + 2; year < 6; ++year) start.abatement_t_co2e[year] = 5;
      start.start.abatement_t_co2e = 5.0 * (4 - delay);
      project.starts.push_back(std::move(start));
    }
    figures.projects.push_back(std::move(project));
  }
  return figures;
}

/// Uses of every constraint by a choice.
std::vector<double> Used(const model::SelectionTerms& terms, const std::vector<Picked>& picked) {
  return UsesOf(MakeSelection(TwoProjects(), terms), picked);
}

TEST(MakeSelection, BudgetsCountInvestmentLessGrantsByYear) {
  model::SelectionTerms terms;
  terms.budgets = {
      {.id = "net", .party_id = "city", .limits = {2025, {1, 1, 1}}},
      {.id = "gross", .party_id = "city", .measure = model::BudgetMeasure::kInvestment, .limits = {2026, {1}}}};
  EXPECT_THAT(Used(terms, {{0, 0, 1}, {1, 1, 0.5}}), ElementsAre(100, 20 + 50, 10, 40 + 50));
}

// 70 + 20 + 10 % of grants leave 1e-10 of 1,234,567 as rounding: scaled up, it weighed as much as a project.
TEST(MakeSelection, WhatGrantsLeaveByRoundingIsNothing) {
  ProgrammeFigures figures = TwoProjects();
  for (StartFigures& start : figures.projects[0].starts) {
    for (std::size_t year = 0; year < 6; ++year) {
      start.investment_amounts[0][year] *= 12'345.67;
      start.grant_amounts[0][year] = start.investment_amounts[0][year] * (1 + 2e-16);
    }
  }
  model::SelectionTerms terms;
  terms.budgets = {{.id = "kept", .party_id = "city", .limits = {2025, {1, 1, 1}}, .carries_unspent = true}};
  terms.debts = {{.id = "debt", .party_id = "city", .borrowed_fraction = 0.5, .tenor_years = 4, .limits = {2025, {1}}}};
  for (const Constraint& constraint : MakeSelection(figures, terms).constraints) {
    for (const Use& use : constraint.uses) EXPECT_EQ(use.candidate, 1U) << constraint.name;
  }
}

// A start past the horizon costs nothing and was chosen to meet a duty.
TEST(MakeSelection, AStartPastTheHorizonIsNone) {
  ProgrammeFigures figures = TwoProjects();
  figures.projects[0].starts[1].start.year = 2030;
  figures.projects[0].starts[2].start.year = 2031;
  const Selection selection = MakeSelection(figures, {});
  EXPECT_EQ(selection.candidates[0].starts.size(), 2U);
  EXPECT_EQ(selection.candidates[1].starts.size(), 3U);
}

TEST(MakeSelection, UnspentMoneyIsKept) {
  model::SelectionTerms terms;
  terms.budgets = {{.id = "net", .party_id = "city", .limits = {2025, {60, 60, 70}}, .carries_unspent = true}};
  const Selection selection = MakeSelection(TwoProjects(), terms);
  EXPECT_THAT(UsesOf(selection, std::vector<Picked>{{0, 1, 1}}), ElementsAre(0, 100, 120));
  EXPECT_DOUBLE_EQ(selection.constraints[1].upper, 120);
  EXPECT_DOUBLE_EQ(selection.constraints[2].upper, 190);
  EXPECT_EQ(selection.constraints[2].name, "net up to 2027");
}

/// By hand: half of 100 drawn in 2025 and of 20 in 2026, each repaid over four years from the next year on.
TEST(MakeSelection, DebtIsDrawnAndRepaid) {
  model::SelectionTerms terms;
  terms.debts = {{.id = "debt",
                  .party_id = "city",
                  .borrowed_fraction = 0.5,
                  .tenor_years = 4,
                  .limits = {2025, {1, 1, 1, 1, 1, 1}}}};
  EXPECT_THAT(Used(terms, {{0, 0, 1}}), ElementsAre(DoubleEq(50), DoubleEq(37.5 + 10), DoubleEq(25 + 7.5),
                                                    DoubleEq(12.5 + 5), DoubleEq(2.5), DoubleEq(0)));
}

TEST(MakeSelection, CapacityFollowsTheStartAndTheSizeWhereItIsNotFixed) {
  model::SelectionTerms terms;
  terms.projects = {{.project_id = "a", .minimum_fraction = 0.1}, {.project_id = "b", .minimum_fraction = 0.1}};
  terms.capacities = {
      {.id = "teams", .unit = "teams", .limits = {2025, {9, 9, 9}}, .uses = {{"a", {4, 2}, false}, {"b", {3}, true}}}};
  EXPECT_THAT(Used(terms, {{0, 1, 0.5}, {1, 2, 0.5}}), ElementsAre(0, 2, 1 + 3));
}

TEST(MakeSelection, MilestonesCountTheYearOrAllUpToIt) {
  model::SelectionTerms terms;
  terms.minimum_abatement_t_co2e = 1;
  terms.milestones = {{"year", 2028, 1, false}, {"sum", 2028, 1, true}};
  EXPECT_THAT(Used(terms, {{0, 0, 1}, {1, 1, 1}}), ElementsAre(20 + 15, 10, 10 + 5));
}

TEST(MakeSelection, OrderExclusionAndDutyHold) {
  model::SelectionTerms terms;
  terms.precedences = {{"b", "a", 1}};
  Selection selection = MakeSelection(TwoProjects(), terms);
  const auto excess = [&](const std::vector<Picked>& picked) {
    const std::vector<double> used = UsesOf(selection, picked);
    double worst = -1;
    for (std::size_t i = 0; i < used.size(); ++i) worst = std::max(worst, Excess(selection.constraints[i], used[i]));
    return worst;
  };
  EXPECT_LE(excess({{0, 0, 1}, {1, 1, 1}}), 0) << "a in 2025, b in 2026";
  EXPECT_GT(excess({{0, 0, 1}, {1, 0, 1}}), 0) << "b in the same year";
  EXPECT_GT(excess({{1, 2, 1}}), 0) << "b without a";
  EXPECT_LE(excess({{0, 2, 1}}), 0) << "a alone";
  terms.precedences.clear();
  terms.exclusions = {{"either", {"a", "b"}, 1}};
  terms.projects = {{.project_id = "a", .is_required = true}};
  selection = MakeSelection(TwoProjects(), terms);
  EXPECT_LE(excess({{0, 1, 1}}), 0);
  EXPECT_GT(excess({{1, 1, 1}}), 0);
  EXPECT_GT(excess({{0, 1, 1}, {1, 1, 1}}), 0);
}

TEST(MakeSelection, AProjectMayHaveFewerStarts) {
  model::SelectionTerms terms;
  terms.projects = {{.project_id = "b", .max_delay_years = 1}};
  const Selection selection = MakeSelection(TwoProjects(), terms);
  EXPECT_EQ(selection.candidates[0].starts.size(), 3U);
  EXPECT_EQ(selection.candidates[1].starts.size(), 2U);
}

TEST(MakeSelection, FuturesAreDeviationsFromTheirMean) {
  model::SelectionTerms terms;
  terms.shortfall = model::ShortfallPenalty{1, 0.5, {{"b", {1, 3}}}};
  const Selection selection = MakeSelection(TwoProjects(), terms);
  EXPECT_THAT(selection.candidates[0].deviations, ElementsAre(0, 0));
  EXPECT_THAT(selection.candidates[1].deviations, ElementsAre(-1, 1));
}

// Catches money that is set against tonnes: a project left out "because its risk outweighs" so many tonnes.
TEST(MakeSelection, ShortfallIsTakenOffValuesOnly) {
  model::SelectionTerms terms;
  terms.shortfall = model::ShortfallPenalty{2, 0.5, {{"b", {1, 3}}}};
  for (const auto objective : {model::SelectionObjective::kMaximiseEnpv, model::SelectionObjective::kMaximiseNpv}) {
    terms.objective = objective;
    EXPECT_EQ(MakeSelection(TwoProjects(), terms).shortfall_weight, 2.0);
  }
  for (const auto objective :
       {model::SelectionObjective::kMaximiseAbatement, model::SelectionObjective::kMinimiseCost}) {
    terms.objective = objective;
    EXPECT_EQ(MakeSelection(TwoProjects(), terms).shortfall_weight, 0.0);
  }
}

}  // namespace
}  // namespace calanque::portfolio
