#include "clients/cli/view_name.h"

namespace calanque::cli {

std::string ViewName(v1::FlowView view) {
  switch (view) {
    case v1::FLOW_VIEW_INCREMENTAL:
      return "incremental";
    case v1::FLOW_VIEW_WITH_PROJECT:
      return "with";
    case v1::FLOW_VIEW_WITHOUT_PROJECT:
      return "without";
    default:
      return "";
  }
}

std::string ReasonName(v1::FailureReason reason) {
  switch (reason) {
    case v1::FAILURE_REASON_INVALID_INPUT:
      return "invalid input";
    case v1::FAILURE_REASON_MISSING_DATA:
      return "missing data";
    case v1::FAILURE_REASON_NOT_APPLICABLE:
      return "not applicable";
    case v1::FAILURE_REASON_NOT_CONVERGED:
      return "not converged";
    case v1::FAILURE_REASON_RESOURCE_LIMIT:
      return "resource limit";
    case v1::FAILURE_REASON_CANCELLED:
      return "cancelled";
    case v1::FAILURE_REASON_INTERNAL:
      return "internal";
    default:
      return "";
  }
}

}  // namespace calanque::cli
