#include <memory>
#include <string>
#include <vector>

#include "clients/cli/ask_planning.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/contract_csv.h"
#include "clients/cli/output_contract.h"
#include "clients/cli/report.h"
#include "clients/cli/request_file.h"

namespace calanque::cli {
namespace {

struct TablesOptions {
  std::string path;
  std::string municipality_id;
  std::string economy_id;
  OutputChoice output;
  ServerChoice server;
};

ExitCode Tables(const TablesOptions& options) {
  v1::BuildContractTablesRequest request;
  const auto scenario = ReadRequest(options.path, *request.mutable_appraisal());
  if (!scenario) return ExitCode::kInputWrong;
  request.set_municipality_perspective_id(options.municipality_id);
  request.set_economy_perspective_id(options.economy_id);
  const RequestSources sources({{"appraisal", &*scenario, ""},
                                {"municipality_perspective_id", nullptr, "--municipality"},
                                {"economy_perspective_id", nullptr, "--economy"}});
  v1::BuildContractTablesResponse response;
  const auto failed =
      AskPlanning(options.server, sources, &v1::PlanningService::Stub::BuildContractTables, request, response);
  if (failed) return *failed;
  ReportWarnings(response.warnings(), sources);
  return WriteOutput(options.output, {[&](const TextStyle& style) { return ContractTablesPage(response, style); },
                                      &response, [&] { return WriteContractCsv(response.tables()); }});
}

}  // namespace

void AddTables(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<TablesOptions>();
  options->output.format = "csv";
  CLI::App& command = *program.add_subcommand(
      "tables", "Fill the tables of a Climate City Contract's Investment Plan; calanque audit reads them");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command
      .add_option("--municipality", options->municipality_id,
                  "Perspective of the municipality's columns; default: the first that leaves parties out")
      ->type_name("ID");
  command
      .add_option("--economy", options->economy_id,
                  "Perspective as which all stakeholders together are seen; default: the first that includes all")
      ->type_name("ID");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque tables scenarios/marseille --output marseille.csv && calanque audit marseille.csv");
  command.callback([options, &exit_code] { exit_code = Tables(*options); });
}

}  // namespace calanque::cli
