// What planning reads of a project, against the metrics of the appraisal and figures by hand.
#include "engine/run/measure_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/kernel/series.h"
#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;

std::size_t PerspectiveOf(const plan::Plan& plan, const std::string& id) {
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    if (plan.perspectives[p].id == id) return p;
  }
  ADD_FAILURE() << id;
  return 0;
}

// One formula lives once: cost over tonnes is the appraisal's A4, and tonnes are its tonnes, for every kind of item.
TEST(GatherMeasures, AgreesWithTheMetricsOfTheAppraisal) {
  const model::AppraisalRequest request = testing::RandomRequest(11, 6, 20);
  const plan::Plan plan = testing::CompileOrThrow(request);
  const Cells cells = testing::EvaluateOrThrow(plan);
  const auto set = GatherMeasures(plan, PerspectiveOf(plan, "economy"));
  ASSERT_TRUE(set);
  ASSERT_EQ(set->measures.size(), request.portfolio.projects.size());
  int compared = 0;
  for (std::size_t i = 0; i < set->measures.size(); ++i) {
    const portfolio::Measure& measure = set->measures[i];
    const std::string& id = request.portfolio.projects[i].id;
    EXPECT_EQ(measure.avoided_t_co2e, testing::ValueOf(plan, cells, "abatement_cumulative_t_co2e", id, ""));
    const metric::Outcome& a4 = testing::OutcomeOf(plan, cells, "abatement_cost_a4_amount_per_t_co2e", id, "economy");
    if (const double* value = std::get_if<double>(&a4)) {
      ++compared;
      EXPECT_NEAR(measure.cost_present_amount / measure.avoided_discounted_t_co2e, *value, 1e-9 * std::abs(*value));
    }
    EXPECT_NEAR(kernel::Sum(measure.costs_by_year), measure.cost_amount, 1e-9 * std::abs(measure.cost_amount));
    EXPECT_NEAR(kernel::Sum(measure.avoided_by_year), measure.avoided_t_co2e, 1e-9 * std::abs(measure.avoided_t_co2e));
  }
  EXPECT_GT(compared, 0);
}

// 100 MWh of gas a year at 100 (80 for energy, 20 tax, which stays inside the economy), saved from the second year on
// for an investment of 1,000 now; 5 % a year, flows at the end of their year.
TEST(GatherMeasures, TellsEnergyFromTheRest) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  model::EnergyFlow saving;
  saving.use = model::EnergyUse::kSaved;
  saving.carrier_id = "gas";
  saving.quantity_mwh_per_year = 100;
  saving.span = {testing::Day("2026-01-01"), std::nullopt};
  testing::AddProject(request, "retrofit").with_project = {
      testing::Item("works", "city", "supplier", testing::InvestmentOf(1000)),
      testing::Item("gas", "city", "", saving)};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const auto set = GatherMeasures(plan, PerspectiveOf(plan, "economy"));
  ASSERT_TRUE(set);
  EXPECT_EQ(set->first_year, 2025);
  EXPECT_EQ(set->year_count, 3);
  const portfolio::Measure& measure = set->measures.at(0);
  const double factor = std::pow(1.05, -2) + std::pow(1.05, -3);
  EXPECT_NEAR(measure.energy_cost_present_amount, -8000 * factor, 1e-8);
  EXPECT_NEAR(measure.cost_present_amount, 1000 / 1.05 - 8000 * factor, 1e-8);
  EXPECT_THAT(measure.investment_by_year, ElementsAre(DoubleNear(1000, 1e-9), 0.0, 0.0));
  EXPECT_THAT(measure.avoided_by_year, Pointwise(DoubleNear(1e-12), {0.0, 20.0, 20.0}));
}

// The city pays the tax in the bill too.
TEST(GatherMeasures, CountsTheTaxInBillsAsEnergy) {
  model::AppraisalRequest request = testing::EmptyRequest(1);
  model::EnergyFlow saving;
  saving.use = model::EnergyUse::kSaved;
  saving.carrier_id = "gas";
  saving.quantity_mwh_per_year = 100;
  testing::AddProject(request, "retrofit").with_project = {testing::Item("gas", "city", "", saving)};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const auto set = GatherMeasures(plan, PerspectiveOf(plan, "city"));
  ASSERT_TRUE(set);
  EXPECT_NEAR(set->measures.at(0).energy_cost_present_amount, -10000 / 1.05, 1e-8);
}

// The grid's factor falls over the years: each year's saving avoids that year's emissions, in the row, the sum and the
// discounted sum alike.
TEST(GatherMeasures, FollowsAFactorThatFalls) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  model::Curve factor;
  factor.id = "grid";
  factor.unit = "tCO2e/MWh";
  factor.shape = model::CurvePoints{{2025, 2026, 2027}, {0.06, 0.03, 0.0}, model::Interpolation::kStep};
  request.assumptions.curves.push_back(factor);
  model::Carrier power = request.assumptions.carriers.at(0);
  power.id = "power";
  power.emissions.at(0).factor_curve_id = "grid";
  request.assumptions.carriers.push_back(power);
  model::EnergyFlow saving;
  saving.use = model::EnergyUse::kSaved;
  saving.carrier_id = "power";
  saving.quantity_mwh_per_year = 1000;
  testing::AddProject(request, "led").with_project = {testing::Item("power", "city", "", saving)};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const auto set = GatherMeasures(plan, PerspectiveOf(plan, "economy"));
  ASSERT_TRUE(set);
  const portfolio::Measure& measure = set->measures.at(0);
  EXPECT_THAT(measure.avoided_by_year, Pointwise(DoubleNear(1e-9), {60.0, 30.0, 0.0}));
  EXPECT_NEAR(measure.avoided_t_co2e, 90, 1e-9);
  EXPECT_NEAR(measure.avoided_discounted_t_co2e, 60 / 1.05 + 30 / (1.05 * 1.05), 1e-9);
}

TEST(GatherMeasures, StopsWhereTheCallerHasLeft) {
  const plan::Plan plan = testing::CompileOrThrow(testing::RandomRequest(1, 3, 5));
  const auto set = GatherMeasures(plan, 0, {[](const void*) { return true; }, nullptr});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().reason, Reason::kCancelled);
}

}  // namespace
}  // namespace calanque::run
