// The scenarios we ship, under a model of risk that moves everything in them: the path where nothing deviates must be
// the appraisal, to the last bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/scenario_file.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/evaluate.h"
#include "engine/run/path_evaluator.h"
#include "engine/run/simulation_plan.h"
#include "service/prepare.h"

namespace calanque::golden {
namespace {

namespace fs = std::filesystem;

/// Half-known projects are appraised but not simulated.
bool IsWhole(const fs::path& folder) {
  v1::AppraisePortfolioRequest message;
  cli::Problems problems;
  cli::ReadScenario(folder.string(), service::Limits(), message, problems);
  const auto& projects = message.portfolio().projects();
  return std::all_of(projects.begin(), projects.end(),
                     [](const v1::Project& project) { return project.unknown_figures().empty(); });
}

std::vector<fs::path> Scenarios() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(fs::path(CALANQUE_SOURCE_DIR) / "scenarios")) {
    if (fs::exists(entry.path() / "scenario.yaml") && IsWhole(entry.path())) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

/// Every curve, every rate, every kind of quantity, and a delay of every project.
model::RiskModel EverythingMoves(const model::AppraisalRequest& request) {
  model::RiskModel risk;
  const auto add = [&](std::string id, model::DriverShape shape, model::DriverTarget target, double own) {
    model::RiskDriver driver;
    driver.id = std::move(id);
    driver.shape = std::move(shape);
    driver.target = std::move(target);
    driver.own_share_fraction = own;
    risk.drivers.push_back(std::move(driver));
  };
  const std::string& index = request.assumptions.general_index_curve_id;
  for (const auto& curve : request.assumptions.curves) {
    if (curve.id == index) continue;
    add(curve.id, model::GeometricBrownian{0.0, 0.2}, model::CurveTarget{{curve.id}}, 0.0);
  }
  if (!index.empty()) add("index", model::MeanRevertingRate{0.01, 0.1}, model::IndexTarget{{index}}, 0.0);
  model::DiscountTarget rates;
  for (const auto& rate : request.assumptions.discount_rates) rates.discount_rate_ids.push_back(rate.id);
  add("rates", model::MeanRevertingRate{0.01, 0.1}, rates, 0.0);
  using enum model::QuantityKind;
  for (const auto kind : {kInvestment, kOperatingCost, kEnergySaved, kEnergyConsumed, kRevenue, kGrant, kCertificate,
                          kCoBenefit, kEmission, kEverything}) {
    add("quantity", model::Draw{model::Lognormal{1.0, 0.2}}, model::QuantityTarget{{kind}, {}, {}}, 0.5);
  }
  add("delay", model::Draw{model::Discrete{{0.5, 0.3, 0.2}, {0.0, 1.0, 3.0}}}, model::DelayTarget{{}, 0.02}, 1.0);
  return risk;
}

const metric::Outcome* FindCell(const run::Cells& cells, std::string_view metric, int project, int perspective) {
  // The gap is the budget's: all spending with the projects.
  const auto view = metric == "financing_gap_amount" ? metric::View::kWith : metric::View::kIncremental;
  for (const run::Cell& cell : cells) {
    if (cell.metric->name == metric && cell.project == project && cell.perspective == perspective &&
        cell.view == view) {
      return &cell.outcome;
    }
  }
  return nullptr;
}

class SimulationGolden : public testing::TestWithParam<fs::path> {};

TEST_P(SimulationGolden, ThePathWhereNothingDeviatesIsTheAppraisal) {
  v1::AppraisePortfolioRequest message;
  cli::Problems problems;
  const service::Limits limits;
  cli::ReadScenario(GetParam().string(), limits, message, problems);
  ASSERT_TRUE(problems.empty());
  const auto prepared = service::Prepare(message, FieldPath(), limits);
  ASSERT_TRUE(prepared);
  const model::RiskModel risk = EverythingMoves(prepared->request);
  const auto bindings = run::BindDrivers(prepared->request, prepared->plan, risk);
  ASSERT_TRUE(bindings) << bindings.error().front().message;
  model::SimulationOptions options;
  options.path_count = 2;
  const auto sampler = risk::Sampler::Make(risk, bindings->setting, options);
  ASSERT_TRUE(sampler);
  const auto simulation = run::CompileSimulation(prepared->request, prepared->plan, risk, *bindings, sampler->drivers(),
                                                 static_cast<std::uint32_t>(sampler->row_count()));
  ASSERT_TRUE(simulation);

  risk::FactorBlock block(sampler->row_count(), 2);
  sampler->FillExpected(block);
  run::PathEvaluator evaluator(*simulation, 2);
  evaluator.Evaluate(block);
  const auto cells = run::Evaluate(prepared->plan);
  ASSERT_TRUE(cells);
  int compared = 0;
  for (std::size_t f = 0; f < simulation->figures.size(); ++f) {
    const run::FigureSpec& figure = simulation->figures[f];
    const metric::Outcome* outcome = FindCell(*cells, figure.name, figure.project, figure.perspective);
    ASSERT_NE(outcome, nullptr) << figure.name;
    const double value = evaluator.Figure(f)[1];
    const double* wanted = std::get_if<double>(outcome);
    if (wanted != nullptr) {
      EXPECT_EQ(value, *wanted) << figure.name << " of project " << figure.project;
    } else {
      EXPECT_TRUE(std::isnan(value)) << figure.name << " of project " << figure.project;
    }
    ++compared;
  }
  EXPECT_GT(compared, 0);
  sampler->FillForced(0, 1.0, block);  // And something moves elsewhere.
  evaluator.Evaluate(block);
}

std::string CaseName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Scenario, SimulationGolden, testing::ValuesIn(Scenarios()), CaseName);

}  // namespace
}  // namespace calanque::golden
