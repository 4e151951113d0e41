// Answers as the protobuf JSON of the response.
#pragma once

#include <google/protobuf/message.h>

namespace calanque::cli {

/// Writes the message to an open file as it goes: the text of a large answer is never held whole. Indented, with the
/// proto's own field names. Numbers and texts that are 0 or empty are written too, so that a program finds
/// every field it knows. 0, or the number of the system's error.
int WriteJson(const google::protobuf::Message& message, int file_descriptor);

}  // namespace calanque::cli
