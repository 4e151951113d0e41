#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/ask_planning.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_curve.h"
#include "clients/cli/request_files.h"

namespace calanque::cli {
namespace {

struct CurveOptions {
  std::string path;
  std::string curve;
  std::string perspective_id;
  std::string drawing;
  OutputChoice output;
  ServerChoice server;
};

ExitCode Curve(const CurveOptions& options) {
  v1::BuildAbatementCurveRequest request;
  const auto files = ReadRequestFiles(options.path, options.curve, "curve.yaml", request, Beside::kOptional);
  if (!files) return ExitCode::kInputWrong;
  std::vector<RequestSource> flags;
  if (!options.perspective_id.empty()) {
    request.set_perspective_id(options.perspective_id);
    flags.push_back({"perspective_id", nullptr, "--perspective"});
  }
  const RequestSources sources = files->Sources(std::move(flags));
  v1::BuildAbatementCurveResponse response;
  const auto failed =
      AskPlanning(options.server, sources, &v1::PlanningService::Stub::BuildAbatementCurve, request, response);
  if (failed) return *failed;
  ReportWarnings(response.warnings(), sources);
  if (!options.drawing.empty()) {
    if (const ExitCode code = WriteText(CurveSvg(response), options.drawing); code != ExitCode::kGood) return code;
  }
  return WriteOutput(options.output, {[&](const TextStyle& style) { return CurveTable(response, style); }, &response,
                                      [&] { return CurveCsv(response); }});
}

}  // namespace

void AddCurve(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<CurveOptions>();
  CLI::App& command = *program.add_subcommand(
      "curve", "Rank measures: Pareto layers where they save money, cost per tonne where they cost");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command
      .add_option("--curve", options->curve,
                  "Interactions, speed limits and pathway; default: curve.yaml beside the scenario, where there is one")
      ->type_name("FILE");
  command.add_option("--perspective", options->perspective_id, "Whose cost; default: the file's, or the first")
      ->type_name("ID");
  command.add_option("--drawing", options->drawing, "Write the curve as a picture (SVG) to this file too")
      ->type_name("FILE");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque curve scenarios/marseille --drawing curve.svg");
  command.callback([options, &exit_code] { exit_code = Curve(*options); });
}

}  // namespace calanque::cli
