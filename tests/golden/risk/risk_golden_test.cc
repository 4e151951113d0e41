// The shipped risk models, through the service: distributions of the portfolio against expected-risk.csv. The random
// numbers are the same on every machine, so that a change of any of them shows here.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "calanque/v1/risk_service.grpc.pb.h"
#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

constexpr int kPathCount = 2000;  // Enough to see a change; few enough for every build.

v1::SimulationResult Simulate(const std::string& folder) {
  auto request = ReadShippedWith<v1::SimulateRequest>(folder, "risk.yaml");
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
  const std::string folder = ShippedFolder(GetParam());
  ExpectFigures(folder + "/expected-risk.csv", "name,perspective,statistic,value", FiguresOf(Simulate(folder)),
                [](const std::string&, double value) { return 1e-9 * std::max(1.0, std::abs(value)); });
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedRisk, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
