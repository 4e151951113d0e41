#include "clients/cli/output_json.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

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
  JsonWriter(const pb::Message& message, const TextSink& write)
      : resolver_(pb::util::NewTypeResolverForDescriptorPool(kTypes, message.GetDescriptor()->file()->pool())),
        type_(std::string(kTypes) + "/" + message.GetDescriptor()->full_name()),
        write_(write) {
    options_.preserve_proto_field_names = true;
    options_.always_print_primitive_fields = true;
    options_.add_whitespace = true;
  }

  void WriteWhole(const std::string& bytes) { write_(TextOf(bytes)); }

  /// The message without the list, and in the place of the empty list its elements, piece by piece.
  void WriteInPieces(const std::string& bytes, const pb::FieldDescriptor& list) {
    const ListBytes found = FindList(bytes, list);
    const std::string head = "\n \"" + list.name() + "\": [";
    const std::string rest = TextOf(bytes.substr(0, found.starts.front()) + bytes.substr(found.end));
    const std::size_t opened = rest.find(head + "]") + head.size();
    if (!problem_.empty() || !write_(std::string_view(rest).substr(0, opened))) return;
    for (std::size_t i = 0; i < found.starts.size(); i += kElementsAtOnce) {
      const std::size_t next = i + kElementsAtOnce;
      const std::size_t end = next < found.starts.size() ? found.starts[next] : found.end;
      const std::string text = TextOf(bytes.substr(found.starts[i], end - found.starts[i]));
      const std::size_t first = text.find(head + "\n") + head.size();
      const std::size_t last = text.find("\n ]", first);  // What stands inside is further in.
      if (!problem_.empty() || !write_(i == 0 ? "" : ",")) return;
      if (!write_(std::string_view(text).substr(first, last - first))) return;
    }
    if (write_("\n ")) write_(std::string_view(rest).substr(opened));
  }

  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  static constexpr const char* kTypes = "type.calanque";

  std::string TextOf(const std::string& bytes) {
    std::string text;
    const auto status = pb::util::BinaryToJsonString(resolver_.get(), type_, bytes, &text, options_);
    if (!status.ok()) problem_ = status.ToString();
    return text;
  }

  std::unique_ptr<pb::util::TypeResolver> resolver_;
  std::string type_;
  const TextSink& write_;
  std::string problem_;
  pb::util::JsonPrintOptions options_;
};

}  // namespace

std::string WriteJson(const pb::Message& message, const TextSink& write) {
  std::string bytes;
  if (!message.SerializeToString(&bytes)) return "the answer is larger than 2 GiB, where messages end";
  JsonWriter writer(message, write);
  if (const pb::FieldDescriptor* list = LongestList(message)) {
    writer.WriteInPieces(bytes, *list);
  } else {
    writer.WriteWhole(bytes);
  }
  return writer.problem();
}

}  // namespace calanque::cli
