// The only map from the engine's failures to gRPC statuses.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "engine/base/result.h"
#include "service/limits.h"

namespace calanque::service {

/// Status of a refused or stopped call; the violations travel serialised as calanque.v1.ErrorDetail in its details.
/// RESOURCE_EXHAUSTED where any failure is a limit, CANCELLED where any is a cancellation, else INVALID_ARGUMENT.
grpc::Status ToStatus(const Failures& failures, const std::string& request_id, const Limits& limits);

/// Status of a defect of ours: the caller learns the request's id, the log has the rest.
grpc::Status InternalStatus(const std::string& request_id);

}  // namespace calanque::service
