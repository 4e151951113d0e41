// Scenarios that we ship against the figures in their expected files.
//
// To rewrite a file after a change that is meant: CALANQUE_REWRITE_GOLDEN=1, then review the difference.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/golden/figure_file.h"

namespace calanque::golden {

inline std::string ShippedFolder(const std::string& scenario) { return CALANQUE_SOURCE_DIR "/scenarios/" + scenario; }

/// Reads a file that must be right.
template <typename Message>
void ReadShipped(const std::string& path, Message& message) {
  cli::Problems problems;
  cli::ReadScenario(path, service::Limits(), message, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
}

/// The request of a scenario with the file beside it.
template <typename Request>
Request ReadShippedWith(const std::string& folder, const std::string& file) {
  Request request;
  Request beside;
  ReadShipped(folder, *request.mutable_appraisal());
  ReadShipped(folder + "/" + file, beside);
  request.MergeFrom(beside);
  return request;
}

/// The answer of a planning method to a scenario with the file beside it.
template <typename Request, typename Response>
Response PlanShipped(const std::string& folder, const std::string& file,
                     grpc::Status (v1::PlanningService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                       Response*)) {
  service::InProcessServer server;
  const auto stub = v1::PlanningService::NewStub(server.Channel());
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.get()->*method)(&context, ReadShippedWith<Request>(folder, file), &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

/// Figures against the file, each within its tolerance; `is_whole`: the file has them all.
inline void ExpectFigures(const std::string& path, const std::string& heading, const Figures& figures,
                          const std::function<double(const std::string& key, double value)>& tolerance,
                          bool is_whole = true) {
  if (std::getenv("CALANQUE_REWRITE_GOLDEN") != nullptr) WriteFigures(path, heading, figures);
  const Figures expected = ReadFigures(path);
  ASSERT_FALSE(expected.empty()) << path;
  if (is_whole) {
    EXPECT_EQ(figures.size(), expected.size());
  }
  for (const auto& [key, value] : expected) {
    ASSERT_EQ(figures.count(key), 1U) << key;
    EXPECT_NEAR(figures.at(key), value, tolerance(key, value)) << key;
  }
}

}  // namespace calanque::golden
