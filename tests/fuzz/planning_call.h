// What fuzz targets of PlanningService share: one call under small limits, and what its answer must be.
#pragma once

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/grpcpp.h>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/fuzz/fuzz_input.h"

namespace calanque::testing {

/// Ceilings on lists of planning as low as those of everything else.
inline service::Limits PlanningLimits() {
  service::Limits limits = SmallLimits();
  limits.max_selection_lists = 5;
  limits.max_funding_sources = 8;
  limits.max_indicators = 10;
  return limits;
}

/// Reads the input as a request, which `restrain` may make cheaper, and calls one method. As LLVMFuzzerTestOneInput.
template <typename Request, typename Response,
          grpc::Status (v1::PlanningService::Stub::*kMethod)(grpc::ClientContext*, const Request&, Response*)>
int CallPlanning(const std::uint8_t* data, std::size_t size, void (*restrain)(Request&) = nullptr) {
  static service::InProcessServer server(PlanningLimits());
  static const auto stub = v1::PlanningService::NewStub(server.Channel());
  [[maybe_unused]] static auto* const silenced = google::protobuf::SetLogHandler(nullptr);
  Request request;
  if (!ParseInput(data, size, request)) return 0;
  if (restrain != nullptr) restrain(request);
  grpc::ClientContext context;
  Response response;
  const grpc::Status status = (stub.get()->*kMethod)(&context, request, &response);
  RequireSound(status, response);
  Require(!status.ok() || !response.engine_version().empty(), "ended well without an answer");
  return 0;
}

/// As LLVMFuzzerCustomMutator.
template <typename Request>
std::size_t MutateRequest(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned int seed) {
  Request request;
  return MutateInput(request, data, size, max_size, seed);
}

}  // namespace calanque::testing
