// Any bytes a stranger may send about a partnership: nothing crashes, hangs or is our own defect, and every figure that
// comes back is a finite number.
//
// Input: a CompareDeliveryModesRequest, as fuzz_input.h reads it. It is compared; then its last mode is structured and
// solved for what the input's size picks.

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/grpcpp.h>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/fuzz/fuzz_input.h"

namespace calanque {
namespace {

using testing::RequireSound;

template <typename Request>
Request OfLastMode(const v1::CompareDeliveryModesRequest& all) {
  Request request;
  *request.mutable_appraisal() = all.appraisal();
  *request.mutable_setting() = all.setting();
  *request.mutable_mode() = all.modes(all.modes_size() - 1);
  return request;
}

}  // namespace
}  // namespace calanque

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calanque;
  static service::InProcessServer server(testing::SmallLimits());
  static const auto stub = v1::PppService::NewStub(server.Channel());
  [[maybe_unused]] static auto* const silenced = google::protobuf::SetLogHandler(nullptr);
  v1::CompareDeliveryModesRequest request;
  if (!testing::ParseInput(data, size, request)) return 0;
  {
    grpc::ClientContext context;
    v1::CompareDeliveryModesResponse response;
    RequireSound(stub->CompareDeliveryModes(&context, request, &response), response);
  }
  if (request.modes_size() == 0) return 0;
  {
    auto one = OfLastMode<v1::StructureProjectRequest>(request);
    if (request.has_city_accounts()) *one.mutable_city_accounts() = request.city_accounts();
    grpc::ClientContext context;
    v1::StructureProjectResponse response;
    RequireSound(stub->StructureProject(&context, one, &response), response);
  }
  auto solve = OfLastMode<v1::SolveTermsRequest>(request);
  solve.set_unknown(static_cast<v1::SolvedUnknown>(1 + size % 6));
  const bool needs_dscr =
      solve.unknown() == v1::SOLVED_UNKNOWN_TENOR || solve.unknown() == v1::SOLVED_UNKNOWN_OPERATING_SUBSIDY;
  solve.set_target(needs_dscr ? v1::SOLVE_TARGET_MINIMUM_DSCR : static_cast<v1::SolveTarget>(1 + size / 6 % 5));
  solve.set_target_value(solve.target() == v1::SOLVE_TARGET_EQUITY_IRR ? 0.1 : 1.3);
  grpc::ClientContext context;
  v1::SolveTermsResponse response;
  RequireSound(stub->SolveTerms(&context, solve, &response), response);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  calanque::v1::CompareDeliveryModesRequest request;
  return calanque::testing::MutateInput(request, data, size, max_size, seed);
}
