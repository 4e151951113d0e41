#include "clients/cli/yaml_reader.h"

#include <google/protobuf/descriptor.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "clients/cli/edit_distance.h"
#include "clients/cli/scalar_text.h"

namespace calanque::cli {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;
using google::protobuf::Reflection;

/// Where the reader is: a linked list on the stack, rendered only when something is wrong.
struct YamlReader::Path {
  const Path* parent = nullptr;
  const std::string* name = nullptr;
  int index = -1;
  bool is_in_list = false;

  [[nodiscard]] Path Field(const std::string& field) const { return {this, &field, -1, is_in_list}; }
  [[nodiscard]] Path Element(int element) const { return {this, nullptr, element, true}; }
  [[nodiscard]] std::string Render() const {
    if (parent == nullptr) return "";
    const std::string text = parent->Render();
    if (name == nullptr) return text + "[" + std::to_string(index) + "]";
    return text.empty() ? *name : text + "." + *name;
  }
};

namespace {

const char* NameOf(YamlKind kind) {
  switch (kind) {
    case YamlKind::kNull:
      return "nothing";
    case YamlKind::kScalar:
      return "a single value";
    case YamlKind::kSequence:
      return "a list";
    case YamlKind::kMapping:
      return "a mapping";
    case YamlKind::kAlias:
      return "an alias";
  }
  return "something else";
}

const char* ExpectedOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "text";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return "one name";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "a mapping";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "a number";
    default:
      return "a whole number";
  }
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// What an enum field may be set to: all but the value that stands for "not set".
std::vector<std::string> AllowedNames(const EnumDescriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() != 0 || type.value_count() == 1) names.push_back(type.value(i)->name());
  }
  return names;
}

std::string WrongEnum(std::string_view text, const EnumDescriptor& type) {
  const std::vector<std::string> names = AllowedNames(type);
  const std::string nearest = NearestWord(text, names);
  const std::string message = "is " + Quoted(text) + "; ";
  if (nearest.empty()) return message + "expected one of " + Joined(names);
  return message + "did you mean " + nearest + "? Expected one of " + Joined(names);
}

/// A message, a list of enums or a single value: how one field's scalar is put into its message.
class Setter {
 public:
  Setter(const FieldDescriptor& field, Message& message)
      : field_(&field), message_(message), reflection_(*message.GetReflection()), is_list_(field.is_repeated()) {}

  void Double(double value) const {
    is_list_ ? reflection_.AddDouble(&message_, field_, value) : reflection_.SetDouble(&message_, field_, value);
  }
  void Int32(std::int32_t value) const {
    is_list_ ? reflection_.AddInt32(&message_, field_, value) : reflection_.SetInt32(&message_, field_, value);
  }
  void Int64(std::int64_t value) const {
    is_list_ ? reflection_.AddInt64(&message_, field_, value) : reflection_.SetInt64(&message_, field_, value);
  }
  void UInt64(std::uint64_t value) const {
    is_list_ ? reflection_.AddUInt64(&message_, field_, value) : reflection_.SetUInt64(&message_, field_, value);
  }
  void Bool(bool value) const {
    is_list_ ? reflection_.AddBool(&message_, field_, value) : reflection_.SetBool(&message_, field_, value);
  }
  void Enum(int value) const {
    is_list_ ? reflection_.AddEnumValue(&message_, field_, value) : reflection_.SetEnumValue(&message_, field_, value);
  }
  void String(std::string value) const {
    if (is_list_) {
      reflection_.AddString(&message_, field_, std::move(value));
    } else {
      reflection_.SetString(&message_, field_, std::move(value));
    }
  }
  /// Keeps a list's indices in step with the file where an element is wrong.
  void Nothing() const {
    if (!is_list_) return;
    switch (field_->cpp_type()) {
      case FieldDescriptor::CPPTYPE_DOUBLE:
        return Double(0);
      case FieldDescriptor::CPPTYPE_INT32:
        return Int32(0);
      case FieldDescriptor::CPPTYPE_INT64:
        return Int64(0);
      case FieldDescriptor::CPPTYPE_UINT64:
        return UInt64(0);
      case FieldDescriptor::CPPTYPE_BOOL:
        return Bool(false);
      case FieldDescriptor::CPPTYPE_ENUM:
        return Enum(0);
      case FieldDescriptor::CPPTYPE_STRING:
        return String("");
      default:
        return;
    }
  }

 private:
  const FieldDescriptor* field_;
  Message& message_;
  const Reflection& reflection_;
  bool is_list_;
};

std::optional<int> ParseEnum(const std::string& text, const EnumDescriptor& type, std::string& wrong) {
  if (const EnumValueDescriptor* value = type.FindValueByName(text)) return value->number();
  std::string ignored;
  const auto number =
      ParseInteger(text, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(), ignored);
  if (number && type.FindValueByNumber(static_cast<int>(*number)) != nullptr) return static_cast<int>(*number);
  wrong = WrongEnum(text, type);
  return std::nullopt;
}

/// Parses and sets one scalar; on failure `wrong` says why, and nothing is set.
bool SetScalar(const std::string& text, const FieldDescriptor& field, const Setter& setter, std::string& wrong) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      setter.String(text);
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      const auto value = ParseDouble(text, wrong);
      if (value) setter.Double(*value);
      return value.has_value();
    }
    case FieldDescriptor::CPPTYPE_INT32: {
      const auto value =
          ParseInteger(text, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max(), wrong);
      if (value) setter.Int32(static_cast<std::int32_t>(*value));
      return value.has_value();
    }
    case FieldDescriptor::CPPTYPE_INT64: {
      const auto value =
          ParseInteger(text, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), wrong);
      if (value) setter.Int64(*value);
      return value.has_value();
    }
    case FieldDescriptor::CPPTYPE_UINT64: {
      // A seed: the half of the range that is positive with a sign, too, is more than anybody needs.
      const auto value = ParseInteger(text, 0, std::numeric_limits<std::int64_t>::max(), wrong);
      if (value) setter.UInt64(static_cast<std::uint64_t>(*value));
      return value.has_value();
    }
    case FieldDescriptor::CPPTYPE_BOOL: {
      const auto value = ParseBool(text, wrong);
      if (value) setter.Bool(*value);
      return value.has_value();
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto value = ParseEnum(text, *field.enum_type(), wrong);
      if (value) setter.Enum(*value);
      return value.has_value();
    }
    default:
      wrong = std::string("has type ") + field.type_name() + ", which cannot be read from YAML";
      return false;
  }
}

}  // namespace

const FieldDescriptor* FindField(const Descriptor& type, const std::string& key) {
  if (const FieldDescriptor* field = type.FindFieldByName(key)) return field;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == key) return type.field(i);
  }
  return nullptr;
}

void YamlReader::Read(const YamlTree& tree, std::string_view ignored_key, YamlLayer layer, Message& message) {
  tree_ = &tree;
  ignored_key_ = ignored_key;
  layer_ = layer;
  ReadMapping(0, Path(), message);
}

bool YamlReader::Count(YamlIndex index, const Path& path) {
  if (has_stopped_) return false;
  if (++node_count_ > limits_.max_yaml_nodes) {
    Wrong(index, path,
          "the files hold more than " + std::to_string(limits_.max_yaml_nodes) +
              " nodes once aliases are written out (limit max_yaml_nodes)");
    has_stopped_ = true;
  }
  return !has_stopped_;
}

void YamlReader::Wrong(YamlIndex index, const Path& path, std::string message) {
  if (has_stopped_) return;
  problems_.push_back({tree_->PlaceOf(index), path.Render(), std::move(message)});
  // Nobody reads more, and a broken file could hold millions.
  if (std::cmp_greater_equal(problems_.size(), limits_.max_violations)) {
    problems_.push_back({tree_->PlaceOf(index), "", "reading stopped here: too many problems (limit max_violations)"});
    has_stopped_ = true;
  }
}

void YamlReader::ReadMapping(YamlIndex index, const Path& path, Message& message) {
  if (!Count(index, path)) return;
  const YamlNode& node = tree_->Resolved(index);
  const Descriptor& type = *message.GetDescriptor();
  if (node.kind != YamlKind::kMapping) {
    Wrong(index, path, std::string("is ") + NameOf(node.kind) + "; expected a mapping of " + type.full_name());
    return;
  }
  // Fields are few per message: a list beats a set.
  std::vector<std::pair<const FieldDescriptor*, YamlIndex>> seen;
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    const YamlIndex key = node.children[i];
    const YamlIndex value = node.children[i + 1];
    if (!Count(key, path)) return;
    const YamlNode& key_node = tree_->Resolved(key);
    if (path.parent == nullptr && key_node.kind == YamlKind::kScalar && key_node.value == ignored_key_) continue;
    const FieldDescriptor* field = key_node.kind == YamlKind::kScalar ? FindField(type, key_node.value) : nullptr;
    if (field == nullptr) {
      Unknown(key, path, type);
      continue;
    }
    const Path field_path = path.Field(field->name());
    bool is_refused = false;
    const bool is_set = tree_->Resolved(value).kind != YamlKind::kNull;
    for (const auto& [other, other_key] : seen) {
      if (other == field) {
        Wrong(key, field_path, "stands twice; the first is at " + Render(tree_->PlaceOf(other_key)));
        is_refused = true;
        break;
      }
      const OneofDescriptor* oneof = field->real_containing_oneof();
      if (oneof == nullptr || other->real_containing_oneof() != oneof || !is_set) continue;
      Wrong(key, field_path,
            "stands beside '" + other->name() + "' (at " + Render(tree_->PlaceOf(other_key)) +
                "); expected only one of these");
      is_refused = true;
      break;
    }
    if (is_refused) continue;
    if (!is_set) {
      // Absent; yet a oneof arm of null beside a real one is harmless, so only the name is remembered.
      if (field->real_containing_oneof() == nullptr) seen.emplace_back(field, key);
      continue;
    }
    seen.emplace_back(field, key);
    ReadField(value, field_path, *field, message);
  }
}

void YamlReader::ReadField(YamlIndex value, const Path& path, const FieldDescriptor& field, Message& message) {
  if (field.is_repeated()) {
    ReadList(value, path, field, message);
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    ReadMapping(value, path, *message.GetReflection()->MutableMessage(&message, &field));
  } else {
    if (!path.is_in_list) NoteSetting(value, path);
    ReadScalar(value, path, field, message);
  }
}

void YamlReader::ReadList(YamlIndex value, const Path& path, const FieldDescriptor& field, Message& message) {
  if (!Count(value, path)) return;
  const YamlNode& node = tree_->Resolved(value);
  if (node.kind != YamlKind::kSequence) {
    Wrong(value, path, std::string("is ") + NameOf(node.kind) + "; expected a list");
    return;
  }
  const Reflection& reflection = *message.GetReflection();
  for (const YamlIndex element : node.children) {
    if (has_stopped_) return;
    const Path element_path = path.Element(reflection.FieldSize(message, &field));
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      ReadMapping(element, element_path, *reflection.AddMessage(&message, &field));
    } else {
      ReadScalar(element, element_path, field, message);
    }
  }
}

void YamlReader::ReadScalar(YamlIndex value, const Path& path, const FieldDescriptor& field, Message& message) {
  if (!Count(value, path)) return;
  const YamlNode& node = tree_->Resolved(value);
  const Setter setter(field, message);
  if (node.kind != YamlKind::kScalar) {
    Wrong(value, path, std::string("is ") + NameOf(node.kind) + "; expected " + ExpectedOf(field));
    setter.Nothing();
    return;
  }
  std::string wrong;
  if (SetScalar(node.value, field, setter, wrong)) return;
  Wrong(value, path, wrong);
  setter.Nothing();
}

void YamlReader::NoteSetting(YamlIndex value, const Path& path) {
  const auto [found, is_new] = settings_.try_emplace(path.Render(), Setting{tree_->PlaceOf(value), layer_.index});
  if (is_new) return;
  Setting& setting = found->second;
  if (setting.layer < layer_.first_included) {
    Wrong(value, path,
          "is set in two files that stand side by side; the other is at " + Render(setting.place) +
              ". Expected one, or one in the file that includes both");
  }
  setting = {tree_->PlaceOf(value), layer_.index};
}

void YamlReader::Unknown(YamlIndex key, const Path& path, const Descriptor& type) {
  const YamlNode& node = tree_->Resolved(key);
  if (node.kind != YamlKind::kScalar) {
    Wrong(key, path, std::string("a key is ") + NameOf(node.kind) + "; expected a field name of " + type.full_name());
    return;
  }
  std::string message = "unknown field " + Quoted(node.value) + " in " + type.full_name();
  if (node.value == "<<") {
    Wrong(key, path, message + "; merge keys are not supported, write the fields out or use an alias of a whole value");
    return;
  }
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(type.field(i)->name());
  const std::string nearest = NearestWord(node.value, names);
  if (!nearest.empty()) {
    message += "; did you mean '" + nearest + "'?";
  } else {
    message += names.empty() ? "; it has no fields" : "; its fields are " + Joined(names);
  }
  Wrong(key, path, message);
}

}  // namespace calanque::cli
