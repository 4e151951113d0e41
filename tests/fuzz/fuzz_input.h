// What fuzz targets of messages share: reading an input, demanding, mutating.
#pragma once

#include <google/protobuf/message.h>
#include <grpcpp/support/status.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "service/limits.h"

namespace calanque::testing {

/// Bytes of a serialised message; or, where the first byte is '#', its text form (the first line is then a comment, so
/// that seeds are files people can read).
bool ParseInput(const std::uint8_t* data, std::size_t size, google::protobuf::Message& message);

/// Limits under which every input is quick; the fuzzer finds them soon.
service::Limits SmallLimits();

/// Aborts with `what` on standard error where the demand is not met.
void Require(bool is_good, const std::string& what);

/// Aborts where a call failed by a defect of ours, was refused without a reason, or answered a number that is not
/// finite.
void RequireSound(const grpc::Status& status, const google::protobuf::Message& response);

/// Mostly changes of a message that keep it one; now and then bare bytes, for the parser's own sake. `message` is
/// empty, of the target's type. As LLVMFuzzerCustomMutator.
std::size_t MutateInput(google::protobuf::Message& message, std::uint8_t* data, std::size_t size, std::size_t max_size,
                        unsigned int seed);

}  // namespace calanque::testing
