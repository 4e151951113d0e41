#include "clients/cli/report.h"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "clients/cli/connection.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {
namespace {

/// Files in the order they are first named, lines within.
void Sort(Problems& problems) {
  std::map<std::string, std::size_t> ranks;
  for (const Problem& problem : problems) ranks.try_emplace(problem.place.file, ranks.size());
  std::stable_sort(problems.begin(), problems.end(), [&](const Problem& a, const Problem& b) {
    const auto key = [&](const Problem& problem) {
      return std::tuple(ranks.at(problem.place.file), problem.place.line, problem.place.column);
    };
    return key(a) < key(b);
  });
}

void Print(Problems problems, std::string_view kind) {
  Sort(problems);
  std::string text;
  for (const Problem& problem : problems) {
    Problem marked = problem;
    marked.message = std::string(kind) + problem.message;
    text += Printable(Render(marked)) + "\n";
  }
  std::cerr << text;
}

/// "3 problems": the reader sees at once whether all are still on his screen.
void PrintCount(std::size_t count, int omitted) {
  std::cerr << count << (count == 1 ? " problem" : " problems");
  if (omitted > 0) std::cerr << ", and " << omitted << " more";
  std::cerr << "\n";
}

}  // namespace

bool IsUnder(std::string_view path, std::string_view prefix) {
  if (prefix.empty()) return true;
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || path[prefix.size()] == '.' || path[prefix.size()] == '[';
}

Problem RequestSources::Locate(const v1::Violation& violation) const {
  const RequestSource* source = nullptr;
  for (const RequestSource& candidate : sources_) {
    if (!IsUnder(violation.field_path(), candidate.prefix)) continue;
    if (source == nullptr || candidate.prefix.size() > source->prefix.size()) source = &candidate;
  }
  Problem problem{{}, violation.field_path(), violation.message()};
  if (source == nullptr) return problem;
  if (source->scenario == nullptr) {
    problem.field_path = source->flag;
    return problem;
  }
  if (!source->prefix.empty()) {
    problem.field_path.erase(0, std::min(problem.field_path.size(), source->prefix.size() + 1));
  }
  if (!source->file_prefix.empty()) {
    problem.field_path = source->file_prefix + (problem.field_path.empty() ? "" : "." + problem.field_path);
  }
  problem.place = source->scenario->source_map.Find(problem.field_path);
  return problem;
}

void ReportProblems(Problems problems, int omitted_count) {
  const std::size_t count = problems.size();
  Print(std::move(problems), "");
  if (count > 0) PrintCount(count, omitted_count);
}

void ReportWarnings(const google::protobuf::RepeatedPtrField<v1::Violation>& warnings, const RequestSources& sources) {
  Problems problems;
  std::set<std::string> said;
  for (const v1::Violation& warning : warnings) {
    Problem problem = sources.Locate(warning);
    if (said.insert(Render(problem)).second) problems.push_back(std::move(problem));
  }
  Print(std::move(problems), "warning: ");
}

ExitCode ReportStatus(const grpc::Status& status, const RequestSources& sources) {
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE) {
    std::cerr << "calanque: the server is unreachable: " << Printable(status.error_message()) << "\n";
    return ExitCode::kServerUnreachable;
  }
  v1::ErrorDetail detail;
  const bool has_detail = detail.ParseFromString(status.error_details()) && detail.violations_size() > 0;
  if (has_detail) {
    Problems problems;
    for (const v1::Violation& violation : detail.violations()) problems.push_back(sources.Locate(violation));
    Print(std::move(problems), "");
    PrintCount(static_cast<std::size_t>(detail.violations_size()), detail.omitted_violation_count());
  }
  if (status.error_code() == grpc::StatusCode::INVALID_ARGUMENT) {
    if (!has_detail) std::cerr << "calanque: the input is wrong: " << Printable(status.error_message()) << "\n";
    return ExitCode::kInputWrong;
  }
  std::cerr << "calanque: the server refused: " << Printable(status.error_message()) << "\n";
  return ExitCode::kServerRefused;
}

ExitCode ReportUnreachable(const std::string& address) {
  std::cerr << "calanque: no server answers at " << Printable(address) << " within " << kConnectSeconds
            << " seconds; is calanqued running there?\n";
  return ExitCode::kServerUnreachable;
}

}  // namespace calanque::cli
