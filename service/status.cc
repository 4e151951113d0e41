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

/// At most `limit` bytes of the text, and whole characters of them.
std::string Cut(const std::string& text, int limit) {
  auto size = static_cast<std::size_t>(limit);
  if (text.size() <= size) return text;
  const auto is_inside_character = [&](std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (size > 0 && is_inside_character(size)) --size;
  return text.substr(0, size) + "...";
}

/// As many violations as one answer may carry.
void AddViolations(const Failures& failures, const Limits& limits, v1::ErrorDetail& detail) {
  for (const Failure& failure : failures) {
    if (detail.violations_size() == limits.max_violations) break;
    auto& violation = *detail.add_violations();
    violation.set_field_path(failure.field_path);
    violation.set_message(Cut(failure.message, limits.max_violation_message_bytes));
    violation.set_reason(static_cast<v1::FailureReason>(failure.reason));
    if (detail.violations_size() == 1 ||
        detail.ByteSizeLong() <= static_cast<std::size_t>(limits.max_violation_bytes)) {
      continue;
    }
    detail.mutable_violations()->RemoveLast();
    break;
  }
  detail.set_omitted_violation_count(static_cast<int>(failures.size()) - detail.violations_size());
}

std::string Summary(const Failures& failures, const Limits& limits) {
  const Failure& first = failures.front();
  const std::string place = first.field_path.empty() ? "" : first.field_path + ": ";
  std::string text = place + Cut(first.message, limits.max_violation_message_bytes);
  if (failures.size() == 1) return text;
  return std::to_string(failures.size()) + " violations, the first: " + text;
}

}  // namespace

grpc::Status ToStatus(const Failures& failures, const std::string& request_id, const Limits& limits) {
  v1::ErrorDetail detail;
  detail.set_request_id(request_id);
  AddViolations(failures, limits, detail);
  return {CodeOf(failures), Summary(failures, limits), detail.SerializeAsString()};
}

grpc::Status InternalStatus(const std::string& request_id) {
  v1::ErrorDetail detail;
  detail.set_request_id(request_id);
  return {grpc::StatusCode::INTERNAL, "a defect of the server; please report request " + request_id,
          detail.SerializeAsString()};
}

}  // namespace calanque::service
