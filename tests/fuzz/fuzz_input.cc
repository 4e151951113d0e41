#include "tests/fuzz/fuzz_input.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/fuzz/message_mutator.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

// Where a target runs a server, gRPC's threads hold an error queue each that OpenSSL frees when its thread ends, which may
// be after the leak check at exit. Our own code is checked for leaks as ever.
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

}  // namespace

bool ParseInput(const std::uint8_t* data, std::size_t size, google::protobuf::Message& message) {
  if (size == 0 || data[0] != kTextMark) return message.ParseFromArray(data, static_cast<int>(size));
  google::protobuf::TextFormat::Parser parser;
  Silence silence;
  parser.RecordErrorsTo(&silence);
  return parser.ParseFromString(std::string(reinterpret_cast<const char*>(data), size), &message);
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
