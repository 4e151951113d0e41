#include "clients/cli/request_file.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

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

/// What the service says of a request.
struct Meaning {
  Problems problems;
  int omitted_count = 0;
};

/// What is wrong with the meaning of what could be read, so that the user sees all at once. The service in this process
/// answers: the request is not fit to be sent.
Meaning MeaningOf(v1::AppraisePortfolioRequest request, const ScenarioFile& scenario, const Problems& found) {
  Meaning more;
  const bool is_readable =
      std::none_of(found.begin(), found.end(), [](const Problem& p) { return p.field_path.empty(); });
  auto connection = is_readable ? Connection::Open({}) : std::nullopt;
  if (!connection) return more;
  request.set_validate_only(true);
  grpc::ClientContext context;
  v1::AppraisePortfolioResponse response;
  const grpc::Status status = connection->stub().AppraisePortfolio(&context, request, &response);
  v1::ErrorDetail detail;
  if (status.ok() || !detail.ParseFromString(status.error_details())) return more;
  more.omitted_count = detail.omitted_violation_count();
  const RequestSources sources({{"", &scenario, ""}});
  for (const v1::Violation& violation : detail.violations()) {
    const bool is_new = std::none_of(found.begin(), found.end(),
                                     [&](const Problem& problem) { return MayFollowFrom(violation, problem); });
    if (is_new) more.problems.push_back(sources.Locate(violation));
  }
  return more;
}

/// A scenario that was read, and what could not be.
struct Reading {
  const v1::AppraisePortfolioRequest* request = nullptr;
  const ScenarioFile* scenario = nullptr;
  Problems problems;
  bool is_whole = true;  ///< Nothing else writes into the request, whose meaning can be judged.
};

void Append(Problems& problems, Problems more) {
  problems.insert(problems.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Whether anything is wrong with scenarios or with what stands beside them; then all of it is reported, and what is
/// wrong with their meaning, too.
bool ReportsProblems(std::vector<Reading> readings, Problems of_beside) {
  const bool is_good = of_beside.empty() && std::all_of(readings.begin(), readings.end(), [](const Reading& reading) {
                         return reading.problems.empty();
                       });
  if (is_good) return false;
  Problems all;
  int omitted_count = 0;
  for (Reading& reading : readings) {
    Meaning meaning = reading.is_whole ? MeaningOf(*reading.request, *reading.scenario, reading.problems) : Meaning();
    Append(all, std::move(reading.problems));
    Append(all, std::move(meaning.problems));
    omitted_count += meaning.omitted_count;
  }
  Append(all, std::move(of_beside));
  ReportProblems(std::move(all), omitted_count);
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
  if (ReportsProblems({{&request, &scenario, std::move(problems)}}, {})) return std::nullopt;
  LabelByFile(scenario, request);
  return scenario;
}

std::optional<std::vector<ScenarioFile>> ReadRequests(
    const std::vector<std::string>& paths, google::protobuf::RepeatedPtrField<v1::AppraisePortfolioRequest>& requests) {
  std::vector<ScenarioFile> scenarios;
  std::vector<Problems> problems(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    scenarios.push_back(ReadScenario(paths[i], service::Limits(), *requests.Add(), problems[i]));
  }
  std::vector<Reading> readings;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    readings.push_back({&requests[static_cast<int>(i)], &scenarios[i], std::move(problems[i])});
  }
  if (ReportsProblems(std::move(readings), {})) return std::nullopt;
  for (std::size_t i = 0; i < paths.size(); ++i) LabelByFile(scenarios[i], requests[static_cast<int>(i)]);
  return scenarios;
}

std::optional<ScenarioAndBeside> ReadRequestAndBeside(const std::string& path, v1::AppraisePortfolioRequest& request,
                                                      const std::string& beside_path,
                                                      google::protobuf::Message& beside) {
  Problems of_scenario;
  Problems of_beside;
  ScenarioAndBeside files{ReadScenario(path, service::Limits(), request, of_scenario),
                          ReadScenario(beside_path, service::Limits(), beside, of_beside)};
  const bool is_whole = !files.beside.source_map.Holds("appraisal");
  if (ReportsProblems({{&request, &files.scenario, std::move(of_scenario), is_whole}}, std::move(of_beside))) {
    return std::nullopt;
  }
  LabelByFile(files.scenario, request);
  return files;
}

}  // namespace calanque::cli
