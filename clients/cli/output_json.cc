#include "clients/cli/output_json.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace calanque::cli {
namespace {

namespace pb = google::protobuf;

/// Elements of a list that are turned into text at a time.
constexpr std::size_t kElementsAtOnce = 1000;

/// The repeated field of messages with the most elements, where one has too many for one piece.
const pb::FieldDescriptor* LongestList(const pb::Message& message) {
  const pb::FieldDescriptor* longest = nullptr;
  auto most = static_cast<int>(kElementsAtOnce);
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const pb::FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!field->is_repeated() || field->cpp_type() != pb::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = message.GetReflection()->FieldSize(message, field);
    if (size <= most) continue;
    most = size;
    longest = field;
  }
  return longest;
}

/// Passes over the value of a field.
bool Skip(pb::io::CodedInputStream& input, std::uint32_t tag) {
  std::uint64_t number = 0;
  switch (tag & 7U) {
    case 0:
      return input.ReadVarint64(&number);
    case 1:
      return input.Skip(8);
    case 2:
      return input.ReadVarint64(&number) && input.Skip(static_cast<int>(number));
    default:
      return input.Skip(4);  // Groups are not in the contract.
  }
}

/// Where the elements of one list stand in the bytes of a message: one behind the other.
struct ListBytes {
  std::vector<std::size_t> starts;
  std::size_t end = 0;
};

ListBytes FindList(const std::string& bytes, const pb::FieldDescriptor& list) {
  pb::io::CodedInputStream input(reinterpret_cast<const pb::uint8*>(bytes.data()), static_cast<int>(bytes.size()));
  ListBytes found;
  for (;;) {
    const auto start = static_cast<std::size_t>(input.CurrentPosition());
    const std::uint32_t tag = input.ReadTag();
    if (tag == 0 || !Skip(input, tag)) return found;
    if (static_cast<int>(tag >> 3U) != list.number()) continue;
    found.starts.push_back(start);
    found.end = static_cast<std::size_t>(input.CurrentPosition());
  }
}

class JsonWriter {
 public:
  JsonWriter(const pb::Message& message, int file_descriptor)
      : resolver_(pb::util::NewTypeResolverForDescriptorPool(kTypes, message.GetDescriptor()->file()->pool())),
        type_(std::string(kTypes) + "/" + message.GetDescriptor()->full_name()),
        file_descriptor_(file_descriptor) {
    options_.preserve_proto_field_names = true;
    options_.always_print_primitive_fields = true;
    options_.add_whitespace = true;
  }

  int WriteWhole(const std::string& bytes) const {
    std::string text;
    return ToText(bytes, text) ? Write(text) : EIO;
  }

  /// The message without the list, and in the place of the empty list its elements, piece by piece.
  int WriteInPieces(const std::string& bytes, const pb::FieldDescriptor& list) const {
    const ListBytes found = FindList(bytes, list);
    const std::string head = " \"" + list.name() + "\": [";
    std::string rest;
    if (!ToText(bytes.substr(0, found.starts.front()) + bytes.substr(found.end), rest)) return EIO;
    const std::size_t at = rest.find("\n" + head + "]");
    if (at == std::string::npos) return EIO;
    const std::size_t opened = at + 1 + head.size();
    if (const int error = Write(std::string_view(rest).substr(0, opened)); error != 0) return error;
    for (std::size_t i = 0; i < found.starts.size(); i += kElementsAtOnce) {
      const std::size_t next = i + kElementsAtOnce;
      const std::size_t end = next < found.starts.size() ? found.starts[next] : found.end;
      std::string text;
      if (!ToText(bytes.substr(found.starts[i], end - found.starts[i]), text)) return EIO;
      const std::size_t first = text.find("\n" + head + "\n") + 1 + head.size();
      const std::size_t last = text.find("\n ]", first);  // What stands inside is further in.
      const std::string_view elements = std::string_view(text).substr(first, last - first);
      if (const int error = Write(i == 0 ? "" : ","); error != 0) return error;
      if (const int error = Write(elements); error != 0) return error;
    }
    if (const int error = Write("\n "); error != 0) return error;
    return Write(std::string_view(rest).substr(opened));
  }

 private:
  static constexpr const char* kTypes = "type.calanque";

  bool ToText(const std::string& bytes, std::string& text) const {
    return pb::util::BinaryToJsonString(resolver_.get(), type_, bytes, &text, options_).ok();
  }

  /// 0, or the system's error.
  [[nodiscard]] int Write(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t count = write(file_descriptor_, text.data(), text.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return errno;
      text.remove_prefix(static_cast<std::size_t>(count));
    }
    return 0;
  }

  std::unique_ptr<pb::util::TypeResolver> resolver_;
  std::string type_;
  int file_descriptor_;
  pb::util::JsonPrintOptions options_;
};

}  // namespace

int WriteJson(const pb::Message& message, int file_descriptor) {
  std::string bytes;
  if (!message.SerializeToString(&bytes)) return EFBIG;  // Messages end at 2 GiB.
  const JsonWriter writer(message, file_descriptor);
  const pb::FieldDescriptor* list = LongestList(message);
  return list == nullptr ? writer.WriteWhole(bytes) : writer.WriteInPieces(bytes, *list);
}

}  // namespace calanque::cli
