// The shipped partnerships on many futures, through the service: register and risk model against expected-futures.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

constexpr int kPathCount = 2000;  // Enough to see a change; few enough for every build.

v1::CompareDeliveryModesResponse Simulate(const std::string& folder) {
  v1::SimulateDeliveryModesRequest request;
  v1::CompareDeliveryModesRequest& comparison = *request.mutable_comparison();
  comparison = ReadShippedWith<v1::CompareDeliveryModesRequest>(folder, "partnership.yaml");
  v1::SimulateRequest risk;
  ReadShipped(folder + "/risk.yaml", risk);
  *comparison.mutable_risk_model() = risk.risk();
  *comparison.mutable_simulation() = risk.options();
  comparison.mutable_simulation()->set_path_count(kPathCount);
  service::InProcessServer server;
  const auto stub = v1::PppService::NewStub(server.Channel());
  grpc::ClientContext context;
  const auto stream = stub->SimulateDeliveryModes(&context, request);
  v1::SimulateDeliveryModesResponse message;
  v1::CompareDeliveryModesResponse result;
  while (stream->Read(&message)) {
    if (message.has_result()) result = message.result();
  }
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(result.simulation().warnings_size(), 0) << "every driver moves something";
  return result;
}

Figures FiguresOf(const v1::ModeSimulation& simulation) {
  Figures figures;
  for (const auto& row : simulation.figures()) {
    const auto& figure = row.figure();
    const std::string start = figure.metric_name() + "," + row.mode_id() + ",";
    if (figure.has_deterministic_value()) figures[start + "deterministic"] = figure.deterministic_value();
    figures[start + "mean"] = figure.mean();
    figures[start + "standard_deviation"] = figure.standard_deviation();
    for (int i = 0; i < figure.quantiles_size(); ++i) {
      figures[start + "quantile_" + std::to_string(i)] = figure.quantiles(i);
    }
  }
  for (const auto& row : simulation.years()) {
    for (int y = 0; y < row.years_size(); ++y) {
      figures[row.name() + "," + row.mode_id() + ",mean_" + std::to_string(row.years(y))] = row.means(y);
    }
  }
  for (const auto& one : simulation.probabilities()) {
    const std::string other = one.other_mode_id().empty() ? one.published_description() : one.other_mode_id();
    std::string key = one.name() + "," + one.mode_id() + "," + other;
    figures[key + (other.empty() ? "probability" : " probability")] = one.probability();
  }
  return figures;
}

class ShippedModes : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedModes, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = ShippedFolder(GetParam());
  ExpectFigures(folder + "/expected-futures.csv", "name,mode,statistic,value", FiguresOf(Simulate(folder).simulation()),
                [](const std::string&, double value) { return 1e-9 * std::max(1.0, std::abs(value)); });
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedModes, ::testing::Values("marseille-schools", "schools-deferred-retrofit"));

}  // namespace
}  // namespace calanque::golden
