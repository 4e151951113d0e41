// A later start is the same project with later dates, evaluated as any other request.
#include "engine/run/start_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

/// The city spends 1,000 in the first year, gets 30 % from the state, and saves gas for ten years from 2027 on.
model::AppraisalRequest OneProject(const char* first_day, const char* saving_start, const char* saving_end) {
  model::AppraisalRequest request = testing::EmptyRequest(20);
  model::Project& project = testing::AddProject(request, "boiler");
  model::Investment investment = testing::InvestmentOf(1000.0, first_day);
  investment.residual_method = model::ResidualMethod::kNone;
  project.with_project.push_back(testing::Item("works", "city", "supplier", investment));
  model::Grant grant;
  grant.share_of_eligible_fraction = 0.3;
  grant.eligible_item_ids = {"works"};
  project.with_project.push_back(testing::Item("grant", "state", "city", grant));
  model::EnergyFlow saved;
  saved.use = model::EnergyUse::kSaved;
  saved.carrier_id = "gas";
  saved.quantity_mwh_per_year = 2.0;
  saved.span.start_date = testing::Day(saving_start);
  saved.span.end_date = testing::Day(saving_end);
  project.with_project.push_back(testing::Item("gas", "city", "", saved));
  return request;
}

model::SelectionTerms Terms() {
  model::SelectionTerms terms;
  terms.perspective_id = "city";
  terms.max_delay_years = 3;
  terms.budgets = {{.id = "budget", .party_id = "city", .limits = {2025, {1000}}}};
  return terms;
}

TEST(EvaluateStarts, ADelayIsTheProjectWithItsDatesMovedByHand) {
  const auto figures = EvaluateStarts(OneProject("2025-01-01", "2027-01-01", "2037-01-01"), Terms());
  ASSERT_TRUE(figures);
  const portfolio::StartFigures& late = figures->projects.at(0).starts.at(3);
  const plan::Plan plan = testing::CompileOrThrow(OneProject("2028-01-01", "2030-01-01", "2040-01-01"));
  const Cells cells = testing::EvaluateOrThrow(plan);
  const auto value = [&](const char* metric, const char* perspective) {
    return testing::ValueOf(plan, {cells.begin(), cells.size()}, metric, "boiler", perspective);
  };
  EXPECT_DOUBLE_EQ(late.start.npv_amount, value("npv_amount", "city"));
  EXPECT_DOUBLE_EQ(late.start.enpv_amount, value("enpv_amount", "city"));
  EXPECT_DOUBLE_EQ(late.start.abatement_t_co2e, value("abatement_cumulative_t_co2e", ""));
  EXPECT_DOUBLE_EQ(late.start.abatement_t_co2e, 10 * 2.0 * 0.2);
  EXPECT_DOUBLE_EQ(late.abatement_t_co2e[5], 0.4) << "2030";
  EXPECT_DOUBLE_EQ(late.abatement_t_co2e[4], 0.0) << "2029";
}

TEST(EvaluateStarts, SpendingAndGrantsStandInTheYearsReached) {
  const auto figures = EvaluateStarts(OneProject("2025-01-01", "2027-01-01", "2037-01-01"), Terms());
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->first_year, 2025);
  ASSERT_EQ(figures->party_ids, std::vector<std::string>{"city"});
  for (std::size_t delay = 0; delay < 4; ++delay) {
    const portfolio::StartFigures& start = figures->projects[0].starts[delay];
    EXPECT_EQ(start.start.year, 2025 + static_cast<int>(delay));
    EXPECT_DOUBLE_EQ(start.investment_amounts[0][delay], 1000.0);
    EXPECT_DOUBLE_EQ(start.grant_amounts[0][delay], 300.0);
    EXPECT_DOUBLE_EQ(start.start.investment_amount, 1000.0);
  }
}

// What the contract promises of a budget less grants: FCTVA comes back, too. The tax itself is income, no grant.
TEST(EvaluateStarts, ARefundOfVatComesBackLikeAGrant) {
  model::AppraisalRequest request = OneProject("2025-01-01", "2027-01-01", "2037-01-01");
  auto& items = request.portfolio.projects[0].with_project;
  auto& works = std::get<model::Investment>(items[0].kind);
  works.vat_rate_fraction = 0.2;
  works.vat_payee_party_id = "state";
  model::VatCompensation refund;
  refund.rate_fraction = 0.16404;
  refund.eligible_item_ids = {"works"};
  refund.payment_lag_years = 1;
  items.push_back(testing::Item("fctva", "state", "city", refund));
  model::SelectionTerms terms = Terms();
  terms.budgets.push_back({.id = "state", .party_id = "state", .limits = {2025, {1000}}});
  const auto figures = EvaluateStarts(request, terms);
  ASSERT_TRUE(figures);
  const portfolio::StartFigures& start = figures->projects[0].starts[0];
  EXPECT_DOUBLE_EQ(start.investment_amounts[0][0], 1200.0);
  EXPECT_DOUBLE_EQ(start.grant_amounts[0][0], 300.0);
  EXPECT_DOUBLE_EQ(start.grant_amounts[0][1], 0.16404 * 1200.0);
  EXPECT_DOUBLE_EQ(start.grant_amounts[1][0], 0.0);
}

TEST(EvaluateStarts, WorksGrowDearerByTheYear) {
  model::SelectionTerms terms = Terms();
  terms.cost_growth_real_fraction_per_year = 0.1;
  const auto figures = EvaluateStarts(OneProject("2025-01-01", "2027-01-01", "2037-01-01"), terms);
  ASSERT_TRUE(figures);
  EXPECT_NEAR(figures->projects[0].starts[2].investment_amounts[0][2], 1210.0, 1e-9);
}

// Works and their VAT as series: VAT is spent with them and grows with them.
TEST(EvaluateStarts, TaxesOnWorksGrowDearerWithThem) {
  model::AppraisalRequest request = testing::EmptyRequest(20);
  testing::AddProject(request, "boiler").with_project = {
      testing::Item("works", "city", "supplier", testing::SeriesOf(ledger::Category::kInvestment, {1000.0})),
      testing::Item("vat", "city", "state", testing::SeriesOf(ledger::Category::kInvestmentTax, {200.0}))};
  model::SelectionTerms terms = Terms();
  terms.cost_growth_real_fraction_per_year = 0.1;
  const auto figures = EvaluateStarts(request, terms);
  ASSERT_TRUE(figures);
  EXPECT_NEAR(figures->projects[0].starts[2].investment_amounts[0][2], 1452.0, 1e-9);
}

/// Projects do not touch each other: alone or with others, the same figures.
TEST(EvaluateStarts, OtherProjectsChangeNothing) {
  model::AppraisalRequest request = testing::RandomRequest(5, 4, 20);
  model::SelectionTerms terms = Terms();
  terms.perspective_id = request.portfolio.perspectives[0].id;
  terms.budgets.clear();
  const auto all = EvaluateStarts(request, terms);
  ASSERT_TRUE(all);
  const std::string kept = request.portfolio.projects[2].id;
  request.portfolio.projects = {request.portfolio.projects[2]};
  std::erase_if(request.portfolio.financing_sources,
                [&](const auto& source) { return !source.project_id.empty() && source.project_id != kept; });
  const auto alone = EvaluateStarts(request, terms);
  ASSERT_TRUE(alone);
  for (std::size_t delay = 0; delay < 4; ++delay) {
    EXPECT_EQ(alone->projects[0].starts[delay].start, all->projects[2].starts[delay].start);
  }
}

TEST(EvaluateStarts, StopsOnRequest) {
  const StopPoll stop = {[](const void*) { return true; }, nullptr};
  const auto figures = EvaluateStarts(OneProject("2025-01-01", "2027-01-01", "2037-01-01"), Terms(), {}, stop);
  ASSERT_FALSE(figures);
  EXPECT_EQ(figures.error()[0].reason, Reason::kCancelled);
}

}  // namespace
}  // namespace calanque::run
