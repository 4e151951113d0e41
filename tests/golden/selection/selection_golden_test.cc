// The shipped selection, through the service, against expected-selection.csv: which projects, when, how much, and what
// the limits are worth.
//
// To rewrite after a change that is meant: CALANQUE_REWRITE_GOLDEN=1, then review the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/golden/figure_file.h"

namespace calanque::golden {
namespace {

v1::SelectPortfolioResponse Select(const std::string& folder) {
  v1::SelectPortfolioRequest request;
  v1::SelectPortfolioRequest beside;
  cli::Problems problems;
  cli::ReadScenario(folder, service::Limits(), *request.mutable_appraisal(), problems);
  cli::ReadScenario(folder + "/selection.yaml", service::Limits(), beside, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  request.MergeFrom(beside);
  service::InProcessServer server;
  const auto stub = v1::PlanningService::NewStub(server.Channel());
  grpc::ClientContext context;
  v1::SelectPortfolioResponse response;
  const grpc::Status status = stub->SelectPortfolio(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

void AddTotals(const std::string& start, const v1::SelectionTotals& totals, Figures& figures) {
  figures[start + "npv_amount"] = totals.npv_amount();
  figures[start + "enpv_amount"] = totals.enpv_amount();
  figures[start + "abatement_t_co2e"] = totals.abatement_t_co2e();
  figures[start + "investment_amount"] = totals.investment_amount();
}

Figures FiguresOf(const v1::SelectPortfolioResponse& response) {
  Figures figures;
  figures["search,,relative_gap"] = response.relative_gap();
  figures["search,,objective"] = response.objective_value();
  for (const auto& one : response.chosen()) {
    figures["chosen," + one.project_id() + ",start_year"] = one.start_year();
    figures["chosen," + one.project_id() + ",fraction"] = one.fraction();
  }
  for (const auto& one : response.left_out()) figures["left_out," + one.project_id() + ",reason"] = one.reason();
  for (const auto& one : response.constraints()) {
    const std::string start = "constraint," + one.id() + " " + std::to_string(one.year()) + ",";
    figures[start + "used"] = one.used_value();
    figures[start + "price_relaxed"] = one.shadow_price_relaxed();
  }
  AddTotals("total,,", response.totals(), figures);
  for (int i = 0; i < response.cost_frontier_size(); ++i) {
    AddTotals("frontier," + std::to_string(i) + ",", response.cost_frontier(i).totals(), figures);
  }
  return figures;
}

class ShippedSelection : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedSelection, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = std::string(CALANQUE_SOURCE_DIR "/scenarios/") + GetParam();
  const Figures figures = FiguresOf(Select(folder));
  const std::string path = folder + "/expected-selection.csv";
  if (std::getenv("CALANQUE_REWRITE_GOLDEN") != nullptr) WriteFigures(path, "section,subject,name,value", figures);
  const Figures expected = ReadFigures(path);
  ASSERT_FALSE(expected.empty()) << path;
  EXPECT_EQ(figures.size(), expected.size());
  for (const auto& [key, value] : expected) {
    ASSERT_EQ(figures.count(key), 1U) << key;
    EXPECT_NEAR(figures.at(key), value, 1e-7 * std::max(1.0, std::abs(value))) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedSelection, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
