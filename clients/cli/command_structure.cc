#include <iostream>
#include <memory>
#include <string>

#include "clients/cli/annex.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_ppp.h"
#include "clients/cli/partnership_file.h"

namespace calanque::cli {
namespace {

struct StructureOptions {
  std::string path;
  std::string terms;
  std::string mode;
  std::string annex;
  OutputChoice output;
  ServerChoice server;
};

/// The annex of one mode is that of a comparison without a reference.
v1::CompareDeliveryModesResponse AsComparison(const v1::StructureProjectResponse& response) {
  v1::CompareDeliveryModesResponse out;
  out.set_label(response.label());
  *out.add_modes() = response.mode();
  *out.mutable_conventions() = response.conventions();
  out.set_engine_version(response.engine_version());
  out.set_input_hash(response.input_hash());
  out.set_currency_code(response.currency_code());
  return out;
}

ExitCode Structure(const StructureOptions& options) {
  v1::CompareDeliveryModesRequest all;
  const auto files = ReadPartnership(options.path, options.terms, all);
  if (!files) return ExitCode::kInputWrong;
  const auto mode = FindMode(all, options.mode);
  if (!mode) return ExitCode::kInputWrong;
  v1::StructureProjectRequest request;
  *request.mutable_appraisal() = all.appraisal();
  *request.mutable_setting() = all.setting();
  *request.mutable_mode() = all.modes(*mode);
  if (all.has_city_accounts()) *request.mutable_city_accounts() = all.city_accounts();
  const RequestSources sources = files->Sources(*mode);

  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::StructureProjectResponse response;
  const grpc::Status status = connection->ppp_stub().StructureProject(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(response.mode().warnings(), sources);
  if (!options.annex.empty()) {
    if (const std::string wrong = WriteAnnex(AsComparison(response), options.annex); !wrong.empty()) {
      std::cerr << "--annex: " << wrong << "\n";
      return ExitCode::kUsage;
    }
  }
  return WriteOutput(options.output, {[&](const TextStyle& style) { return StructureTable(response, style); },
                                      &response, [&] { return ModeCsv(response.mode(), response.currency_code()); }});
}

}  // namespace

void AddStructure(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<StructureOptions>();
  CLI::App& command =
      *program.add_subcommand("structure", "Build one delivery mode: debt, waterfall, returns, cost to the city");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--mode", options->mode, "Which of the partnership's modes; default: the first")->type_name("ID");
  command.add_option("--terms", options->terms, "The partnership; default: partnership.yaml beside the scenario")
      ->type_name("FILE");
  command.add_option("--annex", options->annex, "Write the quantitative annex (Markdown and CSV) into this folder")
      ->type_name("DIR");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque structure scenarios/marseille-schools --mode partnership --format csv");
  command.callback([options, &exit_code] { exit_code = Structure(*options); });
}

}  // namespace calanque::cli
