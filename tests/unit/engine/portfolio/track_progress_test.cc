// Projects under way against figures by hand: earned value, three parts of a difference, forecasts, value, tonnes, gap.
#include "engine/portfolio/track_progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/portfolio/progress_indicators.h"

namespace calanque::portfolio {
namespace {

using model::Of;
using model::ProgressQuantity;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr double kClose = 1e-9;

/// Four years from 2025, no discounting: 100 spent in each of two years, half paid by committed money, then 30 a year
/// saved with 10 MWh and 5 t a year.
ProgressFigures Figures() {
  ProgressFigures figures;
  figures.first_year = 2025;
  figures.year_count = 4;
  figures.year_of_period = {0, 1, 2, 3};
  figures.discount_factors = {1, 1, 1, 1};
  figures.target_year = 2027;
  ProjectPlan plan;
  plan.id = "school";
  plan.work_amounts = {100, 100, 0, 0};
  for (PlannedRow& row : plan.rows) row.amounts.resize(4);
  figures.programme = plan;
  figures.programme.work_amounts = {0, 0, 0, 0};
  Of(plan.rows, ProgressQuantity::kSpent) = {{100, 100, 0, 0}, {-100, -100, 0, 0}};
  Of(plan.rows, ProgressQuantity::kReceived) = {{50, 50, 0, 0}, {50, 50, 0, 0}};
  Of(plan.rows, ProgressQuantity::kReceivedPlanned).cash_amounts.resize(4);
  Of(plan.rows, ProgressQuantity::kEnergyMoney) = {{0, 0, 30, 30}, {0, 0, 30, 30}};
  Of(plan.rows, ProgressQuantity::kEnergy).amounts = {0, 0, 10, 10};
  Of(plan.rows, ProgressQuantity::kAbatement).amounts = {0, 0, 5, 5};
  plan.npv_amount = -40;
  figures.projects = {plan};
  return figures;
}

model::ProgressTerms Terms(model::ProjectActuals actuals) {
  actuals.project_id = "school";
  model::ProgressTerms terms;
  terms.actuals = {std::move(actuals)};
  return terms;
}

ProjectProgress Track(const model::ProgressTerms& terms, std::size_t count) {
  const auto answer = TrackProgress(Figures(), terms, count);
  EXPECT_TRUE(answer);
  return answer->projects.at(0);
}

// PV 100, EV 50, AC 60: half of the first year's work, a fifth dearer.
TEST(TrackProgress, KnowsEarnedValue) {
  model::ProjectActuals actuals;
  actuals.delivered_fractions = {0.25};
  Of(actuals.rows, ProgressQuantity::kSpent) = {60};
  const ProjectProgress project = Track(Terms(actuals), 1);
  const EarnedValue& earned = project.earned;
  EXPECT_NEAR(earned.planned_value_amount, 100, kClose);
  EXPECT_NEAR(earned.earned_value_amount, 50, kClose);
  EXPECT_NEAR(earned.actual_cost_amount, 60, kClose);
  EXPECT_NEAR(earned.budget_at_completion_amount, 200, kClose);
  EXPECT_NEAR(earned.cost_variance_amount(), -10, kClose);
  EXPECT_NEAR(earned.schedule_variance_amount(), -50, kClose);
  EXPECT_NEAR(earned.cost_performance_factor().value(), 50.0 / 60, kClose);
  EXPECT_NEAR(earned.schedule_performance_factor().value(), 0.5, kClose);
  EXPECT_NEAR(project.forecast_planned_rates_amount, 60 + 150, kClose);
  EXPECT_NEAR(project.forecast_recorded_rates_amount.value(), 240, kClose);
  EXPECT_NEAR(project.forecast_recorded_rates_and_pace_amount.value(), 60 + 150 / (0.5 * 50 / 60), kClose);
  EXPECT_NEAR(project.forecast_spending_amount, 240, kClose);
  EXPECT_NEAR(project.delay_years, 0.5, kClose);
  EXPECT_NEAR(project.delivered_fraction, 0.25, kClose);
  EXPECT_NEAR(project.planned_delivered_fraction, 0.5, kClose);
  const VarianceParts& parts = Of(project.quantities, ProgressQuantity::kSpent).variances.at(0);
  EXPECT_NEAR(parts.price, 10, kClose);
  EXPECT_NEAR(parts.volume, 0, kClose);
  EXPECT_NEAR(parts.timing, -50, kClose);
}

// The rest of the plan, half a year later and a fifth dearer: 50 + 50 in 2026, 50 in 2027, each times 1.2. Savings
// begin half a year later, and half a year of them falls behind the horizon.
TEST(TrackProgress, ForecastsFromWhereTheProjectStands) {
  model::ProjectActuals actuals;
  actuals.delivered_fractions = {0.25};
  Of(actuals.rows, ProgressQuantity::kSpent) = {60};
  const ProjectProgress project = Track(Terms(actuals), 1);
  EXPECT_THAT(Of(project.quantities, ProgressQuantity::kSpent).current,
              ElementsAre(60, ::testing::DoubleNear(120, kClose), ::testing::DoubleNear(60, kClose), 0));
  const QuantityProgress& energy = Of(project.quantities, ProgressQuantity::kEnergy);
  EXPECT_THAT(energy.current, ElementsAre(0, 0, 5, 10));
  EXPECT_NEAR(energy.beyond_horizon, 5, kClose);
  EXPECT_NEAR(energy.forecast_at_completion, 20, kClose);
  // Savings 45; sources 25 + 50 + 25 come with the work.
  EXPECT_NEAR(project.npv_amount.updated.value(), -240 + 100 + 45, kClose);
  EXPECT_NEAR(project.abatement_t_co2e.updated.value(), 7.5, kClose);
  EXPECT_NEAR(project.abatement_target_year_t_co2e.planned.value(), 5, kClose);
  EXPECT_NEAR(project.abatement_target_year_t_co2e.updated.value(), 2.5, kClose);
  EXPECT_NEAR(project.gap_amount.planned.value(), 100, kClose);
  EXPECT_NEAR(project.gap_amount.updated.value(), (60 - 25) + (120 - 50) + (60 - 25), kClose);
}

TEST(TrackProgress, TakesTheRatesThatTheMethodNames) {
  model::ProjectActuals actuals;
  actuals.delivered_fractions = {0.25};
  Of(actuals.rows, ProgressQuantity::kSpent) = {60};
  model::ProgressTerms terms = Terms(actuals);
  terms.method = model::ForecastMethod::kPlannedRates;
  EXPECT_NEAR(Track(terms, 1).forecast_spending_amount, 210, kClose);
  terms.method = model::ForecastMethod::kRecordedRatesAndPace;
  EXPECT_NEAR(Track(terms, 1).forecast_spending_amount, 420, kClose);
}

// A tenth of the school is never built: volume, not timing.
TEST(TrackProgress, TellsScopeFromTime) {
  model::ProjectActuals actuals;
  actuals.delivered_fractions = {0.45, 0.45};
  actuals.scope_at_completion_fraction = 0.9;
  Of(actuals.rows, ProgressQuantity::kSpent) = {90, 90};
  const ProjectProgress project = Track(Terms(actuals), 2);
  for (const VarianceParts& parts : Of(project.quantities, ProgressQuantity::kSpent).variances) {
    EXPECT_NEAR(parts.volume, -10, kClose);
    EXPECT_NEAR(parts.timing, 0, kClose);
    EXPECT_NEAR(parts.price, 0, kClose);
  }
  EXPECT_NEAR(project.npv_amount.updated.value(), -40 * 0.9, kClose);
  EXPECT_NEAR(project.abatement_t_co2e.updated.value(), 9, kClose);
}

// Bills and tonnes that nobody recorded follow the MWh that somebody did, before and after the status date.
TEST(TrackProgress, LetsMoneyAndTonnesFollowRecordedEnergy) {
  model::ProjectActuals actuals;
  Of(actuals.rows, ProgressQuantity::kEnergy) = {0, 0, 8};
  const ProjectProgress project = Track(Terms(actuals), 3);
  EXPECT_THAT(Of(project.quantities, ProgressQuantity::kEnergyMoney).current, ElementsAre(0, 0, 24, 24));
  EXPECT_THAT(Of(project.quantities, ProgressQuantity::kAbatement).current, ElementsAre(0, 0, 4, 4));
  EXPECT_NEAR(project.npv_amount.updated.value(), -40 - 12, kClose);
}

// A grant that is late is missing until it is received; what falls due later is not thought lost.
TEST(TrackProgress, SourcesSetNoRate) {
  model::ProjectActuals actuals;
  Of(actuals.rows, ProgressQuantity::kReceived) = {10};
  const ProjectProgress project = Track(Terms(actuals), 1);
  EXPECT_THAT(Of(project.quantities, ProgressQuantity::kReceived).current, ElementsAre(10, 50, 0, 0));
  EXPECT_NEAR(project.gap_amount.updated.value(), 140, kClose);
}

TEST(TrackProgress, SaysNothingOfWhatThePlanDoesNotKnow) {
  ProgressFigures figures = Figures();
  figures.projects[0].has_npv = figures.has_npv = false;
  figures.projects[0].has_gap = figures.has_gap = false;
  figures.projects[0].has_abatement = figures.has_abatement = false;
  const auto answer = TrackProgress(figures, Terms({}), 2);
  ASSERT_TRUE(answer);
  for (const ProjectProgress* one : {&answer->projects[0], &answer->portfolio}) {
    EXPECT_FALSE(one->npv_amount.updated);
    EXPECT_FALSE(one->abatement_t_co2e.updated);
    EXPECT_FALSE(one->gap_amount.updated);
    EXPECT_TRUE(one->updated_gap_amounts.empty());
  }
  EXPECT_TRUE(ProgressIndicators(figures, *answer, {}, "EUR").empty());
}

TEST(TrackProgress, StopsWhenAsked) {
  const StopPoll always{[](const void*) { return true; }, nullptr};
  const auto answer = TrackProgress(Figures(), Terms({}), 2, always);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().reason, Reason::kCancelled);
}

TEST(ProgressWarnings, NameWhatNobodyRecorded) {
  model::ProjectActuals actuals;
  Of(actuals.rows, ProgressQuantity::kSpent) = {60};
  const Failures some = ProgressWarnings(Figures(), Terms(actuals));
  ASSERT_EQ(some.size(), 1U);
  EXPECT_EQ(some[0].field_path, "actuals[0]");
  EXPECT_THAT(some[0].message, HasSubstr("delivered_fractions, received_amounts, energy_amounts, energy_mwh"));
  const Failures all = ProgressWarnings(Figures(), {});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_THAT(all[0].message, HasSubstr("nothing is recorded of school"));
  Of(actuals.rows, ProgressQuantity::kRunning) = {3};
  EXPECT_THAT(ProgressWarnings(Figures(), Terms(actuals)).at(1).message,
              HasSubstr("has running_amounts, of which the plan has nothing in this perspective"));
  ProgressFigures idle = Figures();
  idle.projects[0].work_amounts.assign(4, 0.0);
  actuals.delivered_fractions = {0.5};
  EXPECT_EQ(ProgressWarnings(idle, Terms(actuals)).at(0).field_path, "actuals[0].delivered_fractions");
}

TEST(ProgressIndicators, FollowPlanAndRecord) {
  model::ProjectActuals actuals;
  Of(actuals.rows, ProgressQuantity::kSpent) = {100, 120};
  model::ProgressTerms terms = Terms(actuals);
  model::ProgressIndicator jobs;
  jobs.id = jobs.display_name = "jobs";
  jobs.unit = "jobs";
  jobs.baseline_year = 2024;
  jobs.baseline = 10;
  jobs.target_year = 2028;
  jobs.target = 50;
  jobs.recorded_years = {2025, 2026};
  jobs.recorded = {12, 20};
  terms.indicators = {jobs};
  const ProgressFigures figures = Figures();
  const auto answer = TrackProgress(figures, terms, 2);
  ASSERT_TRUE(answer);
  const std::vector<Indicator> lines = ProgressIndicators(figures, *answer, terms, "EUR");
  ASSERT_EQ(lines.size(), 7U);
  EXPECT_EQ(lines[0].id, "abatement_t_co2e");
  EXPECT_EQ(lines[0].target, 5);
  EXPECT_EQ(lines[0].latest.value(), 0);
  const Indicator& spent = lines[3];
  EXPECT_EQ(spent.id, "spent_amount");
  EXPECT_TRUE(spent.is_financial);
  EXPECT_EQ(spent.latest_year, 2026);
  EXPECT_EQ(spent.latest.value(), 220);
  EXPECT_EQ(spent.expected.value(), 200);
  EXPECT_NEAR(spent.progress_fraction().value(), 1.1, kClose);
  EXPECT_NEAR(lines[5].latest.value(), 100.0 / 220, kClose);
  EXPECT_EQ(lines[6].expected.value(), 30);
  EXPECT_NEAR(lines[6].progress_fraction().value(), 0.25, kClose);
  EXPECT_FALSE(lines[6].forecast);
}

}  // namespace
}  // namespace calanque::portfolio
