// Identity of a request.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace calanque::service {

/// SHA-256 in hex of a message's CanonicalBytes: equal requests have equal hashes.
std::string InputHash(std::string_view canonical_bytes);
std::string InputHash(const google::protobuf::Message& message);

}  // namespace calanque::service
