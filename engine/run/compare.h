// Puts the portfolio figures of several cases side by side.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/request.h"
#include "engine/run/evaluate.h"

namespace calanque::run {

/// One case: what was asked, compiled, found. Pointers are not owned.
struct Case {
  const model::AppraisalRequest* request = nullptr;
  const plan::Plan* plan = nullptr;
  std::span<const Cell> cells;
};

/// One metric over the cases.
struct ComparisonRow {
  std::string metric_name;
  std::string perspective_id;  ///< Empty for perspective-free metrics.
  metric::View view = metric::View::kIncremental;
  std::string unit;                 ///< CURRENCY filled in; empty where the cases' currencies differ and it matters.
  std::vector<double> values;       ///< One per case; 0 where failures has a reason.
  std::vector<int> failures;        ///< 0, or the Reason.
  std::vector<double> differences;  ///< To the first case; 0 where either is missing.
};

struct Comparison {
  std::vector<ComparisonRow> rows;
  /// Perspectives and metrics that some case lacks; differences of convention: dates, prices, perimeter, currency.
  std::vector<std::string> cautions;
};

/// Whether figures per inhabitant can be given.
bool AllStateInhabitants(std::span<const Case> cases);

/// Each value minus the first; 0 where either has a failure.
std::vector<double> Differences(std::span<const double> values, std::span<const int> failures);

/// Single-valued portfolio metrics that every case has, per perspective id that every case has; amounts also per
/// inhabitant where every case states its inhabitants.
Comparison Compare(std::span<const Case> cases);

}  // namespace calanque::run
