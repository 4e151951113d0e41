// The shipped records of progress, through the service, against expected-track.csv.
//
// To rewrite after a change that is meant: CALANQUE_REWRITE_GOLDEN=1, then review the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <string>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/golden/figure_file.h"

namespace calanque::golden {
namespace {

v1::TrackProgressResponse Track(const std::string& folder) {
  v1::TrackProgressRequest request;
  v1::TrackProgressRequest beside;
  cli::Problems problems;
  cli::ReadScenario(folder, service::Limits(), *request.mutable_appraisal(), problems);
  cli::ReadScenario(folder + "/actuals.yaml", service::Limits(), beside, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  request.MergeFrom(beside);
  service::InProcessServer server;
  const auto stub = v1::PlanningService::NewStub(server.Channel());
  grpc::ClientContext context;
  v1::TrackProgressResponse response;
  const grpc::Status status = stub->TrackProgress(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

template <typename Values>
double SumOf(const Values& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

void AddProject(const v1::ProjectProgress& project, Figures& figures) {
  const std::string start = (project.project_id().empty() ? "portfolio" : project.project_id()) + ",";
  for (const v1::QuantityProgress& quantity : project.quantities()) {
    const std::string name = start + v1::ProgressQuantity_Name(quantity.quantity()) + "_";
    figures[name + "price"] = SumOf(quantity.price_variances());
    figures[name + "volume"] = SumOf(quantity.volume_variances());
    figures[name + "timing"] = SumOf(quantity.timing_variances());
    figures[name + "forecast_at_completion"] = quantity.forecast_at_completion();
  }
  const v1::EarnedValue& earned = project.earned_value();
  figures[start + "planned_value_amount"] = earned.planned_value_amount();
  figures[start + "earned_value_amount"] = earned.earned_value_amount();
  figures[start + "actual_cost_amount"] = earned.actual_cost_amount();
  figures[start + "forecast_planned_rates_amount"] = earned.forecast_planned_rates_amount();
  figures[start + "forecast_recorded_rates_amount"] = earned.forecast_recorded_rates_amount();
  figures[start + "delay_years"] = project.delay_years();
  const v1::UpdatedFigures& in = project.figures();
  figures[start + "planned_npv_amount"] = in.planned_npv_amount();
  figures[start + "updated_npv_amount"] = in.updated_npv_amount();
  figures[start + "updated_abatement_t_co2e"] = in.updated_abatement_t_co2e();
  figures[start + "updated_target_year_abatement_t_co2e"] = in.updated_target_year_abatement_t_co2e();
  figures[start + "planned_gap_amount"] = in.planned_gap_amount();
  figures[start + "updated_gap_amount"] = in.updated_gap_amount();
}

Figures FiguresOf(const v1::TrackProgressResponse& response) {
  Figures figures;
  AddProject(response.portfolio(), figures);
  for (const v1::ProjectProgress& project : response.projects()) {
    const bool is_recorded = std::ranges::any_of(project.quantities(), &v1::QuantityProgress::is_recorded);
    if (is_recorded) AddProject(project, figures);
  }
  for (const v1::IndicatorProgress& indicator : response.indicators()) {
    const std::string start = indicator.indicator_id() + ",indicator_";
    figures[start + "target"] = indicator.target();
    figures[start + "latest"] = indicator.latest();
    figures[start + "expected"] = indicator.expected();
    figures[start + "forecast"] = indicator.forecast();
  }
  return figures;
}

class ShippedRecord : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedRecord, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = std::string(CALANQUE_SOURCE_DIR "/scenarios/") + GetParam();
  const Figures figures = FiguresOf(Track(folder));
  const std::string path = folder + "/expected-track.csv";
  if (std::getenv("CALANQUE_REWRITE_GOLDEN") != nullptr) WriteFigures(path, "subject,figure,value", figures);
  const Figures expected = ReadFigures(path);
  ASSERT_FALSE(expected.empty()) << path;
  EXPECT_EQ(figures.size(), expected.size());
  for (const auto& [key, value] : expected) {
    ASSERT_EQ(figures.count(key), 1U) << key;
    // Parts that are 0 but for rounding are compared as money: to a millionth of the unit.
    EXPECT_NEAR(figures.at(key), value, std::max(1e-6, 1e-9 * std::abs(value))) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedRecord, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
