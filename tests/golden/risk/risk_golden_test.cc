// The shipped risk models, through the service: distributions of the portfolio against expected-risk.csv. The random
// numbers are the same on every machine, so that a change of any of them shows here.
//
// To rewrite after a change that is meant: CALANQUE_REWRITE_GOLDEN=1, then review the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "calanque/v1/risk_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/golden/figure_file.h"

namespace calanque::golden {
namespace {

constexpr int kPathCount = 2000;  // Enough to see a change; few enough for every build.

v1::SimulationResult Simulate(const std::string& folder) {
  v1::SimulateRequest request;
  v1::SimulateRequest beside;
  cli::Problems problems;
  cli::ReadScenario(folder, service::Limits(), *request.mutable_appraisal(), problems);
  cli::ReadScenario(folder + "/risk.yaml", service::Limits(), beside, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  request.MergeFrom(beside);
  request.mutable_options()->set_path_count(kPathCount);
  service::InProcessServer server;
  const auto stub = v1::RiskService::NewStub(server.Channel());
  grpc::ClientContext context;
  const auto stream = stub->Simulate(&context, request);
  v1::SimulateResponse message;
  v1::SimulationResult result;
  while (stream->Read(&message)) {
    if (message.has_result()) result = message.result();
  }
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return result;
}

Figures FiguresOf(const v1::SimulationResult& result) {
  Figures figures;
  for (const auto& figure : result.figures()) {
    if (!figure.project_id().empty() || figure.path_count() == 0) continue;
    const std::string start = figure.metric_name() + "," + figure.perspective_id() + ",";
    figures[start + "mean"] = figure.mean();
    figures[start + "standard_deviation"] = figure.standard_deviation();
    if (figure.has_deterministic_value()) figures[start + "deterministic"] = figure.deterministic_value();
    for (int i = 0; i < figure.quantiles_size(); ++i) {
      figures[start + "quantile_" + std::to_string(i)] = figure.quantiles(i);
    }
  }
  for (const auto& one : result.probabilities()) {
    figures[one.name() + "," + one.perspective_id() + ",probability"] = one.probability();
  }
  for (const auto& bar : result.tornado()) {
    figures[bar.driver_id() + "," + bar.perspective_id() + ",npv_low"] = bar.low_npv_amount();
    figures[bar.driver_id() + "," + bar.perspective_id() + ",npv_high"] = bar.high_npv_amount();
  }
  for (const auto& stress : result.stresses()) {
    for (int p = 0; p < stress.npv_amounts_size(); ++p) {
      const std::string start = stress.stress_id() + "," + result.perspective_names(p).id() + ",";
      figures[start + "npv_stressed"] = stress.npv_amounts(p);
      figures[start + "enpv_stressed"] = stress.enpv_amounts(p);
    }
  }
  return figures;
}

class ShippedRisk : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedRisk, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = std::string(CALANQUE_SOURCE_DIR "/scenarios/") + GetParam();
  const Figures figures = FiguresOf(Simulate(folder));
  const std::string path = folder + "/expected-risk.csv";
  if (std::getenv("CALANQUE_REWRITE_GOLDEN") != nullptr)
    WriteFigures(path, "name,perspective,statistic,value", figures);
  const Figures expected = ReadFigures(path);
  ASSERT_FALSE(expected.empty()) << path;
  EXPECT_EQ(figures.size(), expected.size());
  for (const auto& [key, value] : expected) {
    ASSERT_EQ(figures.count(key), 1U) << key;
    EXPECT_NEAR(figures.at(key), value, 1e-9 * std::max(1.0, std::abs(value))) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedRisk, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
