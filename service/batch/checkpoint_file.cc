#include "service/batch/checkpoint_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>

#include "service/input_hash.h"

namespace calanque::service {
namespace {

constexpr std::string_view kHead = "calanque-checkpoint";

Failure Refuse(std::string what) { return {Reason::kInvalidInput, "checkpoint", std::move(what)}; }

std::string_view AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Result<Checkpoint> ReadCheckpoint(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    const std::string folder = std::filesystem::path(file).parent_path().string();
    if (access(folder.empty() ? "." : folder.c_str(), W_OK) == 0) return Checkpoint{};
    return Refuse("cannot write " + file + ": " + std::strerror(errno));
  }
  if (status.type() != std::filesystem::file_type::regular) return Refuse(file + " is no regular file");
  std::ifstream in(file, std::ios::binary);
  if (!in) return Refuse("cannot read " + file + ": " + std::strerror(errno));
  std::string line;
  std::getline(in, line);  // An empty file is no checkpoint either.
  std::istringstream words(line);
  std::string head;
  std::string hash;
  Checkpoint checkpoint;
  if (!(words >> head >> checkpoint.path_count >> hash) || head != kHead || checkpoint.path_count <= 0) {
    return Refuse(file + " is no checkpoint of calanque-batch; name another file, or remove it");
  }
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (InputHash(text) != hash) return Refuse(file + " is cut short or damaged; remove it to start again");
  const auto bytes = std::as_bytes(std::span(text));
  checkpoint.state.assign(bytes.begin(), bytes.end());
  return checkpoint;
}

Result<bool> WriteCheckpoint(const std::string& file, std::int64_t path_count, std::span<const std::byte> state) {
  const std::string part = file + ".part";
  const std::string head =
      std::string(kHead) + " " + std::to_string(path_count) + " " + InputHash(AsText(state)) + "\n";
  const int descriptor = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  bool is_written =
      descriptor >= 0 && WriteAll(descriptor, head) && WriteAll(descriptor, AsText(state)) && fsync(descriptor) == 0;
  is_written = descriptor >= 0 && close(descriptor) == 0 && is_written;
  if (is_written && std::rename(part.c_str(), file.c_str()) == 0) return true;
  const int why = errno;
  unlink(part.c_str());
  return Refuse("cannot write " + file + ": " + std::strerror(why));
}

}  // namespace calanque::service
