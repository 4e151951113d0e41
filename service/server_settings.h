// Settings that every server of ours shares, in process or on a port.
#pragma once

#include <grpcpp/server_builder.h>

#include "service/limits.h"

namespace calanque::service {

/// Applies sizes, compression, quotas and connection rules. Why each: a compressed message is inflated before its size
/// is checked, so compression is off; sync servers start a thread per call, so threads are bounded; idle, slow and
/// pinging clients are closed.
void ApplySettings(const Limits& limits, grpc::ServerBuilder& builder);

/// Reflection is on only where asked for: gRPC's library would put it into every server of a process that links it.
void SetReflection(bool is_on, grpc::ServerBuilder& builder);

}  // namespace calanque::service
