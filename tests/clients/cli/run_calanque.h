// Runs `calanque` on files, as a user does.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/clients/cli/run_program.h"

namespace calanque::cli {

inline const std::string kMarseille = CALANQUE_SOURCE_DIR "/scenarios/marseille";

inline ProgramOutcome RunCalanque(const std::vector<std::string>& arguments) {
  return RunProgram(CALANQUE_PROGRAM, arguments);
}

/// `calanque COMMAND scenarios/marseille ARGUMENT...`
inline ProgramOutcome RunOnMarseille(std::string_view command, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {std::string(command), kMarseille});
  return RunCalanque(arguments);
}

/// Output of `calanque ARGUMENTS` on a pseudo-terminal, which util-linux's script opens.
inline std::string RunOnTerminal(const std::string& arguments, std::map<std::string, std::string> environment) {
  environment["TERM"] = "xterm";
  environment["SHELL"] = "/bin/sh";
  const std::string command = std::string(CALANQUE_PROGRAM) + " " + arguments;
  return RunProgram("/usr/bin/script", {"-qec", command, "/dev/null"}, environment).output;
}

/// Its bytes; "" where there is no such file.
inline std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Puts `after` where `before` stands first; its line, from 1, or 0 where it stands nowhere.
inline std::ptrdiff_t ReplaceFirst(std::string& text, std::string_view before, std::string_view after) {
  const auto at = text.find(before);
  if (at == std::string::npos) return 0;
  text.replace(at, before.size(), after);
  return 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
}

/// The small scenario and what it includes.
inline std::string SmallInOneFile() {
  const std::string folder = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/small/";
  std::string text = ReadFile(folder + "scenario.yaml");
  const std::string included = ReadFile(folder + "assumptions.yaml");
  text += included.substr(included.find("assumptions:\n"));
  EXPECT_NE(ReplaceFirst(text, "include: [assumptions.yaml]\n", ""), 0);
  EXPECT_NE(ReplaceFirst(text, "- {id: users}", "- {id: users}\n    - {id: suppliers, is_outside: true}"), 0);
  return text;
}

/// The same with each first text replaced by the second.
inline std::string SmallWith(const std::vector<std::pair<std::string_view, std::string_view>>& changes) {
  std::string text = SmallInOneFile();
  for (const auto& [before, after] : changes) EXPECT_NE(ReplaceFirst(text, before, after), 0) << before;
  return text;
}

/// A file that is gone after the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name, const std::string& text = "") : path_(::testing::TempDir() + name) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace calanque::cli
