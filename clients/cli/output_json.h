// Answers as the protobuf JSON of the response.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string>
#include <string_view>

namespace calanque::cli {

/// Takes the next piece of a text; false where it cannot, and then no more is handed over.
using TextSink = std::function<bool(std::string_view)>;

/// The message, indented, with the proto's own field names. Numbers and texts that are 0 or empty are written too, so
/// that a program finds every field it knows. The longest list of messages at its top is handed over a thousand
/// elements at a time: the library keeps a tree of all that it writes, ten times as large as the message.
///
/// Returns what is wrong with the message; empty where nothing is, or where the sink refused.
std::string WriteJson(const google::protobuf::Message& message, const TextSink& write);

}  // namespace calanque::cli
