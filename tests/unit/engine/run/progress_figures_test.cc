// A plan as tracking reads it: a record like the plan gives the appraisal's figures, for every kind of item.
#include "engine/run/progress_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/portfolio/track_progress.h"
#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using model::Of;
using model::ProgressQuantity;
using ::testing::DoubleNear;
using ::testing::Pointwise;

/// Everything recorded as it was planned, up to `count` periods.
model::ProgressTerms RecordOfPlan(const portfolio::ProgressFigures& figures, std::size_t count) {
  model::ProgressTerms terms;
  for (const portfolio::ProjectPlan& plan : figures.projects) {
    model::ProjectActuals actuals;
    actuals.project_id = plan.id;
    const double work = std::accumulate(plan.work_amounts.begin(), plan.work_amounts.end(), 0.0);
    for (std::size_t t = 0; t < count; ++t) {
      if (work > 0.0) actuals.delivered_fractions.push_back(plan.work_amounts[t] / work);
      for (std::size_t q = 0; q < model::kProgressQuantityCount; ++q) {
        actuals.rows[q].push_back(plan.rows[q].amounts[t]);
      }
    }
    terms.actuals.push_back(std::move(actuals));
  }
  return terms;
}

void ExpectSame(double value, double expected, const std::string& what) {
  EXPECT_NEAR(value, expected, 1e-12 * std::max(1.0, std::abs(expected))) << what;
}

void ExpectAppraisal(const portfolio::ProjectProgress& one, const plan::Plan& plan, const Cells& cells,
                     const std::string& project, const std::string& perspective) {
  const std::string what = project + " seen by " + perspective;
  const auto value = [&](const char* metric, const std::string& of, metric::View view = metric::View::kIncremental) {
    return testing::ValueOf(plan, cells, metric, project, of, view);
  };
  const double npv = value("npv_amount", perspective);
  ExpectSame(one.npv_amount.planned.value(), npv, what);
  ExpectSame(one.npv_amount.updated.value(), npv, what);
  const double tonnes = value("abatement_cumulative_t_co2e", "");
  ExpectSame(one.abatement_t_co2e.planned.value(), tonnes, what);
  ExpectSame(one.abatement_t_co2e.updated.value(), tonnes, what);
  const double gap = value("financing_gap_amount", perspective, metric::View::kWith);
  ExpectSame(one.gap_amount.planned.value(), gap, what);
  ExpectSame(one.gap_amount.updated.value(), gap, what);
}

TEST(GatherProgress, ARecordLikeThePlanGivesTheAppraisal) {
  for (const std::uint32_t seed : {3U, 11U, 29U}) {
    for (const int months : {12, 6}) {
      const model::AppraisalRequest request = testing::RandomRequest(seed, 5, 20, months);
      const plan::Plan plan = testing::CompileOrThrow(request);
      const Cells cells = testing::EvaluateOrThrow(plan);
      for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
        const auto figures = GatherProgress(plan, request, p);
        ASSERT_TRUE(figures);
        for (const std::size_t count : {std::size_t{1}, std::size_t{7}, std::size_t{20}}) {
          const auto answer = portfolio::TrackProgress(*figures, RecordOfPlan(*figures, count), count);
          ASSERT_TRUE(answer);
          for (const portfolio::ProjectProgress& one : answer->projects) {
            ExpectAppraisal(one, plan, cells, one.id, plan.perspectives[p].id);
          }
          ExpectAppraisal(answer->portfolio, plan, cells, "", plan.perspectives[p].id);
        }
      }
    }
  }
}

// Saved gas at 100 a MWh of which 20 are tax, seen by the city that pays the bill; 1,000 spent at once, 400 granted.
TEST(GatherProgress, TellsQuantitiesApart) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  model::EnergyFlow saving;
  saving.use = model::EnergyUse::kSaved;
  saving.carrier_id = "gas";
  saving.quantity_mwh_per_year = 100;
  saving.span = {testing::Day("2026-01-01"), std::nullopt};
  testing::AddProject(request, "retrofit").with_project = {
      testing::Item("works", "city", "supplier", testing::InvestmentOf(1000)), testing::Item("gas", "city", "", saving),
      testing::Item("rent", "households", "city", testing::SeriesOf(ledger::Category::kRevenue, {0, 7, 7}))};
  const plan::Plan plan = testing::CompileOrThrow(request);
  std::size_t city = 0;
  while (plan.perspectives[city].id != "city") ++city;
  const auto figures = GatherProgress(plan, request, city);
  ASSERT_TRUE(figures);
  const auto& rows = figures->projects.at(0).rows;
  const auto near = [](std::vector<double> values) { return Pointwise(DoubleNear(1e-9), values); };
  EXPECT_THAT(Of(rows, ProgressQuantity::kSpent).amounts, near({1000, 0, 0}));
  EXPECT_THAT(Of(rows, ProgressQuantity::kSpent).cash_amounts, near({-1000, 0, 0}));
  EXPECT_THAT(Of(rows, ProgressQuantity::kEnergyMoney).amounts, near({0, 10000, 10000}));
  EXPECT_THAT(Of(rows, ProgressQuantity::kRunning).amounts, near({0, 7, 7}));
  EXPECT_THAT(Of(rows, ProgressQuantity::kEnergy).amounts, near({0, 100, 100}));
  EXPECT_THAT(Of(rows, ProgressQuantity::kAbatement).amounts, near({0, 20, 20}));
  EXPECT_THAT(figures->projects.at(0).work_amounts, near({1000, 0, 0}));
}

// Used on site, energy is no longer bought and is produced too: it counts once.
TEST(GatherProgress, CountsEnergyUsedOnSiteOnce) {
  model::AppraisalRequest request = testing::EmptyRequest(1);
  model::EnergyFlow flow;
  flow.use = model::EnergyUse::kSelfConsumed;
  flow.carrier_id = "gas";
  flow.quantity_mwh_per_year = 100;
  flow.span = {testing::Day("2025-01-01"), std::nullopt};
  testing::AddProject(request, "boiler").with_project = {testing::Item("gas", "city", "", flow)};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const auto figures = GatherProgress(plan, request, 0);
  ASSERT_TRUE(figures);
  EXPECT_THAT(Of(figures->projects.at(0).rows, ProgressQuantity::kEnergy).amounts,
              Pointwise(DoubleNear(1e-9), {100.0}));
}

TEST(GatherProgress, StopsWhenAsked) {
  const model::AppraisalRequest request = testing::RandomRequest(3, 1, 5);
  const StopPoll always{[](const void*) { return true; }, nullptr};
  EXPECT_FALSE(GatherProgress(testing::CompileOrThrow(request), request, 0, always));
}

}  // namespace
}  // namespace calanque::run
