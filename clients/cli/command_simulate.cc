#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_json.h"
#include "clients/cli/output_risk.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/report.h"
#include "clients/cli/risk_file.h"
#include "clients/cli/simulation_flags.h"

namespace calanque::cli {
namespace {

struct SimulateOptions {
  SimulationFlags simulation;
  std::optional<std::int64_t> sensitivity_path_count;
  bool is_drivers_alone = false;
  OutputChoice output;
  ServerChoice server;
};

/// Reads the stream to its end, showing progress; the result where the call was good.
grpc::Status Run(const v1::SimulateRequest& request, Connection& connection, v1::SimulationResult& result) {
  grpc::ClientContext context;
  connection.Prepare(context);
  ProgressBar bar(request.appraisal().portfolio().currency_code());
  const auto stream = connection.risk_stub().Simulate(&context, request);
  v1::SimulateResponse message;
  while (stream->Read(&message)) {
    if (message.has_progress()) bar.Show(message.progress());
    if (message.has_result()) result = std::move(*message.mutable_result());
  }
  return stream->Finish();
}

ExitCode Simulate(const SimulateOptions& options) {
  v1::SimulateRequest request;
  const auto files = ReadRisk(options.simulation.path, options.simulation.risk, request);
  if (!files) return ExitCode::kInputWrong;
  std::vector<RequestSource> flags = ApplySimulationFlags(options.simulation, request);
  if (options.sensitivity_path_count) {
    request.mutable_sensitivity()->set_path_count(*options.sensitivity_path_count);
    flags.push_back({"sensitivity.path_count", nullptr, "--sensitivity-paths"});
  }
  if (options.is_drivers_alone && request.has_sensitivity()) {
    request.mutable_sensitivity()->set_grouping(v1::SENSITIVITY_GROUPING_DRIVERS_ALONE);
  }
  const RequestSources sources = files->Sources(std::move(flags));
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  v1::SimulationResult result;
  const grpc::Status status = Run(request, *connection, result);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(result.warnings(), sources);
  return WriteOutput(options.output,
                     {[&](const TextStyle& style) { return SimulationTable(result, PageOfSimulation(request), style); },
                      [&] { return ToJson(result); }, [&] { return SimulationCsv(result); }});
}

}  // namespace

void AddSimulate(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App& command = *program.add_subcommand(
      "simulate", "Run a portfolio over many futures: distributions of value, cost per tonne and gap");
  AddSimulationFlags(command, options->simulation);
  command
      .add_option(
          "--sensitivity-paths", options->sensitivity_path_count,
          "Futures for Sobol' indices: which drivers explain the variance; default: the file's, or none. Each costs "
          "as much as one future per group of drivers, and two more")
      ->type_name("N");
  command.add_flag("--drivers-alone", options->is_drivers_alone,
                   "Sobol' indices of drivers one by one, correlations set aside; default: correlated ones together");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque simulate scenarios/marseille --paths 100000 --seed 1 --perspective city");
  command.callback([options, &exit_code] { exit_code = Simulate(*options); });
}

}  // namespace calanque::cli
