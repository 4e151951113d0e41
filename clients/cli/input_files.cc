#include "clients/cli/input_files.h"

#include <fstream>
#include <system_error>
#include <vector>

namespace calanque::cli {
namespace {

namespace fs = std::filesystem;

/// What keeps a path from being read before it is opened, or nothing.
std::string CheckStatus(const fs::path& path, Streams streams) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return "does not exist or cannot be reached";
  const bool is_stream = streams == Streams::kTaken && (fs::is_fifo(status) || fs::is_character_file(status));
  return fs::is_regular_file(status) || is_stream ? "" : "is not a file";
}

}  // namespace

std::optional<std::string> InputFiles::Read(const fs::path& path, Streams streams, std::string& wrong) {
  wrong = CheckStatus(path, streams);
  if (!wrong.empty()) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  const std::size_t budget = limits_.max_yaml_bytes - byte_count_;
  std::string text;
  std::vector<char> chunk(std::size_t{1} << 16);
  while (stream && text.size() <= budget) {
    stream.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    text.append(chunk.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (text.size() > budget) {
    wrong = "makes more than " + std::to_string(limits_.max_yaml_bytes) + " bytes of " + kind_ +
            ", all files together (limit max_yaml_bytes)";
    return std::nullopt;
  }
  if (!stream.eof()) {
    wrong = "cannot be read";
    return std::nullopt;
  }
  byte_count_ += text.size();
  return text;
}

}  // namespace calanque::cli
