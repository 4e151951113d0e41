// Runs a fuzz target on files, for builds without libFuzzer. Arguments: files, or folders of files.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Only libFuzzer mutates; a target's own mutator links against this and is never called here.
extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t*, std::size_t size, std::size_t) { return size; }

namespace {

/// What counts as a hang, with room for sanitizers and a busy machine.
constexpr double kMaxSeconds = 10.0;

std::vector<std::filesystem::path> FilesOf(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      files.emplace_back(argv[i]);
      continue;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(argv[i])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  return files;
}

bool IsQuick(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const auto start = std::chrono::steady_clock::now();
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (taken.count() <= kMaxSeconds) return true;
  std::fprintf(stderr, "%s took %.1f s\n", file.c_str(), taken.count());
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  const auto files = FilesOf(argc, argv);
  if (files.empty()) {
    std::fprintf(stderr, "no input; expected files, or folders that hold some\n");
    return 2;
  }
  bool is_good = true;
  for (const auto& file : files) is_good = IsQuick(file) && is_good;
  std::printf("%zu inputs\n", files.size());
  return is_good ? 0 : 1;
}
