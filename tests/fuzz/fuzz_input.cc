#include "tests/fuzz/fuzz_input.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "tests/fuzz/message_mutator.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

// Where a target runs a server, gRPC's threads hold an error queue each that OpenSSL frees when its thread ends, which
// may be after the leak check at exit. Our own code is checked for leaks as ever.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:CRYPTO_zalloc\n"; }

namespace calanque::testing {
namespace {

constexpr std::uint8_t kTextMark = '#';

/// Text form reports every mistake to a log otherwise.
class Silence final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

using google::protobuf::FieldDescriptor;

void RequireFinite(const google::protobuf::Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE) {
        const double value = field->is_repeated() ? reflection->GetRepeatedDouble(message, field, i)
                                                  : reflection->GetDouble(message, field);
        Require(std::isfinite(value), field->full_name() + " is not finite");
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        RequireFinite(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                           : reflection->GetMessage(message, field));
      }
    }
  }
}

}  // namespace

bool ParseInput(const std::uint8_t* data, std::size_t size, google::protobuf::Message& message) {
  if (size == 0 || data[0] != kTextMark) return message.ParseFromArray(data, static_cast<int>(size));
  google::protobuf::TextFormat::Parser parser;
  Silence silence;
  parser.RecordErrorsTo(&silence);
  // Text form lets texts through that are no UTF-8; gRPC itself refuses their bytes, before any code of ours.
  return parser.ParseFromString(std::string(reinterpret_cast<const char*>(data), size), &message) &&
         message.ParseFromString(message.SerializeAsString());
}

service::Limits SmallLimits() {
  service::Limits limits;
  limits.max_projects = 20;
  limits.max_items = 200;
  limits.max_list_values = 200;
  limits.max_periods = 600;
  limits.max_modes = 8;
  limits.max_tranches = 5;
  limits.max_paths = 512;
  limits.max_ledger_cells = 100'000;
  limits.max_points = 600;
  limits.max_answer_cells = 20'000;
  limits.max_table_numbers = 100'000;
  return limits;
}

void Require(bool is_good, const std::string& what) {
  if (is_good) return;
  std::fprintf(stderr, "fuzz target: %s\n", what.c_str());
  std::abort();
}

void RequireSound(const grpc::Status& status, const google::protobuf::Message& response) {
  Require(status.error_code() != grpc::StatusCode::INTERNAL && status.error_code() != grpc::StatusCode::UNKNOWN,
          "our own defect: " + status.error_message());
  Require(status.ok() || !status.error_message().empty(), "refused without a reason");
  RequireFinite(response);
}

std::size_t MutateInput(google::protobuf::Message& message, std::uint8_t* data, std::size_t size, std::size_t max_size,
                        unsigned int seed) {
  if (seed % 50 == 0 || !ParseInput(data, size, message)) return LLVMFuzzerMutate(data, size, max_size);
  for (unsigned int i = 0; i <= seed / 50 % 3; ++i) MutateMessage(message, seed + i);
  const std::string bytes = message.SerializeAsString();
  if (bytes.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

}  // namespace calanque::testing
