#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/ask_planning.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/contract_csv.h"
#include "clients/cli/input_files.h"
#include "clients/cli/output_contract.h"
#include "clients/cli/report.h"

namespace calanque::cli {
namespace {

struct AuditOptions {
  std::vector<std::string> paths;
  bool is_strict = false;
  OutputChoice output;
  ServerChoice server;
};

/// Reads all files into one request: their tables belong to one contract. False where anything is wrong, all reported.
bool ReadTables(const std::vector<std::string>& paths, v1::AuditContractTablesRequest& request,
                std::vector<RequestSource>& sources) {
  Problems problems;
  const service::Limits limits;
  InputFiles files(limits, "CSV");
  for (const std::string& path : paths) {
    std::string wrong;
    const std::optional<std::string> text = files.Read(path, Streams::kTaken, wrong);
    if (!text) {
      problems.push_back({{path, 0, 0}, "", wrong});
      continue;
    }
    const int first = request.tables_size();
    ReadContractCsv(path, *text, request, problems, limits);
    if (std::cmp_greater(problems.size(), limits.max_violations)) break;  // The last of them says so.
    for (int t = first; t < request.tables_size(); ++t) {
      sources.push_back({"tables[" + std::to_string(t) + "]", nullptr, path + ": table " + request.tables(t).id()});
    }
  }
  const bool is_sound = problems.empty();
  if (!is_sound) ReportProblems(std::move(problems));
  return is_sound;
}

ExitCode Audit(const AuditOptions& options) {
  v1::AuditContractTablesRequest request;
  std::vector<RequestSource> parts;
  if (!ReadTables(options.paths, request, parts)) return ExitCode::kInputWrong;
  v1::AuditContractTablesResponse response;
  const auto failed = AskPlanning(options.server, RequestSources(std::move(parts)),
                                  &v1::PlanningService::Stub::AuditContractTables, request, response);
  if (failed) return *failed;
  const ExitCode written =
      WriteOutput(options.output, {[&](const TextStyle& style) { return AuditTable(response, style); }, &response,
                                   [&] { return AuditCsv(response); }});
  const bool has_error = std::any_of(response.findings().begin(), response.findings().end(), [](const auto& finding) {
    return finding.severity() == v1::FINDING_SEVERITY_ERROR;
  });
  return written == ExitCode::kGood && options.is_strict && has_error ? ExitCode::kInputWrong : written;
}

}  // namespace

void AddAudit(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App& command = *program.add_subcommand(
      "audit", "Check tables of a Climate City Contract: sums, units, cost per tonne, perimeter, base year");
  command.add_option("paths", options->paths, "CSV files of contract tables; all of one contract")
      ->required()
      ->type_name("FILE");
  command.add_flag("--strict", options->is_strict, "End with exit code 1 where a finding is an error, for scripts");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque audit scenarios/contract-tables/dijon.csv");
  command.callback([options, &exit_code] { exit_code = Audit(*options); });
}

}  // namespace calanque::cli
