#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_csv.h"
#include "clients/cli/output_table.h"
#include "clients/cli/report.h"
#include "clients/cli/request_file.h"

namespace calanque::cli {
namespace {

struct AppraiseOptions {
  std::string path;
  std::vector<std::string> perspectives;
  std::vector<std::string> metrics;
  std::vector<std::string> projects;
  OutputChoice output;
  ServerChoice server;
};

/// Flags stand above the file. `sources` learns what the command line set.
void ApplyFlags(const AppraiseOptions& options, v1::AppraisePortfolioRequest& request,
                std::vector<RequestSource>& sources) {
  v1::AppraisalOptions& made = *request.mutable_options();
  if (!options.perspectives.empty()) {
    made.clear_perspective_ids();
    for (const std::string& id : options.perspectives) {
      const auto& asked = made.perspective_ids();
      if (std::find(asked.begin(), asked.end(), id) == asked.end()) made.add_perspective_ids(id);
    }
    sources.push_back({"options.perspective_ids", nullptr, "--perspective"});
  }
  if (!options.metrics.empty()) {
    made.mutable_metric_names()->Assign(options.metrics.begin(), options.metrics.end());
    sources.push_back({"options.metric_names", nullptr, "--metric"});
  }
}

/// Whether every project asked for exists; the others are named.
bool HasProjects(const std::vector<std::string>& ids, const v1::Portfolio& portfolio) {
  bool has_all = true;
  for (const std::string& id : ids) {
    const bool is_there = std::any_of(portfolio.projects().begin(), portfolio.projects().end(),
                                      [&](const v1::Project& project) { return project.id() == id; });
    if (!is_there) std::cerr << "--project: the portfolio has no project '" << Printable(id) << "'\n";
    has_all = has_all && is_there;
  }
  return has_all;
}

/// Leaves the portfolio's figures and those of the projects asked for.
void KeepProjects(const std::vector<std::string>& ids, v1::AppraisePortfolioResponse& response) {
  if (ids.empty()) return;
  const auto is_unwanted = [&](const std::string& id) {
    return !id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end();
  };
  auto& cells = *response.mutable_cells();
  cells.erase(std::remove_if(cells.begin(), cells.end(),
                             [&](const v1::MetricCell& cell) { return is_unwanted(cell.project_id()); }),
              cells.end());
  auto& names = *response.mutable_project_names();
  names.erase(
      std::remove_if(names.begin(), names.end(), [&](const v1::DisplayName& name) { return is_unwanted(name.id()); }),
      names.end());
}

AppraisalPage PageOf(const v1::AppraisePortfolioRequest& request) {
  const v1::Portfolio& portfolio = request.portfolio();
  AppraisalPage page;
  page.title = portfolio.display_name().empty() ? portfolio.id() : portfolio.display_name();
  page.target_year = portfolio.baseline().target_year();
  const auto& asked = request.options().perspective_ids();
  page.perspective_ids.assign(asked.begin(), asked.end());
  if (page.perspective_ids.empty() && portfolio.perspectives_size() > 0) {
    page.perspective_ids.push_back(portfolio.perspectives(0).id());
  }
  return page;
}

ExitCode Appraise(const AppraiseOptions& options) {
  v1::AppraisePortfolioRequest request;
  const auto scenario = ReadRequest(options.path, request);
  if (!scenario || !HasProjects(options.projects, request.portfolio())) return ExitCode::kInputWrong;
  std::vector<RequestSource> parts = {{"", &*scenario, ""}};
  ApplyFlags(options, request, parts);
  const RequestSources sources(std::move(parts));

  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::AppraisePortfolioResponse response;
  const grpc::Status status = connection->stub().AppraisePortfolio(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);

  ReportWarnings(response.warnings(), sources);
  KeepProjects(options.projects, response);
  return WriteOutput(options.output,
                     {[&](const TextStyle& style) { return AppraisalTable(response, PageOf(request), style); },
                      &response, [&] { return AppraisalCsv(response); }});
}

}  // namespace

void AddAppraise(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<AppraiseOptions>();
  CLI::App& command = *program.add_subcommand("appraise", "Value a portfolio: NPV, cost per tonne, financing gap");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--perspective", options->perspectives, "Only seen by this perspective; may be repeated")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  AddMetricOption(command, options->metrics);
  command.add_option("--project", options->projects, "Only this project, beside the portfolio; may be repeated")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer(
      "Example: calanque appraise scenarios/marseille --perspective city --format csv --output marseille.csv");
  command.callback([options, &exit_code] { exit_code = Appraise(*options); });
}

}  // namespace calanque::cli
