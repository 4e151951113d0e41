// Any bytes a stranger may send about projects under way: nothing crashes, hangs or is our own
// defect, and every figure that comes back is a finite number.
//
// Input: a TrackProgressRequest, as fuzz_input.h reads it. It is answered under small limits.

#include "tests/fuzz/planning_call.h"

using calanque::v1::PlanningService;
using calanque::v1::TrackProgressRequest;
using calanque::v1::TrackProgressResponse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return calanque::testing::CallPlanning<TrackProgressRequest, TrackProgressResponse,
                                         &PlanningService::Stub::TrackProgress>(data, size);
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  return calanque::testing::MutateRequest<TrackProgressRequest>(data, size, max_size, seed);
}
