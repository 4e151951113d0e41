#include "clients/cli/output_json.h"

#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <cerrno>
#include <memory>
#include <string>

namespace calanque::cli {

int WriteJson(const google::protobuf::Message& message, int file_descriptor) {
  namespace pb = google::protobuf;
  constexpr const char* kTypes = "type.calanque";
  pb::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  options.add_whitespace = true;
  const std::unique_ptr<pb::util::TypeResolver> resolver(
      pb::util::NewTypeResolverForDescriptorPool(kTypes, message.GetDescriptor()->file()->pool()));
  const std::string type = std::string(kTypes) + "/" + message.GetDescriptor()->full_name();
  const std::string bytes = message.SerializeAsString();
  pb::io::ArrayInputStream input(bytes.data(), static_cast<int>(bytes.size()));
  pb::io::FileOutputStream output(file_descriptor);
  const auto status = pb::util::BinaryToJsonStream(resolver.get(), type, &input, &output, options);
  const bool is_flushed = output.Flush();
  if (status.ok() && is_flushed) return 0;
  return output.GetErrno() != 0 ? output.GetErrno() : EIO;
}

}  // namespace calanque::cli
