#include "service/convert/value_scan.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "service/convert/check_values.h"
#include "service/convert/utf8.h"

namespace calanque::service {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr std::size_t kDoubleSize = sizeof(double);
constexpr FieldShape kUnknown;

ValueKind KindOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return ValueKind::kNumber;
    case FieldDescriptor::CPPTYPE_STRING:
      return ValueKind::kText;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueKind::kMessage;
    default:
      return ValueKind::kOther;
  }
}

/// Takes the parts of a message off the front of its bytes; empty where they end too early.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}

  [[nodiscard]] bool IsAtEnd() const { return left_.empty(); }
  std::optional<std::string_view> Take(std::uint64_t size) {
    if (size > left_.size()) return std::nullopt;
    const std::string_view taken = left_.substr(0, size);
    left_.remove_prefix(size);
    return taken;
  }
  std::optional<std::uint64_t> TakeVarint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

 private:
  std::string_view left_;
};

class Scanner {
 public:
  Scanner(const Limits& limits, const StopPoll& stop) : limits_(limits), stop_(stop) {}

  [[nodiscard]] bool IsClean(std::string_view message, const MessageShape& shape) const {
    Bytes bytes(message);
    std::uint64_t last_tag = 0;
    int count = 0;  // Elements of a list stand side by side.
    while (!bytes.IsAtEnd()) {
      const auto tag = bytes.TakeVarint();
      if (!tag) return false;
      count = *tag == last_tag ? count + 1 : 1;
      last_tag = *tag;
      const std::uint64_t number = *tag >> WireFormatLite::kTagTypeBits;
      const FieldShape& field = number < shape.size() ? shape[number] : kUnknown;
      if (field.has_own_limit ? stop_() : count > limits_.max_list_values) return false;
      if (!IsFieldClean(bytes, *tag & WireFormatLite::kTagTypeMask, field)) return false;
    }
    return true;
  }

 private:
  /// Takes one field off the bytes.
  bool IsFieldClean(Bytes& bytes, std::uint64_t wire_type, const FieldShape& field) const {
    switch (wire_type) {
      case WireFormatLite::WIRETYPE_VARINT:
        return bytes.TakeVarint().has_value();
      case WireFormatLite::WIRETYPE_FIXED32:
        return bytes.Take(sizeof(std::uint32_t)).has_value();
      case WireFormatLite::WIRETYPE_FIXED64: {
        const auto value = bytes.Take(kDoubleSize);
        return value && (field.kind != ValueKind::kNumber || AreFine(*value));
      }
      case WireFormatLite::WIRETYPE_LENGTH_DELIMITED: {
        const auto size = bytes.TakeVarint();
        const auto value = size ? bytes.Take(*size) : std::nullopt;
        return value && IsValueClean(*value, field);
      }
      default:  // Groups, of a schema that is not ours.
        return false;
    }
  }

  [[nodiscard]] bool IsValueClean(std::string_view value, const FieldShape& field) const {
    const auto max_list_values = static_cast<std::size_t>(limits_.max_list_values);
    switch (field.kind) {
      case ValueKind::kNumber:
        return value.size() % kDoubleSize == 0 && value.size() / kDoubleSize <= max_list_values && AreFine(value);
      case ValueKind::kText:
        return IsUtf8(value);
      case ValueKind::kMessage:
        return IsClean(value, *field.below);
      case ValueKind::kOther:
        return value.size() <= max_list_values;  // Integers take a byte at least.
    }
    return false;
  }

  [[nodiscard]] bool AreFine(std::string_view numbers) const {
    bool are_fine = true;
    for (std::size_t i = 0; i < numbers.size(); i += kDoubleSize) {
      std::uint64_t bits = 0;
      CodedInputStream::ReadLittleEndian64FromArray(reinterpret_cast<const std::uint8_t*>(numbers.data() + i), &bits);
      are_fine = are_fine && std::abs(WireFormatLite::DecodeDouble(bits)) <= limits_.max_magnitude;
    }
    return are_fine;
  }

  const Limits& limits_;
  const StopPoll& stop_;
};

}  // namespace

const MessageShape& ValueScan::ShapeOf(const Descriptor& message) {
  const auto [known, is_new] = shapes_.try_emplace(&message);
  MessageShape& shape = known->second;  // Stays where it is while the types below are added.
  if (!is_new) return shape;
  int last_number = 0;
  for (int k = 0; k < message.field_count(); ++k) last_number = std::max(last_number, message.field(k)->number());
  shape.resize(static_cast<std::size_t>(last_number) + 1);
  for (int k = 0; k < message.field_count(); ++k) {
    const FieldDescriptor& field = *message.field(k);
    FieldShape made{KindOf(field), false, nullptr};
    if (made.kind == ValueKind::kMessage) {
      made.has_own_limit = HasOwnLimit(field.message_type());
      made.below = &ShapeOf(*field.message_type());
    }
    shape[static_cast<std::size_t>(field.number())] = made;
  }
  return shape;
}

bool ValueScan::IsClean(std::string_view canonical_bytes, const Limits& limits, const StopPoll& stop) const {
  return Scanner(limits, stop).IsClean(canonical_bytes, *root_);
}

}  // namespace calanque::service
