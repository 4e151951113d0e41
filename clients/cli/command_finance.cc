#include <memory>
#include <string>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/finance_file.h"
#include "clients/cli/output_finance.h"
#include "clients/cli/output_json.h"

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
  const auto files = ReadFinance(options.path, options.terms, request);
  if (!files) return ExitCode::kInputWrong;
  const RequestSources sources = files->Sources();
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::PlanFinancingResponse response;
  const grpc::Status status = connection->planning_stub().PlanFinancing(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(response.warnings(), sources);
  return WriteOutput(options.output, {[&](const TextStyle& style) { return FinanceTable(response, style); },
                                      [&] { return ToJson(response); }, [&] { return FinanceCsv(response); }});
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
