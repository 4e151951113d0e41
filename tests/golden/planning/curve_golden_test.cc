// The shipped abatement curves, through the service: every measure's place, shares, pathways and budget against
// expected-curve.csv.
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

constexpr int kYearsApart = 5;  // Of the pathway's years in the file.

v1::BuildAbatementCurveResponse Build(const std::string& folder) {
  v1::BuildAbatementCurveRequest request;
  v1::BuildAbatementCurveRequest beside;
  cli::Problems problems;
  cli::ReadScenario(folder, service::Limits(), *request.mutable_appraisal(), problems);
  cli::ReadScenario(folder + "/curve.yaml", service::Limits(), beside, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  request.MergeFrom(beside);
  service::InProcessServer server;
  const auto stub = v1::PlanningService::NewStub(server.Channel());
  grpc::ClientContext context;
  v1::BuildAbatementCurveResponse response;
  const grpc::Status status = stub->BuildAbatementCurve(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

void AddMeasure(const v1::CurveMeasure& measure, int position, Figures& figures) {
  const std::string start = measure.project_id() + ",";
  figures[start + "position"] = position;
  figures[start + "kind"] = measure.kind();
  figures[start + "pareto_layer"] = measure.pareto_layer();
  figures[start + "cost_present_amount"] = measure.cost_present_amount();
  figures[start + "abatement_t_co2e"] = measure.abatement_t_co2e();
  figures[start + "start_t_co2e"] = measure.start_t_co2e();
  if (measure.has_abatement_cost_amount_per_t_co2e()) {
    figures[start + "abatement_cost_amount_per_t_co2e"] = measure.abatement_cost_amount_per_t_co2e();
  }
  if (measure.has_standalone()) {
    figures[start + "standalone_abatement_t_co2e"] = measure.standalone().abatement_t_co2e();
    figures[start + "last_in_abatement_t_co2e"] = measure.last_in().abatement_t_co2e();
    figures[start + "in_order_abatement_t_co2e"] = measure.in_order().abatement_t_co2e();
    figures[start + "standalone_cost_present_amount"] = measure.standalone().cost_present_amount();
  }
  if (measure.full_year() != 0) figures[start + "full_year"] = measure.full_year();
}

Figures FiguresOf(const v1::BuildAbatementCurveResponse& response) {
  Figures figures;
  for (int i = 0; i < response.measures_size(); ++i) AddMeasure(response.measures(i), i + 1, figures);
  for (const v1::EmissionPathway& pathway : response.pathways()) {
    const std::string start = (pathway.sector_id().empty() ? "all-sectors" : pathway.sector_id()) + ",";
    for (int y = 0; y < pathway.residual_t_co2e_size(); ++y) {
      const int year = response.pathway_first_year() + y;
      if (year % kYearsApart != 0) continue;
      figures[start + "business_as_usual_" + std::to_string(year)] = pathway.business_as_usual_t_co2e(y);
      figures[start + "target_" + std::to_string(year)] = pathway.target_t_co2e(y);
      figures[start + "residual_" + std::to_string(year)] = pathway.residual_t_co2e(y);
    }
  }
  for (const v1::CarbonBudgetUse& use : response.carbon_budget_uses()) {
    figures["carbon-budget," + use.name() + "_emission_t_co2e"] = use.emission_t_co2e();
    figures["carbon-budget," + use.name() + "_exceeded_year"] = use.exceeded_year();
  }
  return figures;
}

class ShippedCurve : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedCurve, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = std::string(CALANQUE_SOURCE_DIR "/scenarios/") + GetParam();
  const Figures figures = FiguresOf(Build(folder));
  const std::string path = folder + "/expected-curve.csv";
  if (std::getenv("CALANQUE_REWRITE_GOLDEN") != nullptr) WriteFigures(path, "subject,figure,value", figures);
  const Figures expected = ReadFigures(path);
  ASSERT_FALSE(expected.empty()) << path;
  EXPECT_EQ(figures.size(), expected.size());
  for (const auto& [key, value] : expected) {
    ASSERT_EQ(figures.count(key), 1U) << key;
    EXPECT_NEAR(figures.at(key), value, 1e-9 * std::max(1.0, std::abs(value))) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedCurve, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
