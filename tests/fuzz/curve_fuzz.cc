// Any bytes a stranger may send about an abatement curve: nothing crashes, hangs or is our own
// defect, and every figure that comes back is a finite number.
//
// Input: a BuildAbatementCurveRequest, as fuzz_input.h reads it. It is answered under small limits.

#include "tests/fuzz/planning_call.h"

using calanque::v1::BuildAbatementCurveRequest;
using calanque::v1::BuildAbatementCurveResponse;
using calanque::v1::PlanningService;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return calanque::testing::CallPlanning<BuildAbatementCurveRequest, BuildAbatementCurveResponse,
                                         &PlanningService::Stub::BuildAbatementCurve>(data, size);
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  return calanque::testing::MutateRequest<BuildAbatementCurveRequest>(data, size, max_size, seed);
}
