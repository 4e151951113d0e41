// Files as the user hands them over: read whole, within a limit.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "service/limits.h"

namespace calanque::cli {

/// Whether a file may be a pipe or a device: what the user names himself may be one; what a file names could keep us
/// waiting for ever.
enum class Streams { kTaken, kRefused };

/// Reads the files of one request, all of them together within limits.max_yaml_bytes.
class InputFiles {
 public:
  /// `kind` is what they hold, for messages: "YAML". The limits must outlive this.
  InputFiles(const service::Limits& limits, std::string kind) : limits_(limits), kind_(std::move(kind)) {}

  /// The bytes of a file. Nullopt, with what is wrong in words, where it is missing, no file, cannot be read or is one
  /// too large.
  std::optional<std::string> Read(const std::filesystem::path& path, Streams streams, std::string& wrong);

 private:
  const service::Limits& limits_;
  std::string kind_;
  std::size_t byte_count_ = 0;
};

}  // namespace calanque::cli
