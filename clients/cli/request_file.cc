#include "clients/cli/request_file.h"

#include <utility>

#include "clients/cli/report.h"

namespace calanque::cli {

std::optional<ScenarioFile> ReadRequest(const std::string& path, v1::AppraisePortfolioRequest& request) {
  Problems problems;
  ScenarioFile scenario = ReadScenario(path, service::Limits(), request, problems);
  if (!problems.empty()) {
    ReportProblems(std::move(problems));
    return std::nullopt;
  }
  if (request.label().empty()) request.set_label(scenario.label);
  return scenario;
}

}  // namespace calanque::cli
