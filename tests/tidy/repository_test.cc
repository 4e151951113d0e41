// What a newcomer meets first stays short and true.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace calanque::tidy {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Repository, TopLevelHoldsOnlyWhatIsAgreed) {
  const std::set<std::string> agreed = {"CMakeLists.txt",    "proto",     "engine",       "service",
                                        "clients",           "scenarios", "tests",        "dev",
                                        "CMakePresets.json", "LICENSE",   "CHANGELOG.md", "README.md"};
  const std::set<std::string> generated = {"build"};
  std::vector<std::string> strangers;
  for (const fs::directory_entry& entry : fs::directory_iterator(SourceRoot())) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with('.') && !agreed.contains(name) && !generated.contains(name)) strangers.push_back(name);
  }
  EXPECT_THAT(strangers, IsEmpty());
  for (const std::string& name : agreed) EXPECT_TRUE(fs::exists(SourceRoot() / name)) << name;
}

/// Characters of UTF-8 text.
std::size_t Width(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

// The formatter wraps code and leaves comments as they are.
TEST(Repository, CommentsAreNoWiderThanCode) {
  std::vector<std::string> wide;
  for (const char* folder : {"engine", "service", "clients", "tests"}) {
    for (const std::string& file : FilesUnder(folder, {".cc", ".h"})) {
      const std::vector<std::string> lines = Lines(ReadText(SourceRoot() / file));
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (Trim(lines[i]).starts_with("//") && Width(lines[i]) > 120)
          wide.push_back(file + ":" + std::to_string(i + 1));
      }
    }
  }
  EXPECT_THAT(wide, IsEmpty());
}

TEST(Repository, ReadmeFitsOnTwoPagesAndNamesTheTwoCommands) {
  const std::string text = ReadText(SourceRoot() / "README.md");
  EXPECT_LE(Lines(text).size(), 120U);
  EXPECT_THAT(text, HasSubstr("./dev demo"));
  EXPECT_THAT(text, HasSubstr("./dev test"));
}

TEST(Repository, LinksOfTheReadmesLeadSomewhere) {
  const std::regex link(R"(\]\(([^)#]+)(#[^)]*)?\))");
  for (const char* folder : {"", "engine", "scenarios"}) {
    for (const fs::directory_entry& entry : fs::directory_iterator(SourceRoot() / folder)) {
      if (entry.path().extension() != ".md") continue;
      const std::string text = ReadText(entry.path());
      for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it) {
        const std::string target = (*it)[1];
        if (target.find("://") != std::string::npos) continue;
        EXPECT_TRUE(fs::exists(entry.path().parent_path() / target)) << entry.path() << " links to " << target;
      }
    }
  }
}

TEST(Repository, ChangelogStartsWithTheVersionThatIsBuilt) {
  const std::string cmake = ReadText(SourceRoot() / "CMakeLists.txt");
  const std::string changelog = ReadText(SourceRoot() / "CHANGELOG.md");
  std::smatch version;
  ASSERT_TRUE(std::regex_search(cmake, version, std::regex(R"(project\(calanque VERSION (\d+\.\d+\.\d+))")));
  std::smatch heading;
  ASSERT_TRUE(std::regex_search(changelog, heading, std::regex(R"(## \[?(\d+\.\d+\.\d+))"))) << "no heading '## x.y.z'";
  EXPECT_EQ(heading[1], version[1]);
}

TEST(Repository, NothingIsLeftToBeDone) {
  // Joined here, so that this file does not find itself.
  const std::regex marker(
      "\\b(TO"
      "DO|FIX"
      "ME|XX"
      "X)\\b");
  for (const char* folder : {"proto", "engine", "service", "clients", "tests"}) {
    for (const std::string& path : FilesUnder(folder, {".h", ".cc", ".proto", ".py", ".txt", ".cmake", ".md"})) {
      EXPECT_FALSE(std::regex_search(ReadText(SourceRoot() / path), marker)) << path;
    }
  }
}

TEST(Repository, EveryScenarioFolderSaysWhatItIs) {
  for (const fs::directory_entry& entry : fs::directory_iterator(SourceRoot() / "scenarios")) {
    if (entry.is_directory()) {
      EXPECT_TRUE(fs::exists(entry.path() / "README.md")) << entry.path();
    }
  }
  EXPECT_TRUE(fs::exists(SourceRoot() / "scenarios/marseille/scenario.yaml"));
}

}  // namespace
}  // namespace calanque::tidy
