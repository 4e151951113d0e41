// The Marseille scenario: compiled and evaluated, prepared from its message, and from a cold start of the program.
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "clients/cli/scenario_file.h"
#include "service/prepare.h"
#include "tests/bench/bench.h"
#include "tests/support/sample_request.h"

namespace calanque::bench {
namespace {

constexpr const char* kScenario = CALANQUE_SOURCE_DIR "/scenarios/marseille";
constexpr const char* kProgram = CALANQUE_BINARY_DIR "/clients/cli/calanque";

v1::AppraisePortfolioRequest ReadMarseille() {
  v1::AppraisePortfolioRequest request;
  cli::Problems problems;
  cli::ReadScenario(kScenario, service::Limits{}, request, problems);
  if (!problems.empty()) throw std::runtime_error(cli::Render(problems.front()));
  return request;
}

service::Prepared PrepareOrThrow(const v1::AppraisePortfolioRequest& request) {
  auto prepared = service::Prepare(request, FieldPath(), service::Limits{});
  if (!prepared) throw std::runtime_error(prepared.error().front().message);
  return std::move(prepared).value();
}

/// The city's own total of capital spending is reproduced by the scenario's golden figures; here the identity that a
/// wrong ledger breaks: what the parties receive sums to what they pay.
bool CashIsConserved(const plan::Plan& plan, std::span<const run::Cell> cells) {
  const auto& table =
      std::get<metric::YearTable>(testing::OutcomeOf(plan, cells, "party_net_flow_by_year_amount", "", ""));
  const std::size_t years = table.values.size() / table.row_labels.size();
  for (std::size_t year = 0; year < years; ++year) {
    double sum = 0.0;
    double size = 1.0;
    for (std::size_t row = 0; row < table.row_labels.size(); ++row) {
      sum += table.values[row * years + year];
      size += std::abs(table.values[row * years + year]);
    }
    if (std::abs(sum) > 1e-9 * size) return false;
  }
  return true;
}

}  // namespace

Report CompiledPortfolio() {
  const service::Prepared prepared = PrepareOrThrow(ReadMarseille());
  run::Cells cells;
  const double seconds = MedianSeconds(31, 5, [&] { cells = testing::EvaluateOrThrow(prepared.plan); });
  Report report;
  report.expected = "cash is conserved between the parties in every year";
  report.answer = CashIsConserved(prepared.plan, cells) ? report.expected : "cash is lost";
  report.figures = {{"compiled Marseille, all metrics", seconds * 1e3, "ms", 1.0},
                    {"cells", static_cast<double>(cells.size()), "", 1e6}};
  return report;
}

Report ConvertValidateCompile() {
  const v1::AppraisePortfolioRequest request = ReadMarseille();
  std::size_t projects = 0;
  const double seconds = MedianSeconds(31, 3, [&] { projects = PrepareOrThrow(request).plan.projects.size(); });
  Report report;
  report.expected = std::to_string(request.portfolio().projects_size()) + " projects";
  report.answer = std::to_string(projects) + " projects";
  report.figures = {{"convert + validate + compile Marseille", seconds * 1e3, "ms", 5.0}};
  return report;
}

Report ColdStart() {
  const auto out = std::filesystem::temp_directory_path() / "calanque-cold-start.txt";
  const std::string command = std::string(kProgram) + " appraise " + kScenario + " 2>/dev/null > " + out.string();
  const double seconds = MedianSeconds(9, 1, [&] {
    const int status = std::system(command.c_str());
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("the program failed");
  });
  std::ifstream file(out);
  std::string first;
  std::getline(file, first);
  std::filesystem::remove(out);
  Report report;
  report.expected = "Marseille 2030";
  report.answer = first;
  report.figures = {{"calanque appraise, start to last byte", seconds * 1e3, "ms", 150.0}};
  return report;
}

}  // namespace calanque::bench
