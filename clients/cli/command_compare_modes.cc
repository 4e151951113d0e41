#include <iostream>
#include <memory>
#include <string>

#include "clients/cli/annex.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_json.h"
#include "clients/cli/output_ppp.h"
#include "clients/cli/partnership_file.h"

namespace calanque::cli {
namespace {

struct CompareModesOptions {
  std::string path;
  std::string terms;
  std::string annex;
  OutputChoice output;
  ServerChoice server;
};

ExitCode CompareModes(const CompareModesOptions& options) {
  v1::CompareDeliveryModesRequest request;
  const auto files = ReadPartnership(options.path, options.terms, request);
  if (!files) return ExitCode::kInputWrong;
  const RequestSources sources = files->Sources();
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::CompareDeliveryModesResponse response;
  const grpc::Status status = connection->ppp_stub().CompareDeliveryModes(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  for (const auto& mode : response.modes()) ReportWarnings(mode.warnings(), sources);
  if (!options.annex.empty()) {
    if (const std::string wrong = WriteAnnex(response, options.annex); !wrong.empty()) {
      std::cerr << "--annex: " << wrong << "\n";
      return ExitCode::kUsage;
    }
  }
  return WriteOutput(options.output, {[&](const TextStyle& style) { return ModesTable(response, style); },
                                      [&] { return ToJson(response); }, [&] { return ModesCsv(response); }});
}

}  // namespace

void AddCompareModes(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<CompareModesOptions>();
  CLI::App& command = *program.add_subcommand(
      "compare-modes", "Put ways to deliver a project side by side: cost, risk, value for money");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--terms", options->terms, "The partnership; default: partnership.yaml beside the scenario")
      ->type_name("FILE");
  command.add_option("--annex", options->annex, "Write the quantitative annex (Markdown and CSV) into this folder")
      ->type_name("DIR");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque compare-modes scenarios/marseille-schools --annex annex");
  command.callback([options, &exit_code] { exit_code = CompareModes(*options); });
}

}  // namespace calanque::cli
