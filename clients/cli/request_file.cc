#include "clients/cli/request_file.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "clients/cli/connection.h"
#include "clients/cli/report.h"

namespace calanque::cli {
namespace {

/// Whether a violation only says that something is not there.
bool SaysMissing(const v1::Violation& violation) {
  const std::string_view message = violation.message();
  return message.starts_with("is missing") || message.starts_with("is empty") || message.starts_with("has no ");
}

/// Whether the reader's problem may be the reason of the violation: it stands at the same field or inside it, or the
/// field that is missing is a neighbour of one that could not be read (a misspelt name).
bool MayFollowFrom(const v1::Violation& violation, const Problem& problem) {
  const std::string& path = violation.field_path();
  if (IsUnder(problem.field_path, path)) return true;
  if (!SaysMissing(violation) || !IsUnder(path, problem.field_path)) return false;
  const std::size_t child = problem.field_path.size() + 1;
  return path.find_first_of(".[", child) == std::string::npos;
}

/// What is wrong with the meaning of what could be read, so that the user sees all at once. The service in this process
/// answers: the request is not fit to be sent.
Problems MeaningProblems(v1::AppraisePortfolioRequest request, const ScenarioFile& scenario, const Problems& found) {
  Problems more;
  const bool is_readable =
      std::none_of(found.begin(), found.end(), [](const Problem& p) { return p.field_path.empty(); });
  auto connection = is_readable ? Connection::Open({}) : std::nullopt;
  if (!connection) return more;
  request.set_validate_only(true);
  grpc::ClientContext context;
  v1::AppraisePortfolioResponse response;
  const grpc::Status status = connection->stub().AppraisePortfolio(&context, request, &response);
  v1::ErrorDetail detail;
  if (status.error_code() != grpc::StatusCode::INVALID_ARGUMENT || !detail.ParseFromString(status.error_details())) {
    return more;
  }
  const RequestSources sources({{"", &scenario, ""}});
  for (const v1::Violation& violation : detail.violations()) {
    const bool is_new = std::none_of(found.begin(), found.end(),
                                     [&](const Problem& problem) { return MayFollowFrom(violation, problem); });
    if (is_new) more.push_back(sources.Locate(violation));
  }
  return more;
}

/// Whether anything is wrong with the scenario or with what stands beside it; then all of it is reported, and what is
/// wrong with the meaning of the scenario, too.
bool ReportsProblems(const v1::AppraisePortfolioRequest& request, const ScenarioFile& scenario, Problems of_scenario,
                     Problems of_beside) {
  if (of_scenario.empty() && of_beside.empty()) return false;
  Problems all = MeaningProblems(request, scenario, of_scenario);
  for (Problems* problems : {&of_scenario, &of_beside}) {
    all.insert(all.end(), std::make_move_iterator(problems->begin()), std::make_move_iterator(problems->end()));
  }
  ReportProblems(std::move(all));
  return true;
}

void LabelByFile(const ScenarioFile& scenario, v1::AppraisePortfolioRequest& request) {
  if (request.label().empty()) request.set_label(scenario.label);
}

}  // namespace

std::string FileBeside(const std::string& path, const std::string& name) {
  const std::filesystem::path scenario(path);
  return ((std::filesystem::is_directory(scenario) ? scenario : scenario.parent_path()) / name).string();
}

std::optional<ScenarioFile> ReadRequest(const std::string& path, v1::AppraisePortfolioRequest& request) {
  Problems problems;
  ScenarioFile scenario = ReadScenario(path, service::Limits(), request, problems);
  if (ReportsProblems(request, scenario, std::move(problems), {})) return std::nullopt;
  LabelByFile(scenario, request);
  return scenario;
}

std::optional<ScenarioAndBeside> ReadRequestAndBeside(const std::string& path, v1::AppraisePortfolioRequest& request,
                                                      const std::string& beside_path,
                                                      google::protobuf::Message& beside) {
  Problems of_scenario;
  Problems of_beside;
  ScenarioAndBeside files{ReadScenario(path, service::Limits(), request, of_scenario),
                          ReadScenario(beside_path, service::Limits(), beside, of_beside)};
  if (ReportsProblems(request, files.scenario, std::move(of_scenario), std::move(of_beside))) return std::nullopt;
  LabelByFile(files.scenario, request);
  return files;
}

}  // namespace calanque::cli
