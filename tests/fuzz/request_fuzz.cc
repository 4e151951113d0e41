// Any bytes a stranger may send as a request: nothing crashes, hangs or leaks, and every figure that comes back is a
// finite number.
//
// Input: an AppraisePortfolioRequest, as fuzz_input.h reads it.

#include <google/protobuf/stubs/logging.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "engine/run/evaluate.h"
#include "service/convert/canonical_bytes.h"
#include "service/convert/check_values.h"
#include "service/convert/to_proto.h"
#include "service/convert/value_scan.h"
#include "service/prepare.h"
#include "tests/fuzz/fuzz_input.h"

namespace calanque {
namespace {

using testing::Require;

template <typename Values>
bool AreFinite(const Values& values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

void CheckCell(const v1::MetricCell& cell) {
  Require(cell.outcome_case() != v1::MetricCell::OUTCOME_NOT_SET, cell.metric_name() + " has no outcome");
  Require(std::isfinite(cell.value()) && AreFinite(cell.series().values()) && AreFinite(cell.table().values()) &&
              AreFinite(cell.values().values()),
          cell.metric_name() + " is not finite: " + cell.ShortDebugString().substr(0, 2000));
}

/// The quick scan must not pass what the walk by reflection would refuse.
void CheckScan(const v1::AppraisePortfolioRequest& request, const service::Limits& limits) {
  static const service::ValueScan scan(*v1::AppraisePortfolioRequest::descriptor());
  service::Reader reader;
  service::CheckValues(request, FieldPath(), limits, reader);
  const bool is_clean = scan.IsClean(service::CanonicalBytes(request), limits, {});
  Require(!is_clean || reader.failures().empty(), "the scan missed a value that CheckValues refuses");
}

}  // namespace
}  // namespace calanque

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calanque;
  static const service::Limits limits = testing::SmallLimits();
  [[maybe_unused]] static auto* const silenced = google::protobuf::SetLogHandler(nullptr);
  v1::AppraisePortfolioRequest request;
  if (!testing::ParseInput(data, size, request)) return 0;
  CheckScan(request, limits);
  auto prepared = service::Prepare(request, FieldPath(), limits);
  if (!prepared) {
    Require(!prepared.error().empty(), "refused without a reason");
    return 0;
  }
  const auto cells = run::Evaluate(prepared->plan);
  Require(static_cast<bool>(cells), "stopped though nobody asked");
  Require(cells->size() == run::CellCount(prepared->plan), "the count of cells was foretold wrongly");
  v1::AppraisePortfolioResponse response;
  Require(service::FillAppraisal(prepared->plan, *cells, response), "stopped though nobody asked");
  for (const v1::MetricCell& cell : response.cells()) CheckCell(cell);
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  calanque::v1::AppraisePortfolioRequest request;
  return calanque::testing::MutateInput(request, data, size, max_size, seed);
}
