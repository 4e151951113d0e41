// Identity of a request.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace calanque::service {

/// SHA-256 in hex of the message's deterministic serialisation. The schema has no maps, so equal requests give equal
/// bytes.
std::string InputHash(const google::protobuf::Message& message);

}  // namespace calanque::service
