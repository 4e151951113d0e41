// Any bytes a stranger may send about a financing plan: nothing crashes, hangs or is our own
// defect, and every figure that comes back is a finite number.
//
// Input: a PlanFinancingRequest, as fuzz_input.h reads it. It is answered under small limits.

#include "tests/fuzz/planning_call.h"

using calanque::v1::PlanFinancingRequest;
using calanque::v1::PlanFinancingResponse;
using calanque::v1::PlanningService;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return calanque::testing::CallPlanning<PlanFinancingRequest, PlanFinancingResponse,
                                         &PlanningService::Stub::PlanFinancing>(data, size);
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  return calanque::testing::MutateRequest<PlanFinancingRequest>(data, size, max_size, seed);
}
