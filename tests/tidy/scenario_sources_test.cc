// Every figure of the shipped scenarios says where it comes from, or that it is an assumption.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/limits.h"
#include "tests/tidy/source_notes.h"
#include "tests/tidy/source_tree.h"

namespace calanque::tidy {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

/// Folders of scenarios/ that can be run.
std::vector<fs::path> Scenarios() {
  std::vector<fs::path> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(SourceRoot() / "scenarios")) {
    if (fs::exists(entry.path() / "scenario.yaml")) folders.push_back(entry.path());
  }
  return folders;
}

/// Faults of one scenario, each with its place in the files.
std::vector<std::string> FaultsOfScenario(const fs::path& folder) {
  v1::AppraisePortfolioRequest request;
  cli::Problems problems;
  const cli::ScenarioFile file = cli::ReadScenario(folder.string(), service::Limits{}, request, problems);
  std::vector<std::string> faults;
  for (const cli::Problem& problem : problems) faults.push_back(cli::Render(problem));
  if (!faults.empty()) return faults;
  EXPECT_GT(request.portfolio().projects_size(), 0) << folder;
  for (const std::string& fault : SourceFaults(request)) {
    faults.push_back(cli::Render(file.source_map.Find(fault.substr(0, fault.find(": ")))) + ": " + fault);
  }
  return faults;
}

TEST(ScenarioSources, EveryFigureHasOne) {
  const std::vector<fs::path> folders = Scenarios();
  EXPECT_FALSE(folders.empty());
  for (const fs::path& folder : folders) EXPECT_THAT(FaultsOfScenario(folder), IsEmpty()) << folder;
}

}  // namespace
}  // namespace calanque::tidy
