// Whether anything in a request may be wrong by itself: one pass over its bytes.
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/stop_poll.h"
#include "service/limits.h"

namespace calanque::service {

/// What the bytes of one field are.
enum class ValueKind { kOther, kNumber, kText, kMessage };

struct FieldShape;
using MessageShape = std::vector<FieldShape>;  ///< By field number.

struct FieldShape {
  ValueKind kind = ValueKind::kOther;
  bool has_own_limit = false;           ///< A list that CheckSizes holds against a limit of its own.
  const MessageShape* below = nullptr;  ///< Of the messages in it.
};

/// The shapes of a type of message and of all types below it, read from its descriptor once.
class ValueScan {
 public:
  explicit ValueScan(const google::protobuf::Descriptor& root) : root_(&ShapeOf(root)) {}
  ValueScan(const ValueScan&) = delete;  // Shapes point at each other.
  ValueScan& operator=(const ValueScan&) = delete;

  /// False where CheckValues may find something in the message of these CanonicalBytes, or `stop` ended the scan. True
  /// only where it finds nothing: its walk by reflection takes ten times as long, and is for saying what is wrong.
  [[nodiscard]] bool IsClean(std::string_view canonical_bytes, const Limits& limits, const StopPoll& stop) const;

 private:
  const MessageShape& ShapeOf(const google::protobuf::Descriptor& message);

  std::unordered_map<const google::protobuf::Descriptor*, MessageShape> shapes_;
  const MessageShape* root_;
};

}  // namespace calanque::service
