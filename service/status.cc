#include "service/status.h"

#include <algorithm>

#include "calanque/v1/error.pb.h"

namespace calanque::service {
namespace {

bool HasReason(const Failures& failures, Reason reason) {
  return std::any_of(failures.begin(), failures.end(), [reason](const Failure& f) { return f.reason == reason; });
}

grpc::StatusCode CodeOf(const Failures& failures) {
  if (HasReason(failures, Reason::kCancelled)) return grpc::StatusCode::CANCELLED;
  if (HasReason(failures, Reason::kResourceLimit)) return grpc::StatusCode::RESOURCE_EXHAUSTED;
  if (HasReason(failures, Reason::kInternal)) return grpc::StatusCode::INTERNAL;
  return grpc::StatusCode::INVALID_ARGUMENT;
}

std::string Summary(const Failures& failures) {
  const Failure& first = failures.front();
  const std::string place = first.field_path.empty() ? "" : first.field_path + ": ";
  std::string text = place + first.message;
  if (failures.size() == 1) return text;
  return std::to_string(failures.size()) + " violations, the first: " + text;
}

}  // namespace

grpc::Status ToStatus(const Failures& failures, const std::string& request_id, const Limits& limits) {
  v1::ErrorDetail detail;
  detail.set_request_id(request_id);
  const auto listed = std::min<std::size_t>(failures.size(), static_cast<std::size_t>(limits.max_violations));
  for (std::size_t i = 0; i < listed; ++i) {
    auto& violation = *detail.add_violations();
    violation.set_field_path(failures[i].field_path);
    violation.set_message(failures[i].message);
    violation.set_reason(static_cast<v1::FailureReason>(failures[i].reason));
  }
  detail.set_omitted_violation_count(static_cast<int>(failures.size() - listed));
  return {CodeOf(failures), Summary(failures), detail.SerializeAsString()};
}

grpc::Status InternalStatus(const std::string& request_id) {
  v1::ErrorDetail detail;
  detail.set_request_id(request_id);
  return {grpc::StatusCode::INTERNAL, "a defect of the server; please report request " + request_id,
          detail.SerializeAsString()};
}

}  // namespace calanque::service
