// SelectPortfolio as a client sees it: a scenario that we ship, what is impossible, and everything wrong at once.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <set>
#include <string>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "tests/service/good_request.h"
#include "tests/service/planning_test.h"

namespace calanque::service {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SelectPortfolio : public testing::PlanningTest<v1::SelectPortfolioRequest, v1::SelectPortfolioResponse,
                                                     &v1::PlanningService::Stub::SelectPortfolio> {
 protected:
  /// Six times one project that spends, each year's spending under a budget nobody reaches.
  static v1::SelectPortfolioRequest Good() {
    v1::SelectPortfolioRequest request;
    *request.mutable_appraisal() = testing::LargeRequest(6, 10);
    request.set_perspective_id(request.appraisal().portfolio().perspectives(0).id());
    request.set_max_delay_years(2);
    v1::BudgetLimit& budget = *request.add_budgets();
    budget.set_id("budget");
    budget.set_party_id(request.appraisal().portfolio().parties(0).id());
    budget.mutable_limits()->set_first_year(2025);
    for (int year = 0; year < 3; ++year) budget.mutable_limits()->add_values(1e12);
    return request;
  }
};

TEST_F(SelectPortfolio, EveryProjectIsChosenOrLeftOutWithAReason) {
  const v1::SelectPortfolioResponse response = Answer(Good());
  EXPECT_EQ(response.status(), v1::SELECTION_STATUS_OPTIMAL);
  EXPECT_EQ(response.chosen_size() + response.left_out_size(), 6);
  for (const auto& one : response.left_out()) EXPECT_NE(one.reason(), v1::LEFT_OUT_REASON_UNSPECIFIED);
  EXPECT_EQ(response.constraints_size(), 3);
  EXPECT_EQ(response.constraints(2).display_name(), "budget 2027");
  EXPECT_EQ(response.input_hash().size(), 64U);
}

TEST_F(SelectPortfolio, TheSameRequestGivesTheSameBytes) {
  EXPECT_EQ(Answer(Good()).SerializeAsString(), Answer(Good()).SerializeAsString());
}

TEST_F(SelectPortfolio, ValidateOnlyChoosesNothing) {
  v1::SelectPortfolioRequest request = Good();
  request.mutable_appraisal()->set_validate_only(true);
  const v1::SelectPortfolioResponse response = Answer(request);
  EXPECT_EQ(response.status(), v1::SELECTION_STATUS_UNSPECIFIED);
  EXPECT_THAT(response.chosen(), IsEmpty());
  EXPECT_EQ(response.project_names_size(), 6);
}

TEST_F(SelectPortfolio, WhatCannotBeMetIsAnAnswerThatNamesWhatClashes) {
  v1::SelectPortfolioRequest request = Good();
  v1::AbatementMilestone& milestone = *request.add_milestones();
  milestone.set_id("too-much");
  milestone.set_year(2030);
  milestone.set_abatement_t_co2e(1e12);
  const v1::SelectPortfolioResponse response = Answer(request);
  EXPECT_EQ(response.status(), v1::SELECTION_STATUS_INFEASIBLE);
  ASSERT_EQ(response.conflict_constraint_indices_size(), 1);
  EXPECT_EQ(response.constraints(response.conflict_constraint_indices(0)).id(), "too-much");
}

TEST_F(SelectPortfolio, SaysAllThatIsWrongAtOnce) {
  v1::SelectPortfolioRequest request = Good();
  request.set_perspective_id("nobody");
  request.set_max_delay_years(99);
  request.set_frontier_point_count(1);
  request.mutable_search()->set_relative_gap(2);
  request.mutable_budgets(0)->set_party_id("stranger");
  request.mutable_budgets(0)->mutable_limits()->set_values(1, -1);
  v1::ProjectChoice& choice = *request.add_projects();
  choice.set_project_id("no-such-project");
  choice.set_minimum_fraction(0);
  v1::DebtLimit& debt = *request.add_debts();
  debt.set_id("debt");
  debt.set_party_id(request.appraisal().portfolio().parties(0).id());
  debt.mutable_limits()->set_first_year(1999);
  debt.mutable_limits()->add_values(1);
  v1::ProjectExclusion& exclusion = *request.add_exclusions();
  exclusion.set_id("either");
  request.mutable_shortfall()->set_weight(1);
  EXPECT_THAT(Violations(request),
              UnorderedElementsAre("perspective_id", "max_delay_years", "frontier_point_count", "search.relative_gap",
                                   "budgets[0].party_id", "budgets[0].limits.values[1]", "projects[0].project_id",
                                   "projects[0].minimum_fraction", "debts[0].tenor_years", "debts[0].limits.first_year",
                                   "exclusions[0].project_ids", "shortfall.scenarios"));
}

// Projects that wait for each other are a slip; answered as infeasible, nobody would find it.
TEST_F(SelectPortfolio, RefusesACircleOfPrecedences) {
  v1::SelectPortfolioRequest request = Good();
  const auto add = [&](const char* project, const char* required, int lag_years) {
    v1::ProjectPrecedence& precedence = *request.add_precedences();
    precedence.set_project_id(project);
    precedence.set_required_project_id(required);
    precedence.set_lag_years(lag_years);
  };
  add("school1", "school2", 0);
  add("school2", "school3", 1);
  add("school4", "school3", 2);
  EXPECT_EQ(Answer(request).status(), v1::SELECTION_STATUS_OPTIMAL) << "a chain is none";
  add("school3", "school1", 0);
  EXPECT_THAT(Violations(request), UnorderedElementsAre("precedences[1].required_project_id"));
  request.mutable_precedences(1)->set_lag_years(0);
  EXPECT_EQ(Answer(request).status(), v1::SELECTION_STATUS_OPTIMAL) << "they start in the same year";
}

TEST_F(SelectPortfolio, RefusesNumbersThatAreNone) {
  v1::SelectPortfolioRequest request = Good();
  request.mutable_budgets(0)->mutable_limits()->set_values(0, std::numeric_limits<double>::quiet_NaN());
  request.set_minimum_abatement_t_co2e(std::numeric_limits<double>::infinity());
  EXPECT_THAT(Violations(request), UnorderedElementsAre("budgets[0].limits.values[0]", "minimum_abatement_t_co2e"));
}

TEST_F(SelectPortfolio, FuturesGiveAShortfallAndAFrontierOfRisk) {
  v1::SelectPortfolioRequest request = Good();
  request.set_frontier_point_count(4);
  request.mutable_shortfall()->set_weight(0);
  for (int project = 0; project < 6; ++project) {
    v1::ProjectScenarios& scenarios = *request.mutable_shortfall()->add_scenarios();
    scenarios.set_project_id(request.appraisal().portfolio().projects(project).id());
    for (int f = 0; f < 10; ++f) scenarios.add_npv_amounts((f + project) % 10 * 1000.0);
  }
  const v1::SelectPortfolioResponse response = Answer(request);
  EXPECT_TRUE(response.totals().has_expected_shortfall_amount());
  EXPECT_GE(response.risk_frontier_size(), 1);
  EXPECT_GE(response.cost_frontier_size(), 1);
  request.set_frontier_point_count(0);
  request.mutable_shortfall()->set_weight(1);
  const int warnings = Answer(request).warnings_size();
  request.set_objective(v1::SELECTION_OBJECTIVE_MAXIMISE_ABATEMENT);
  const v1::SelectPortfolioResponse of_tonnes = Answer(request);
  ASSERT_EQ(of_tonnes.warnings_size(), warnings + 1);
  EXPECT_EQ(of_tonnes.warnings(warnings).field_path(), "shortfall.weight");
}

TEST_F(SelectPortfolio, ADeadlineEndsTheSearch) {
  v1::SelectPortfolioRequest request = Good();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() - std::chrono::seconds(1));
  v1::SelectPortfolioResponse response;
  EXPECT_EQ(stub_->SelectPortfolio(&context, request, &response).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

}  // namespace
}  // namespace calanque::service
