#include "engine/run/evaluate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/plan/compile.h"
#include "tests/support/sample_request.h"

namespace calanque {
namespace {

using ledger::Category;
using metric::View;
using testing::AddProject;
using testing::CompileOrThrow;
using testing::Day;
using testing::EmptyRequest;
using testing::EvaluateOrThrow;
using testing::InvestmentOf;
using testing::Item;
using testing::SeriesOf;
using testing::ValueOf;

/// Investment of 100 at the end of 2025, revenue of 30 a year for 4 years; without the project 10 would be invested.
model::AppraisalRequest Sample() {
  model::AppraisalRequest request = EmptyRequest(5);
  model::Project& project = AddProject(request, "p");
  project.with_project = {Item("capex", "city", "supplier", InvestmentOf(100.0)),
                          Item("sales", "households", "city", SeriesOf(Category::kRevenue, {0, 30, 30, 30, 30}))};
  project.without_project = {Item("old", "city", "supplier", InvestmentOf(10.0))};
  return request;
}

// Catches views that are mixed up: total = what the budget officer sees, incremental = what the project changes.
TEST(Evaluate, ReportsIncrementalAndTotalViews) {
  const plan::Plan plan = CompileOrThrow(Sample());
  const auto cells = EvaluateOrThrow(plan);
  const double sales = 30.0 * (1.0 - std::pow(1.05, -4.0)) / 0.05 / 1.05;
  EXPECT_NEAR(ValueOf(plan, cells, "npv_amount", "p", "city"), sales - 90.0 / 1.05, 1e-9);
  EXPECT_NEAR(ValueOf(plan, cells, "npv_amount", "p", "city", View::kWith), sales - 100.0 / 1.05, 1e-9);
  EXPECT_NEAR(ValueOf(plan, cells, "npv_amount", "p", "city", View::kWithout), -10.0 / 1.05, 1e-9);
}

// What households pay to the city stays inside the economy.
TEST(Evaluate, TransfersNetOutInsideTheBorder) {
  const plan::Plan plan = CompileOrThrow(Sample());
  const auto cells = EvaluateOrThrow(plan);
  EXPECT_NEAR(ValueOf(plan, cells, "npv_amount", "p", "economy"), -90.0 / 1.05, 1e-9);
}

TEST(Evaluate, APortfolioMetricThatDoesNotExistIsAFailureInItsCell) {
  const plan::Plan plan = CompileOrThrow(Sample());
  const auto cells = EvaluateOrThrow(plan);
  const auto& outcome = testing::OutcomeOf(plan, cells, "abatement_cost_a4_amount_per_t_co2e", "", "city");
  ASSERT_TRUE(std::holds_alternative<NoFigure>(outcome));
  EXPECT_EQ(std::get<NoFigure>(outcome).reason, Reason::kNotApplicable);
}

// 0.1 + 0.2 MWh replace 0.3: what rounding leaves is no tonne, by which a cost of 1e19 was found.
TEST(Evaluate, TonnesThatCancelHaveNoCost) {
  model::AppraisalRequest request = Sample();
  const auto gas = [](const char* id, double mwh_per_year) {
    model::EnergyFlow energy;
    energy.use = model::EnergyUse::kConsumed;
    energy.carrier_id = "gas";
    energy.quantity_mwh_per_year = mwh_per_year;
    energy.span = {Day("2025-01-01"), std::nullopt};
    return Item(id, "city", "", energy);
  };
  model::Project& project = request.portfolio.projects[0];
  project.with_project.push_back(gas("gas", 0.3));
  project.without_project.push_back(gas("gas-one", 0.1));
  project.without_project.push_back(gas("gas-two", 0.2));
  const plan::Plan plan = CompileOrThrow(request);
  const auto cells = EvaluateOrThrow(plan);
  const auto& outcome = testing::OutcomeOf(plan, cells, "abatement_cost_a4_amount_per_t_co2e", "p", "city");
  ASSERT_TRUE(std::holds_alternative<NoFigure>(outcome));
  EXPECT_EQ(std::get<NoFigure>(outcome).message, "no tonnes are avoided when discounted");
}

TEST(Evaluate, OwnFundsCloseTheGapWithoutCrossingTheBorder) {
  model::AppraisalRequest request = Sample();
  model::FinancingSource source;
  source.id = "budget";
  source.project_id = "p";
  source.payer_party_id = "city";
  source.payee_party_id = "city";
  source.amount = 40.0;
  source.payment_profile = {Day("2025-01-01"), {1.0}};
  source.commitment = model::Commitment::kCommitted;
  request.portfolio.financing_sources = {source};
  const plan::Plan plan = CompileOrThrow(request);
  const auto cells = EvaluateOrThrow(plan);
  EXPECT_NEAR(ValueOf(plan, cells, "financing_gap_amount", "p", "city", View::kWith), 60.0, 1e-9);
  EXPECT_NEAR(ValueOf(plan, cells, "npv_amount", "p", "city"),
              ValueOf(CompileOrThrow(Sample()), EvaluateOrThrow(CompileOrThrow(Sample())), "npv_amount", "p", "city"),
              1e-9);
}

// Money for the programme as a whole is in the portfolio's figures and in no project's.
TEST(Evaluate, ProgrammeMoneyStandsInThePortfolioOnly) {
  model::AppraisalRequest request = Sample();
  model::FinancingSource source;
  source.id = "grant";
  source.payer_party_id = "state";
  source.payee_party_id = "city";
  source.amount = 21.0;
  source.payment_profile = {Day("2025-01-01"), {1.0}};
  source.commitment = model::Commitment::kPlanned;
  source.kind = model::ProgrammeGrant{};
  request.portfolio.financing_sources = {source};
  const plan::Plan plan = CompileOrThrow(request);
  const auto cells = EvaluateOrThrow(plan);
  EXPECT_NEAR(ValueOf(plan, cells, "npv_amount", "", "city") - ValueOf(plan, cells, "npv_amount", "p", "city"), 20.0,
              1e-9);
}

// A real rate on nominal flows and the Fisher-equivalent nominal rate give the same value.
TEST(Evaluate, RealAndNominalRunsAgree) {
  model::AppraisalRequest request = Sample();
  request.assumptions.discount_rates[0] = {"five", "", model::PriceBasis::kReal, model::ConstantRate{0.05}, {}};
  const plan::Plan nominal = CompileOrThrow(request);
  const double value = ValueOf(nominal, EvaluateOrThrow(nominal), "npv_amount", "p", "city");
  request.options.price_basis = model::PriceBasis::kReal;
  const plan::Plan real = CompileOrThrow(request);
  EXPECT_NEAR(ValueOf(real, EvaluateOrThrow(real), "npv_amount", "p", "city"), value, 1e-9);
  request.options.price_basis = model::PriceBasis::kNominal;
  request.assumptions.discount_rates[0] = {
      "five", "", model::PriceBasis::kNominal, model::ConstantRate{1.05 * 1.02 - 1.0}, {}};
  const plan::Plan fisher = CompileOrThrow(request);
  EXPECT_NEAR(ValueOf(fisher, EvaluateOrThrow(fisher), "npv_amount", "p", "city"), value, 1e-9);
}

TEST(Evaluate, StopsWhenAsked) {
  const plan::Plan plan = CompileOrThrow(testing::RandomRequest(3, 200, 30));
  struct Counter {
    mutable int left = 5;
  } counter;
  const StopPoll stop{[](const void* context) { return static_cast<const Counter*>(context)->left-- <= 0; }, &counter};
  const auto cells = run::Evaluate(plan, stop);
  ASSERT_FALSE(cells);
  EXPECT_EQ(cells.error().reason, Reason::kCancelled);
  EXPECT_GE(counter.left, -2);
}

TEST(Evaluate, AnswersOnlyWhatIsAskedFor) {
  model::AppraisalRequest request = testing::RandomRequest(3, 4, 10);
  request.options.metric_names = {"npv_amount"};
  request.options.perspective_ids = {"city"};
  request.options.omits_projects = true;
  const auto cells = EvaluateOrThrow(CompileOrThrow(request));
  ASSERT_EQ(cells.size(), 3U);  // Three views of one figure.
  for (const run::Cell& cell : cells) EXPECT_EQ(cell.project, run::kWholePortfolio);
}

// Answers are handed on by moving them: the memory of the cells must go with them, and nothing stay behind.
TEST(Cells, MoveWithTheirMemory) {
  model::AppraisalRequest request = testing::EmptyRequest(3);
  testing::AddProject(request, "p").with_project = {
      testing::Item("capex", "city", "supplier", testing::InvestmentOf(100.0))};
  const plan::Plan plan = testing::CompileOrThrow(request);
  run::Cells first = testing::EvaluateOrThrow(plan);
  run::Cells second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise.
  EXPECT_EQ(second.size(), run::CellCount(plan));
  second = testing::EvaluateOrThrow(plan);
  const auto& outcome = testing::OutcomeOf(plan, second, "net_cash_flow_by_year_amount", "p", "city");
  EXPECT_EQ(std::get<metric::YearSeries>(outcome).values[0], -100.0);
  EXPECT_TRUE(run::Cells().empty());
}

}  // namespace
}  // namespace calanque
