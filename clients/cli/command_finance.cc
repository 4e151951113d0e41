#include <memory>
#include <string>

#include "clients/cli/ask_planning.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_finance.h"
#include "clients/cli/request_files.h"

namespace calanque::cli {
namespace {

struct FinanceOptions {
  std::string path;
  std::string terms;
  OutputChoice output;
  ServerChoice server;
};

ExitCode Finance(const FinanceOptions& options) {
  v1::PlanFinancingRequest request;
  const auto files = ReadRequestFiles(options.path, options.terms, "finance.yaml", request);
  if (!files) return ExitCode::kInputWrong;
  const RequestSources sources = files->Sources();
  v1::PlanFinancingResponse response;
  const auto failed =
      AskPlanning(options.server, sources, &v1::PlanningService::Stub::PlanFinancing, request, response);
  if (failed) return *failed;
  ReportWarnings(response.warnings(), sources);
  return WriteOutput(options.output, {[&](const TextStyle& style) { return FinanceTable(response, style); }, &response,
                                      [&] { return FinanceCsv(response); }});
}

}  // namespace

void AddFinance(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<FinanceOptions>();
  CLI::App& command = *program.add_subcommand(
      "finance", "Say who pays for every project, at least cost to the city, and what it does to its accounts");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--terms", options->terms, "Sources, accounts and rules; default: finance.yaml beside it")
      ->type_name("FILE");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque finance scenarios/marseille");
  command.callback([options, &exit_code] { exit_code = Finance(*options); });
}

}  // namespace calanque::cli
