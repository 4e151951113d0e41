// Published cases, from the scenario file to the metric cell: reader, converter, validation, compiler, ledger and
// metrics together must give the figures in print. Catches what a test of one part cannot: a sign, a date or a
// convention that two parts understand differently.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iomanip>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "calanque/v1/appraisal_service.pb.h"
#include "clients/cli/scenario_file.h"
#include "engine/run/evaluate.h"
#include "service/prepare.h"
#include "tests/golden/appraisal/expected_rows.h"

namespace calanque::golden {
namespace {

namespace fs = std::filesystem;

const fs::path kCases = fs::path(CALANQUE_SOURCE_DIR) / "tests/golden/appraisal";
const fs::path kScenarios = fs::path(CALANQUE_SOURCE_DIR) / "scenarios";

/// Folders that hold expected.csv, in order.
std::vector<fs::path> FindCases() {
  std::vector<fs::path> cases;
  for (const fs::path& root : {kCases, kScenarios}) {
    for (const auto& entry : fs::directory_iterator(root)) {
      if (fs::exists(entry.path() / "expected.csv")) cases.push_back(entry.path());
    }
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

std::string CaseName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.filename().string();
  if (info.param.parent_path() == kScenarios) name = "scenario_" + name;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

std::string_view ViewName(metric::View view) {
  if (view == metric::View::kWith) return "WITH_PROJECT";
  return view == metric::View::kWithout ? "WITHOUT_PROJECT" : "INCREMENTAL";
}

std::string_view ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kInvalidInput:
      return "INVALID_INPUT";
    case Reason::kMissingData:
      return "MISSING_DATA";
    case Reason::kNotApplicable:
      return "NOT_APPLICABLE";
    case Reason::kNotConverged:
      return "NOT_CONVERGED";
    case Reason::kResourceLimit:
      return "RESOURCE_LIMIT";
    case Reason::kCancelled:
      return "CANCELLED";
    case Reason::kInternal:
      return "INTERNAL";
  }
  return "UNKNOWN";
}

std::string ProjectName(const plan::Plan& plan, const run::Cell& cell) {
  return cell.project == run::kWholePortfolio ? "" : plan.projects[static_cast<std::size_t>(cell.project)].id;
}

std::string PerspectiveName(const plan::Plan& plan, const run::Cell& cell) {
  return cell.perspective == run::kNoPerspective ? ""
                                                 : plan.perspectives[static_cast<std::size_t>(cell.perspective)].id;
}

const run::Cell* FindCell(const plan::Plan& plan, std::span<const run::Cell> cells, const ExpectedRow& row) {
  const auto found = std::find_if(cells.begin(), cells.end(), [&](const run::Cell& cell) {
    return cell.metric->name == row.metric && ViewName(cell.view) == row.view &&
           ProjectName(plan, cell) == row.project && PerspectiveName(plan, cell) == row.perspective;
  });
  return found == cells.end() ? nullptr : &*found;
}

/// All numbers of an answer that has several.
std::span<const double> Values(const metric::Outcome& outcome) {
  if (const auto* series = std::get_if<metric::YearSeries>(&outcome)) return series->values;
  if (const auto* table = std::get_if<metric::YearTable>(&outcome)) return table->values;
  if (const auto* list = std::get_if<metric::ValueList>(&outcome)) return list->values;
  return {};
}

std::optional<double> ValueOf(const metric::Outcome& outcome, const ExpectedRow& row) {
  if (!row.index) {
    const auto* value = std::get_if<double>(&outcome);
    return value == nullptr ? std::nullopt : std::optional(*value);
  }
  const std::span<const double> values = Values(outcome);
  return *row.index < values.size() ? std::optional(values[*row.index]) : std::nullopt;
}

std::string Describe(const metric::Outcome& outcome) {
  std::ostringstream text;
  text << std::setprecision(17);
  if (const auto* failure = std::get_if<NoFigure>(&outcome)) {
    text << ReasonName(failure->reason) << ": " << failure->message;
  } else if (const auto* value = std::get_if<double>(&outcome)) {
    text << *value;
  } else {
    text << "several values:";
    for (const double each : Values(outcome)) text << ' ' << each;
  }
  return text.str();
}

void ExpectRow(const run::Cell& cell, const ExpectedRow& row) {
  if (!row.value) {
    const auto* failure = std::get_if<NoFigure>(&cell.outcome);
    EXPECT_TRUE(failure != nullptr && ReasonName(failure->reason) == row.failure)
        << "expected " << row.failure << ", got " << Describe(cell.outcome);
    return;
  }
  const std::optional<double> actual = ValueOf(cell.outcome, row);
  ASSERT_TRUE(actual) << "expected " << *row.value << ", got " << Describe(cell.outcome);
  const double allowance = std::max(row.absolute_tolerance, row.relative_tolerance * std::abs(*row.value));
  EXPECT_LE(std::abs(*actual - *row.value), allowance)
      << std::setprecision(17) << "expected " << *row.value << ", got " << *actual;
}

class AppraisalGolden : public testing::TestWithParam<fs::path> {};

TEST_P(AppraisalGolden, AgreesWithThePublishedFigures) {
  const fs::path& folder = GetParam();
  v1::AppraisePortfolioRequest request;
  cli::Problems problems;
  const service::Limits limits;
  cli::ReadScenario(folder.string(), limits, request, problems);
  for (const cli::Problem& problem : problems) ADD_FAILURE() << cli::Render(problem);
  ASSERT_TRUE(problems.empty());

  const auto prepared = service::Prepare(request, FieldPath(), limits, {}, /*omits_projects=*/false, kAllFigures);
  if (!prepared) {
    for (const Failure& failure : prepared.error()) ADD_FAILURE() << failure.field_path << ": " << failure.message;
  }
  ASSERT_TRUE(prepared);
  const auto cells = run::Evaluate(prepared->plan);
  ASSERT_TRUE(cells) << cells.error().message;

  const fs::path expected = folder / "expected.csv";
  for (const ExpectedRow& row : ReadExpectedRows(expected)) {
    SCOPED_TRACE(expected.string() + ":" + std::to_string(row.line) + ": " + row.metric);
    const run::Cell* cell = FindCell(prepared->plan, *cells, row);
    if (cell == nullptr) {
      ADD_FAILURE() << "the answer has no such cell";
    } else {
      ExpectRow(*cell, row);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Case, AppraisalGolden, testing::ValuesIn(FindCases()), CaseName);

/// A folder without its figures would be passed over in silence.
TEST(AppraisalGoldenFolders, HoldScenarioFiguresAndSource) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(kCases)) {
    if (!entry.is_directory()) continue;
    ++count;
    for (const char* name : {"scenario.yaml", "expected.csv", "source.md"}) {
      EXPECT_TRUE(fs::exists(entry.path() / name)) << entry.path() << " lacks " << name;
    }
  }
  EXPECT_GT(count, 0);
}

}  // namespace
}  // namespace calanque::golden
