#include <cstdint>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/annex.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_ppp.h"
#include "clients/cli/partnership_file.h"
#include "clients/cli/progress_bar.h"

namespace calanque::cli {
namespace {

struct CompareModesOptions {
  std::string path;
  std::string terms;
  std::string annex;
  std::string risk;
  std::optional<std::int64_t> path_count;
  std::optional<std::uint64_t> seed;
  OutputChoice output;
  ServerChoice server;
};

/// Of all modes and their simulation; what is said of the setting they share is said once.
google::protobuf::RepeatedPtrField<v1::Violation> WarningsOf(const v1::CompareDeliveryModesResponse& response) {
  google::protobuf::RepeatedPtrField<v1::Violation> all;
  std::set<std::pair<std::string, std::string>> said;
  const auto add = [&](const google::protobuf::RepeatedPtrField<v1::Violation>& warnings) {
    for (const v1::Violation& warning : warnings) {
      if (said.emplace(warning.field_path(), warning.message()).second) *all.Add() = warning;
    }
  };
  for (const auto& mode : response.modes()) add(mode.warnings());
  add(response.simulation().warnings());
  return all;
}

ExitCode Report(const CompareModesOptions& options, const v1::CompareDeliveryModesResponse& response,
                const RequestSources& sources) {
  ReportWarnings(WarningsOf(response), sources);
  if (!options.annex.empty()) {
    if (const std::string wrong = WriteAnnex(response, options.annex); !wrong.empty()) {
      std::cerr << "--annex: " << wrong << "\n";
      return ExitCode::kUsage;
    }
  }
  return WriteOutput(options.output, {[&](const TextStyle& style) { return ModesTable(response, style); }, &response,
                                      [&] { return ModesCsv(response); }});
}

/// Reads the stream to its end, showing progress; the result where the call was good.
grpc::Status Simulate(const v1::CompareDeliveryModesRequest& comparison, Connection& connection,
                      v1::CompareDeliveryModesResponse& result) {
  v1::SimulateDeliveryModesRequest request;
  *request.mutable_comparison() = comparison;
  grpc::ClientContext context;
  connection.Prepare(context);
  ProgressBar bar(comparison.appraisal().portfolio().currency_code(), "mean cost of " + comparison.reference_mode_id());
  const auto stream = connection.ppp_stub().SimulateDeliveryModes(&context, request);
  v1::SimulateDeliveryModesResponse message;
  while (stream->Read(&message)) {
    if (message.has_progress()) bar.Show(message.progress());
    if (message.has_result()) result = std::move(*message.mutable_result());
  }
  return stream->Finish();
}

ExitCode CompareModes(const CompareModesOptions& options) {
  v1::CompareDeliveryModesRequest request;
  auto files = ReadPartnership(options.path, options.terms, request);
  if (!files) return ExitCode::kInputWrong;
  std::vector<RequestSource> flags;
  if (options.path_count) {
    request.mutable_simulation()->set_path_count(*options.path_count);
    flags.push_back({"comparison.simulation.path_count", nullptr, "--paths"});
  }
  if (!request.has_simulation() && (options.seed || !options.risk.empty())) {
    std::cerr << (options.seed ? "--seed" : "--risk")
              << ": nothing is simulated; expected --paths beside it, or simulation in the terms\n";
    return ExitCode::kUsage;
  }
  if (options.seed) request.mutable_simulation()->set_seed(*options.seed);
  if (request.has_simulation() && !ReadRiskModel(options.path, options.risk, *files, request)) {
    return ExitCode::kInputWrong;
  }
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  v1::CompareDeliveryModesResponse response;
  if (request.has_simulation()) {
    const grpc::Status status = Simulate(request, *connection, response);
    if (!status.ok()) return ReportStatus(status, files->SimulationSources(std::move(flags)));
    return Report(options, response, files->Sources());
  }
  grpc::ClientContext context;
  connection->Prepare(context);
  const grpc::Status status = connection->ppp_stub().CompareDeliveryModes(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, files->Sources());
  return Report(options, response, files->Sources());
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
  command
      .add_option("--paths", options->path_count,
                  "Draw register and risk model over so many futures; default: the file's")
      ->transform(WholeNumber<std::int64_t>())
      ->type_name("N");
  command
      .add_option("--risk", options->risk,
                  "What moves beside the register; default: risk.yaml beside the scenario, where there is one")
      ->type_name("FILE");
  command.add_option("--seed", options->seed, "Of the futures: same seed, same figures; default: the file's, or 0")
      ->transform(WholeNumber<std::uint64_t>())
      ->type_name("S");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque compare-modes scenarios/marseille-schools --annex annex");
  command.callback([options, &exit_code] { exit_code = CompareModes(*options); });
}

}  // namespace calanque::cli
