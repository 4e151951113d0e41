#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/ask_planning.h"
#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_selection.h"
#include "clients/cli/request_files.h"
#include "clients/cli/selection_futures.h"

namespace calanque::cli {
namespace {

struct SelectOptions {
  std::string path;
  std::string selection;
  std::string perspective_id;
  int frontier_point_count = -1;
  FutureFlags futures;
  OutputChoice output;
  ServerChoice server;
};

ExitCode Select(const SelectOptions& options) {
  v1::SelectPortfolioRequest request;
  const auto files = ReadRequestFiles(options.path, options.selection, "selection.yaml", request);
  if (!files) return ExitCode::kInputWrong;
  if (options.futures.weight && options.futures.count == 0 && request.shortfall().scenarios().empty()) {
    std::cerr
        << "--shortfall-weight: there are no futures; expected --futures beside it, or shortfall.scenarios in the "
           "terms\n";
    return ExitCode::kUsage;
  }
  std::vector<RequestSource> flags;
  if (!options.perspective_id.empty()) {
    request.set_perspective_id(options.perspective_id);
    flags.push_back({"perspective_id", nullptr, "--perspective"});
  }
  if (options.frontier_point_count >= 0) {
    request.set_frontier_point_count(options.frontier_point_count);
    flags.push_back({"frontier_point_count", nullptr, "--frontier"});
  }
  if (options.futures.weight) flags.push_back({"shortfall.weight", nullptr, "--shortfall-weight"});
  if (options.futures.count > 0) flags.push_back({"shortfall.scenarios", nullptr, "--futures"});
  if (const auto failed = AddFutures(options.path, options.futures, options.server, request)) return *failed;
  const RequestSources sources = files->Sources(std::move(flags));
  v1::SelectPortfolioResponse response;
  const auto failed =
      AskPlanning(options.server, sources, &v1::PlanningService::Stub::SelectPortfolio, request, response);
  if (failed) return *failed;
  ReportWarnings(response.warnings(), sources);
  return WriteOutput(options.output, {[&](const TextStyle& style) { return SelectionTable(response, style); },
                                      &response, [&] { return SelectionCsv(response); }});
}

}  // namespace

void AddSelect(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<SelectOptions>();
  CLI::App& command = *program.add_subcommand(
      "select", "Choose projects, sizes and start years under budgets, capacities, debt and targets");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--terms", options->selection, "Objective and constraints; default: selection.yaml beside it")
      ->type_name("FILE");
  command.add_option("--perspective", options->perspective_id, "Whose values; default: the file's")->type_name("ID");
  command
      .add_option("--frontier", options->frontier_point_count, "Points of the efficient frontier; default: the file's")
      ->transform(WholeNumber<int>(0))
      ->type_name("COUNT");
  AddFutureFlags(command, options->futures);
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque select scenarios/marseille --frontier 8");
  command.callback([options, &exit_code] { exit_code = Select(*options); });
}

}  // namespace calanque::cli
