// Any bytes a stranger may send about risk: nothing crashes, hangs or is our own defect, and every figure that comes
// back is a finite number.
//
// Input: a SimulateRequest, as fuzz_input.h reads it. It is simulated under small limits.

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/grpcpp.h>

#include "calanque/v1/risk_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/fuzz/fuzz_input.h"

namespace calanque {
namespace {

service::Limits RiskLimits() {
  service::Limits limits = testing::SmallLimits();
  limits.max_drivers = 20;
  limits.max_correlations = 50;
  limits.max_stresses = 10;
  limits.max_sensitivity_indices = 500;
  limits.max_simulated_cells = 1e7;
  return limits;
}

}  // namespace
}  // namespace calanque

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calanque;
  static service::InProcessServer server(RiskLimits());
  static const auto stub = v1::RiskService::NewStub(server.Channel());
  [[maybe_unused]] static auto* const silenced = google::protobuf::SetLogHandler(nullptr);
  v1::SimulateRequest request;
  if (!testing::ParseInput(data, size, request)) return 0;
  grpc::ClientContext context;
  const auto stream = stub->Simulate(&context, request);
  v1::SimulateResponse message;
  v1::SimulationResult result;
  while (stream->Read(&message)) {
    if (message.has_result()) result = message.result();
  }
  const grpc::Status status = stream->Finish();
  testing::RequireSound(status, result);
  testing::Require(!status.ok() || !result.engine_version().empty(), "ended well without a result");
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  calanque::v1::SimulateRequest request;
  return calanque::testing::MutateInput(request, data, size, max_size, seed);
}
