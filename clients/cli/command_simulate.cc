#include <iostream>
#include <memory>
#include <string>

#include "clients/cli/ask_simulation.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_risk.h"
#include "clients/cli/report.h"
#include "clients/cli/request_files.h"
#include "clients/cli/simulation_flags.h"

namespace calanque::cli {
namespace {

struct SimulateOptions {
  SimulationFlags simulation;
  OutputChoice output;
  ServerChoice server;
};

ExitCode Simulate(const SimulateOptions& options) {
  v1::SimulateRequest request;
  const auto files = ReadRequestFiles(options.simulation.path, options.simulation.risk, "risk.yaml", request);
  if (!files) return ExitCode::kInputWrong;
  const RequestSources sources = files->Sources(ApplySimulationFlags(options.simulation, files->BesideMap(), request));
  if (const std::string wrong = CheckSimulationFlags(options.simulation, request); !wrong.empty()) {
    std::cerr << wrong << "\n";
    return ExitCode::kUsage;
  }
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  v1::SimulationResult result;
  const grpc::Status status = AskSimulation(request, *connection, result);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(result.warnings(), sources);
  return WriteOutput(options.output,
                     {[&](const TextStyle& style) { return SimulationTable(result, PageOfSimulation(request), style); },
                      &result, [&] { return SimulationCsv(result); }});
}

}  // namespace

void AddSimulate(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App& command = *program.add_subcommand(
      "simulate", "Run a portfolio over many futures: distributions of value, cost per tonne and gap");
  AddSimulationFlags(command, options->simulation);
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque simulate scenarios/marseille --paths 100000 --seed 1 --perspective city");
  command.callback([options, &exit_code] { exit_code = Simulate(*options); });
}

}  // namespace calanque::cli
