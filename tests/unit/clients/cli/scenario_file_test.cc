#include "clients/cli/scenario_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Files of one test, in a folder of its own; paths in messages are relative to it, as a user would type them.
class ScenarioFileTest : public testing::Test {
 protected:
  void SetUp() override {
    before_ = fs::current_path();
    std::string pattern = (fs::temp_directory_path() / "calanque-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    fs::current_path(folder_);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  static void Write(const fs::path& path, const std::string& text) {
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
  }

  ScenarioFile Read(const std::string& path) {
    Problems problems;
    ScenarioFile file = ReadScenario(path, limits_, request_, problems);
    problems_.clear();
    for (const Problem& problem : problems) problems_.push_back(Render(problem));
    return file;
  }

  service::Limits limits_;
  v1::AppraisePortfolioRequest request_;
  std::vector<std::string> problems_;

 private:
  fs::path before_;
  fs::path folder_;
};

TEST_F(ScenarioFileTest, TakesAFolderOrAFile) {
  Write("town/scenario.yaml", "portfolio: {id: a}\n");
  EXPECT_EQ(Read("town").label, "town");
  EXPECT_EQ(Read("town/").label, "town");
  EXPECT_EQ(Read("town/scenario.yaml").label, "town");
  Write("town/variant.yaml", "portfolio: {id: b}\n");
  EXPECT_EQ(Read("town/variant.yaml").label, "variant");
  EXPECT_THAT(problems_, IsEmpty());
  EXPECT_EQ(request_.portfolio().id(), "b");
}

TEST_F(ScenarioFileTest, SaysWhatItCannotRead) {
  Read("nowhere.yaml");
  EXPECT_THAT(problems_, ElementsAre("nowhere.yaml: does not exist or cannot be reached"));
  fs::create_directories("empty/scenario.yaml");
  Read("empty");
  EXPECT_THAT(problems_, ElementsAre("empty/scenario.yaml: is not a file"));
}

/// Lists append over the files; each element's place must be the one in its own file.
TEST_F(ScenarioFileTest, ShiftsPlacesOverIncludes) {
  Write("city/scenario.yaml", R"(include: [one.yaml, sub/two.yaml]
portfolio:
  projects:
    - id: own
      with_project: [{id: x}, {id: y}]
options: {valuation_date: 2025-01-01}
)");
  Write("city/one.yaml", "portfolio:\n  id: city\n  projects:\n    - id: first\n    - id: second\n");
  Write("city/sub/two.yaml", "include: [../deep/three.yaml]\nportfolio:\n  projects:\n    - {id: fourth}\n");
  Write("city/deep/three.yaml", "portfolio: {projects: [{id: third, sector_id: s}]}\n");
  const ScenarioFile file = Read("city");
  EXPECT_THAT(problems_, IsEmpty());
  std::vector<std::string> ids;
  for (const v1::Project& project : request_.portfolio().projects()) ids.push_back(project.id());
  EXPECT_THAT(ids, ElementsAre("first", "second", "third", "fourth", "own"));

  const auto place = [&](const char* path) { return Render(file.source_map.Find(path)); };
  EXPECT_EQ(place("portfolio.id"), "city/one.yaml:2:7");
  EXPECT_EQ(place("portfolio.projects[0]"), "city/one.yaml:4:7");
  EXPECT_EQ(place("portfolio.projects[1].id"), "city/one.yaml:5:11");
  EXPECT_EQ(place("portfolio.projects[2].sector_id"), "city/deep/three.yaml:1:47");
  EXPECT_EQ(place("portfolio.projects[3].id"), "city/sub/two.yaml:4:12");
  EXPECT_EQ(place("portfolio.projects[4].with_project[1].id"), "city/scenario.yaml:5:36");
  EXPECT_EQ(place("options.valuation_date"), "city/scenario.yaml:6:27");
}

/// A message about a field nobody wrote must still lead to the right place.
TEST_F(ScenarioFileTest, FindsTheNearestEnclosingPlace) {
  Write("s.yaml", "portfolio:\n  projects:\n    - id: p\n      with_project:\n        - investment: {amount: 1}\n");
  const ScenarioFile file = Read("s.yaml");
  const auto place = [&](const char* path) { return Render(file.source_map.Find(path)); };
  EXPECT_EQ(place("portfolio.projects[0].with_project[0].investment.life_years"), "s.yaml:5:11");
  EXPECT_EQ(place("portfolio.projects[0].with_project[0].id"), "s.yaml:5:11");
  EXPECT_EQ(place("portfolio.projects[0].without_project"), "s.yaml:3:7");
  EXPECT_EQ(place("portfolio.projects[9].id"), "s.yaml:2:3");
  EXPECT_EQ(place("portfolio.parties"), "s.yaml:1:1");
  EXPECT_EQ(place("options.grid"), "s.yaml");
  EXPECT_EQ(place(""), "s.yaml");
  EXPECT_EQ(place("no.such[3].field"), "s.yaml");
}

TEST_F(ScenarioFileTest, CollectsTheProblemsOfAllFiles) {
  Write("scenario.yaml", "include: [a.yaml, b.yaml]\noptons: {}\n");
  Write("a.yaml", "portfolio: {projects: [{id: [1]}]}\n");
  Write("b.yaml", "portfolio: {projects: [{}, {id: [2]}]}\n");
  Read(".");
  EXPECT_THAT(problems_, ElementsAre("a.yaml:1:29: portfolio.projects[0].id: is a list; expected text",
                                     "b.yaml:1:33: portfolio.projects[2].id: is a list; expected text",
                                     "scenario.yaml:2:1: unknown field 'optons' in "
                                     "calanque.v1.AppraisePortfolioRequest; did you mean 'options'?"));
}

/// Two includes that disagree: which one holds would depend on their order.
TEST_F(ScenarioFileTest, RefusesASingleValueInTwoFilesSideBySide) {
  Write("scenario.yaml", "include: [a.yaml, b.yaml]\n");
  Write("a.yaml", "options: {target_irr_per_year: 0.05}\n");
  Write("b.yaml", "label: x\noptions: {target_irr_per_year: 0.06}\n");
  Read("scenario.yaml");
  EXPECT_THAT(problems_,
              ElementsAre("b.yaml:2:32: options.target_irr_per_year: is set in two files that stand side by "
                          "side; the other is at a.yaml:1:32. Expected one, or one in the file that includes "
                          "both"));
}

/// A variant of a scenario is a file that includes it and sets one value anew.
TEST_F(ScenarioFileTest, LetsAFileSetAnewWhatItIncludes) {
  Write("scenario.yaml", "options: {target_irr_per_year: 0.05}\n");
  Write("variant.yaml", "include: [scenario.yaml]\noptions: {target_irr_per_year: 0.06}\n");
  const ScenarioFile file = Read("variant.yaml");
  EXPECT_THAT(problems_, IsEmpty());
  EXPECT_EQ(request_.options().target_irr_per_year(), 0.06);
  EXPECT_EQ(Render(file.source_map.Find("options.target_irr_per_year")), "variant.yaml:2:32");
}

TEST_F(ScenarioFileTest, RefusesCirclesAndRepetitions) {
  Write("a.yaml", "include: [b.yaml]\n");
  Write("b.yaml", "include: [sub/../a.yaml]\n");
  fs::create_directories("sub");
  Read("a.yaml");
  EXPECT_THAT(problems_, ElementsAre("b.yaml:1:11: include: 'a.yaml' includes this file, directly or through others; "
                                     "expected no circle"));
  Write("c.yaml", "include: [d.yaml, d.yaml]\n");
  Write("d.yaml", "portfolio: {projects: [{}]}\n");
  Read("c.yaml");
  EXPECT_THAT(problems_,
              ElementsAre("c.yaml:1:19: include: 'd.yaml' is included already at c.yaml:1:11; expected once, "
                          "since lists append"));
}

TEST_F(ScenarioFileTest, RefusesIncludesThatAreNoPaths) {
  Write("a.yaml", "include: b.yaml\n");
  Read("a.yaml");
  EXPECT_THAT(problems_, ElementsAre("a.yaml:1:10: include: expected a list of paths relative to this file"));
  Write("a.yaml", "include: [/etc/passwd, [x], '']\n");
  Read("a.yaml");
  EXPECT_THAT(problems_, ElementsAre("a.yaml:1:11: include: expected a path relative to this file",
                                     "a.yaml:1:24: include: expected a path relative to this file",
                                     "a.yaml:1:29: include: expected a path relative to this file"));
  Write("a.yaml", "include: [gone.yaml, sub]\n");
  fs::create_directories("sub");
  Read("a.yaml");
  EXPECT_THAT(problems_, ElementsAre("a.yaml:1:11: include: 'gone.yaml' does not exist or cannot be reached",
                                     "a.yaml:1:22: include: 'sub' is not a file"));
}

TEST_F(ScenarioFileTest, CountsFilesAndBytesOverAllIncludes) {
  limits_.max_include_files = 2;
  Write("a.yaml", "include: [b.yaml, c.yaml, d.yaml]\n");
  for (const char* name : {"b.yaml", "c.yaml", "d.yaml"}) Write(name, "options: {}\n");
  Read("a.yaml");
  EXPECT_THAT(problems_,
              ElementsAre("a.yaml:1:27: include: 'd.yaml' is one file too many; the limit max_include_files is 2"));
  limits_ = {};
  limits_.max_yaml_bytes = 50;
  Read("a.yaml");
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("a.yaml:1:19: include: 'c.yaml' makes more than 50 bytes of YAML"),
                                     HasSubstr("a.yaml:1:27: include: 'd.yaml' makes more than 50 bytes of YAML")));
}

/// Nodes written out by aliases add up over the files.
TEST_F(ScenarioFileTest, CountsNodesOverAllIncludes) {
  limits_.max_yaml_nodes = 25;
  Write("a.yaml", "include: [b.yaml, c.yaml]\n");
  for (const char* name : {"b.yaml", "c.yaml"}) Write(name, "portfolio: {projects: [{id: a}, {id: b}, {id: c}]}\n");
  Read("a.yaml");
  EXPECT_THAT(problems_, ElementsAre(HasSubstr("the files hold more than 25 nodes")));
}

/// The limit holds before the file is read whole.
TEST_F(ScenarioFileTest, RefusesTenMegabytes) {
  Write("big.yaml", std::string(10 << 20, '#'));
  Read("big.yaml");
  EXPECT_THAT(problems_, ElementsAre("big.yaml: makes more than 8388608 bytes of YAML, all files together (limit "
                                     "max_yaml_bytes)"));
}

}  // namespace
}  // namespace calanque::cli
