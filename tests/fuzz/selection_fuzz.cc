// Any bytes a stranger may send about a choice of projects: nothing crashes, hangs or is our own
// defect, and every figure that comes back is a finite number.
//
// Input: a SelectPortfolioRequest, as fuzz_input.h reads it. It is answered under small limits, with a search of few
// branches.

#include "tests/fuzz/planning_call.h"

using calanque::v1::PlanningService;
using calanque::v1::SelectPortfolioRequest;
using calanque::v1::SelectPortfolioResponse;

namespace {

/// A search ends by count, not by the clock of a busy machine; more branches find no other faults.
void KeepShort(SelectPortfolioRequest& request) {
  if (request.search().node_count() == 0 || request.search().node_count() > 20) {
    request.mutable_search()->set_node_count(20);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return calanque::testing::CallPlanning<SelectPortfolioRequest, SelectPortfolioResponse,
                                         &PlanningService::Stub::SelectPortfolio>(data, size, KeepShort);
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  return calanque::testing::MutateRequest<SelectPortfolioRequest>(data, size, max_size, seed);
}
