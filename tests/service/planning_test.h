// Methods of PlanningService as a client calls them.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/service/violations.h"

namespace calanque::testing {

/// Calls one method; the server lives as long as the test.
template <typename Request, typename Response,
          grpc::Status (v1::PlanningService::Stub::*kMethod)(grpc::ClientContext*, const Request&, Response*)>
class PlanningTest : public ::testing::Test {
 protected:
  explicit PlanningTest(const service::Limits& limits = {}) : server_(limits) {}

  grpc::Status Call(const Request& request, Response& response) {
    grpc::ClientContext context;
    return (stub_.get()->*kMethod)(&context, request, &response);
  }

  /// Of a request that is right.
  Response Answer(const Request& request) {
    Response response;
    const grpc::Status status = Call(request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  /// Paths of all violations.
  std::set<std::string> Violations(const Request& request, grpc::StatusCode code = grpc::StatusCode::INVALID_ARGUMENT) {
    Response response;
    const grpc::Status status = Call(request, response);
    EXPECT_EQ(status.error_code(), code) << status.error_message();
    const std::vector<std::string> paths = PathsOf(status);
    return {paths.begin(), paths.end()};
  }

  service::InProcessServer server_;
  std::unique_ptr<v1::PlanningService::Stub> stub_ = v1::PlanningService::NewStub(server_.Channel());
};

}  // namespace calanque::testing
