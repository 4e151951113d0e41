// Changes of a message that keep it a message, so that a fuzzer reaches what stands behind the parser.
#pragma once

#include <google/protobuf/message.h>

#include <cstdint>

namespace calanque::testing {

/// Changes one field somewhere in `message`: a number to one at an edge, an enum to any number, a text to another text
/// of the same message (so that references hit) or a date, a list by one element, a sub-message on or off. Equal seeds
/// give equal changes.
void MutateMessage(google::protobuf::Message& message, std::uint32_t seed);

}  // namespace calanque::testing
