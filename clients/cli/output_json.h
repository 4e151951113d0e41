// Answers as the protobuf JSON of the response.
#pragma once

#include <google/protobuf/message.h>

#include <string>

namespace calanque::cli {

/// Indented, with the proto's own field names. Numbers and texts that are 0 or empty are written too, so that a program
/// finds every field it knows.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace calanque::cli
