// Any bytes a stranger may send about an abatement curve: nothing crashes, hangs or is our own defect, and every figure that
// comes back is a finite number.
//
// Input: a BuildAbatementCurveRequest, as fuzz_input.h reads it. It is answered under small limits.

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/grpcpp.h>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/fuzz/fuzz_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calanque;
  static service::InProcessServer server(testing::SmallLimits());
  static const auto stub = v1::PlanningService::NewStub(server.Channel());
  [[maybe_unused]] static auto* const silenced = google::protobuf::SetLogHandler(nullptr);
  v1::BuildAbatementCurveRequest request;
  if (!testing::ParseInput(data, size, request)) return 0;
  grpc::ClientContext context;
  v1::BuildAbatementCurveResponse response;
  const grpc::Status status = stub->BuildAbatementCurve(&context, request, &response);
  testing::RequireSound(status, response);
  testing::Require(!status.ok() || !response.engine_version().empty(), "ended well without an answer");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  calanque::v1::BuildAbatementCurveRequest request;
  return calanque::testing::MutateInput(request, data, size, max_size, seed);
}
