// The smallest request: one project of given items.
#pragma once

#include <utility>
#include <vector>

#include "tests/support/sample_request.h"

namespace calanque::testing {

/// EmptyRequest with the project "p".
inline model::AppraisalRequest OneProject(int period_count, std::vector<model::CashFlowItem> items) {
  model::AppraisalRequest request = EmptyRequest(period_count);
  AddProject(request, "p").with_project = std::move(items);
  return request;
}

}  // namespace calanque::testing
