// The one serialisation of a request that everything about its bytes is read from.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace calanque::service {

/// Deterministic serialisation: fields in the order of their numbers, lists in one piece. The schema has no maps, so
/// equal messages give equal bytes.
std::string CanonicalBytes(const google::protobuf::Message& message);

}  // namespace calanque::service
