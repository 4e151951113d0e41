#include <memory>
#include <string>

#include "clients/cli/ask_planning.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_progress.h"
#include "clients/cli/request_files.h"

namespace calanque::cli {
namespace {

struct TrackOptions {
  std::string path;
  std::string actuals;
  OutputChoice output;
  ServerChoice server;
};

ExitCode Track(const TrackOptions& options) {
  v1::TrackProgressRequest request;
  const auto files = ReadRequestFiles(options.path, options.actuals, "actuals.yaml", request);
  if (!files) return ExitCode::kInputWrong;
  const RequestSources sources = files->Sources();
  v1::TrackProgressResponse response;
  const auto failed =
      AskPlanning(options.server, sources, &v1::PlanningService::Stub::TrackProgress, request, response);
  if (failed) return *failed;
  ReportWarnings(response.warnings(), sources);
  return WriteOutput(options.output, {[&](const TextStyle& style) { return ProgressTable(response, style); }, &response,
                                      [&] { return ProgressCsv(response); }});
}

}  // namespace

void AddTrack(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<TrackOptions>();
  CLI::App& command = *program.add_subcommand(
      "track", "Follow projects under way: differences from the plan, forecast, updated NPV, tonnes and gap");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--actuals", options->actuals, "What is recorded; default: actuals.yaml beside the scenario")
      ->type_name("FILE");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque track scenarios/marseille");
  command.callback([options, &exit_code] { exit_code = Track(*options); });
}

}  // namespace calanque::cli
