#include "tests/fuzz/message_mutator.h"

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace calanque::testing {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::array kNumbers = {0.0,    -1.0, 1.0,  0.5,  -0.99, 1e-9,
                                 1e-300, 1e6,  -1e6, 1e15, 60.,   1200.,
                                 0.025,  10.0, -0.5, 2.0,  1e308, std::numeric_limits<double>::quiet_NaN()};
constexpr std::array kIntegers = {0, 1, -1, 2, 12, 40, 120, 1200, 2025, 2030, 2300, 1900, 1 << 30};
constexpr std::array kTexts = {"",           "2025-01-01", "2024-02-29", "1900-01-01", "2299-12-31",
                               "2026-07-14", "2025-13-01", "a",          "\xff\xfe",   "npv_amount"};

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : draw_(seed) {}

  void Mutate(Message& root) {
    Collect(root);
    Message& message = *messages_[Below(messages_.size())];
    const auto& descriptor = *message.GetDescriptor();
    if (descriptor.field_count() == 0) return;
    const FieldDescriptor& field = *descriptor.field(static_cast<int>(Below(descriptor.field_count())));
    if (field.is_repeated() && message.GetReflection()->FieldSize(message, &field) > 0 && Below(2) == 0) {
      ChangeLength(message, field);
    } else {
      Set(message, field);
    }
  }

 private:
  std::size_t Below(std::size_t count) { return draw_() % count; }
  template <typename List>
  auto OneOf(const List& list) {
    return list[Below(list.size())];
  }

  void Collect(Message& message) {
    messages_.push_back(&message);
    const auto& reflection = *message.GetReflection();
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const FieldDescriptor* field : fields) {
      const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
      for (int i = 0; i < count; ++i) {
        if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          Collect(field->is_repeated() ? *reflection.MutableRepeatedMessage(&message, field, i)
                                       : *reflection.MutableMessage(&message, field));
        } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
          texts_.push_back(field->is_repeated() ? reflection.GetRepeatedString(message, field, i)
                                                : reflection.GetString(message, field));
        }
      }
    }
  }

  void ChangeLength(Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    const int last = reflection.FieldSize(message, &field) - 1;
    const int other = static_cast<int>(Below(static_cast<std::size_t>(last) + 1));
    reflection.SwapElements(&message, &field, other, last);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && Below(2) == 0) {
      const Message& original = reflection.GetRepeatedMessage(message, &field, last);
      std::unique_ptr<Message> copy(original.New());
      copy->CopyFrom(original);
      reflection.AddAllocatedMessage(&message, &field, copy.release());
    } else if (Below(2) == 0) {
      reflection.RemoveLast(&message, &field);
    }
  }

  void Set(Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    const auto put = [&](auto set, auto add, auto value) {
      field.is_repeated() ? (reflection.*add)(&message, &field, value) : (reflection.*set)(&message, &field, value);
    };
    using google::protobuf::Reflection;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return put(&Reflection::SetDouble, &Reflection::AddDouble, OneOf(kNumbers));
      case FieldDescriptor::CPPTYPE_INT32:
        return put(&Reflection::SetInt32, &Reflection::AddInt32, OneOf(kIntegers));
      case FieldDescriptor::CPPTYPE_INT64:
        return put(&Reflection::SetInt64, &Reflection::AddInt64, std::int64_t{OneOf(kIntegers)});
      case FieldDescriptor::CPPTYPE_BOOL:
        return put(&Reflection::SetBool, &Reflection::AddBool, Below(2) == 0);
      case FieldDescriptor::CPPTYPE_ENUM:
        return put(&Reflection::SetEnumValue, &Reflection::AddEnumValue,
                   static_cast<int>(Below(static_cast<std::size_t>(field.enum_type()->value_count()) + 1)));
      case FieldDescriptor::CPPTYPE_STRING:
        return put(&Reflection::SetString, &Reflection::AddString,
                   texts_.empty() || Below(3) == 0 ? std::string(OneOf(kTexts)) : OneOf(texts_));
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (field.is_repeated()) {
          reflection.AddMessage(&message, &field);
        } else if (reflection.HasField(message, &field) && Below(2) == 0) {
          reflection.ClearField(&message, &field);
        } else {
          reflection.MutableMessage(&message, &field);
        }
        return;
      default:
        return;
    }
  }

  std::mt19937 draw_;
  std::vector<Message*> messages_;
  std::vector<std::string> texts_;
};

}  // namespace

void MutateMessage(Message& message, std::uint32_t seed) { Mutator(seed).Mutate(message); }

}  // namespace calanque::testing
