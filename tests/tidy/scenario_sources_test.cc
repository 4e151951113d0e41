// Every figure of the shipped scenarios says where it comes from, or that it is an assumption.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "calanque/v1/abatement_curve.pb.h"
#include "calanque/v1/financing_plan.pb.h"
#include "calanque/v1/progress.pb.h"
#include "calanque/v1/risk_service.pb.h"
#include "calanque/v1/selection.pb.h"
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

/// Faults of one file and what it includes, each with its place.
template <typename Request>
std::vector<std::string> FaultsOfFile(const fs::path& path, Request& request) {
  cli::Problems problems;
  const cli::ScenarioFile file = cli::ReadScenario(path.string(), service::Limits{}, request, problems);
  std::vector<std::string> faults;
  for (const cli::Problem& problem : problems) faults.push_back(cli::Render(problem));
  if (!faults.empty()) return faults;
  for (const std::string& fault : SourceFaults(request)) {
    faults.push_back(cli::Render(file.source_map.Find(fault.substr(0, fault.find(": ")))) + ": " + fault);
  }
  return faults;
}

TEST(ScenarioSources, EveryFigureHasOne) {
  const std::vector<fs::path> folders = Scenarios();
  EXPECT_FALSE(folders.empty());
  for (const fs::path& folder : folders) {
    v1::AppraisePortfolioRequest request;
    EXPECT_THAT(FaultsOfFile(folder, request), IsEmpty()) << folder;
    EXPECT_GT(request.portfolio().projects_size(), 0) << folder;
  }
}

TEST(ScenarioSources, EveryFigureOfARiskModelHasOne) {
  int model_count = 0;
  for (const fs::path& folder : Scenarios()) {
    if (!fs::exists(folder / "risk.yaml")) continue;
    ++model_count;
    v1::SimulateRequest request;
    EXPECT_THAT(FaultsOfFile(folder / "risk.yaml", request), IsEmpty()) << folder;
    EXPECT_GT(request.risk().drivers_size(), 0) << folder;
    for (const v1::RiskDriver& driver : request.risk().drivers()) EXPECT_GT(driver.sources_size(), 0) << driver.id();
    for (const v1::Stress& stress : request.risk().stresses()) EXPECT_GT(stress.sources_size(), 0) << stress.id();
  }
  EXPECT_GT(model_count, 0);
}

TEST(ScenarioSources, EveryFigureOfASelectionHasOne) {
  int count = 0;
  for (const fs::path& folder : Scenarios()) {
    if (!fs::exists(folder / "selection.yaml")) continue;
    ++count;
    v1::SelectPortfolioRequest request;
    EXPECT_THAT(FaultsOfFile(folder / "selection.yaml", request), IsEmpty()) << folder;
    for (const v1::BudgetLimit& budget : request.budgets()) EXPECT_GT(budget.sources_size(), 0) << budget.id();
    for (const v1::CapacityLimit& capacity : request.capacities()) EXPECT_GT(capacity.sources_size(), 0);
    for (const v1::DebtLimit& debt : request.debts()) EXPECT_GT(debt.sources_size(), 0) << debt.id();
    for (const v1::AbatementMilestone& milestone : request.milestones()) EXPECT_GT(milestone.sources_size(), 0);
  }
  EXPECT_GT(count, 0);
}

TEST(ScenarioSources, EveryFigureOfAFinancingPlanHasOne) {
  int count = 0;
  for (const fs::path& folder : Scenarios()) {
    if (!fs::exists(folder / "finance.yaml")) continue;
    ++count;
    v1::PlanFinancingRequest request;
    EXPECT_THAT(FaultsOfFile(folder / "finance.yaml", request), IsEmpty()) << folder;
    for (const v1::FundingSource& source : request.funding_sources())
      EXPECT_GT(source.sources_size(), 0) << source.id();
    for (const v1::StackingCap& cap : request.stacking_caps()) EXPECT_GT(cap.sources_size(), 0) << cap.id();
  }
  EXPECT_GT(count, 0);
}

TEST(ScenarioSources, EveryFigureOfAnAbatementCurveHasOne) {
  int curve_count = 0;
  for (const fs::path& folder : Scenarios()) {
    if (!fs::exists(folder / "curve.yaml")) continue;
    ++curve_count;
    v1::BuildAbatementCurveRequest request;
    EXPECT_THAT(FaultsOfFile(folder / "curve.yaml", request), IsEmpty()) << folder;
    for (const v1::InteractionGroup& group : request.interactions()) {
      for (const auto& measure : group.measures()) EXPECT_GT(measure.sources_size(), 0) << measure.project_id();
    }
    for (const v1::SpeedLimit& limit : request.speed_limits()) EXPECT_GT(limit.sources_size(), 0) << limit.project_id();
  }
  EXPECT_GT(curve_count, 0);
}

TEST(ScenarioSources, EveryFigureOfARecordHasOne) {
  int count = 0;
  for (const fs::path& folder : Scenarios()) {
    if (!fs::exists(folder / "actuals.yaml")) continue;
    ++count;
    v1::TrackProgressRequest request;
    EXPECT_THAT(FaultsOfFile(folder / "actuals.yaml", request), IsEmpty()) << folder;
    for (const v1::ProjectActuals& actuals : request.actuals()) EXPECT_GT(actuals.sources_size(), 0);
    for (const v1::ProgressIndicator& indicator : request.indicators()) EXPECT_GT(indicator.sources_size(), 0);
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace calanque::tidy
