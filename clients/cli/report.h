// What goes to standard error: problems of the files, refusals and warnings of the server, each with its place.
#pragma once

#include <grpcpp/support/status.h>

#include <string>
#include <string_view>
#include <vector>

#include "calanque/v1/error.pb.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/problem.h"
#include "clients/cli/scenario_file.h"

namespace calanque::cli {

/// A part of the request and where it comes from.
struct RequestSource {
  std::string prefix;                      ///< Field path of the part: "", "appraisal", "cases[1]".
  const ScenarioFile* scenario = nullptr;  ///< The file; nullptr: the command line.
  std::string flag;                        ///< "--metric", where the command line set it.
  std::string file_prefix{};               ///< What stands for the prefix in the file: "modes[1]" for "mode".
};

/// Turns the server's field paths into places. The longest prefix wins.
class RequestSources {
 public:
  explicit RequestSources(std::vector<RequestSource> sources) : sources_(std::move(sources)) {}

  /// The violation as a problem at its place; the prefix of the file's part is taken off the path.
  [[nodiscard]] Problem Locate(const v1::Violation& violation) const;

 private:
  std::vector<RequestSource> sources_;
};

/// Whether a field path is `prefix` or stands inside it; everything stands inside "".
bool IsUnder(std::string_view path, std::string_view prefix);

/// One line per problem, in the order of files and lines, then their number, and of those that the service found but
/// did not list.
void ReportProblems(Problems problems, int omitted_count = 0);

/// One line per warning; the same line once, where cases share a file.
void ReportWarnings(const google::protobuf::RepeatedPtrField<v1::Violation>& warnings, const RequestSources& sources);

/// Why a call failed, with all its violations, and the exit code that says so.
ExitCode ReportStatus(const grpc::Status& status, const RequestSources& sources);

/// Nobody answers at the address.
ExitCode ReportUnreachable(const std::string& address);

}  // namespace calanque::cli
