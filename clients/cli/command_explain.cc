#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_csv.h"
#include "clients/cli/output_table.h"
#include "clients/cli/report.h"
#include "clients/cli/request_file.h"

namespace calanque::cli {
namespace {

struct ExplainOptions {
  std::string path;
  std::string project;
  std::string perspective;
  std::vector<std::string> metrics;
  std::string view = "incremental";
  OutputChoice output;
  ServerChoice server;
};

v1::FlowView ParseView(const std::string& view) {
  if (view == "with") return v1::FLOW_VIEW_WITH_PROJECT;
  return view == "without" ? v1::FLOW_VIEW_WITHOUT_PROJECT : v1::FLOW_VIEW_INCREMENTAL;
}

ExitCode Explain(const ExplainOptions& options) {
  v1::ExplainRequest request;
  v1::AppraisePortfolioRequest& appraisal = *request.mutable_appraisal();
  const auto scenario = ReadRequest(options.path, appraisal);
  if (!scenario) return ExitCode::kInputWrong;
  request.set_project_id(options.project);
  request.set_perspective_id(options.perspective);
  if (options.perspective.empty() && appraisal.portfolio().perspectives_size() > 0) {
    request.set_perspective_id(appraisal.portfolio().perspectives(0).id());
  }
  request.set_view(ParseView(options.view));
  std::vector<RequestSource> parts = {{"appraisal", &*scenario, ""},
                                      {"project_id", nullptr, "--project"},
                                      {"perspective_id", nullptr, "--perspective"}};
  if (!options.metrics.empty()) {
    appraisal.mutable_options()->mutable_metric_names()->Assign(options.metrics.begin(), options.metrics.end());
    parts.push_back({"appraisal.options.metric_names", nullptr, "--metric"});
  }
  const RequestSources sources(std::move(parts));

  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::ExplainResponse response;
  const grpc::Status status = connection->stub().Explain(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(response.warnings(), sources);
  return WriteOutput(options.output,
                     {[&](const TextStyle& style) { return ExplanationTable(response, request, style); }, &response,
                      [&] { return ExplanationCsv(response); }});
}

}  // namespace

void AddExplain(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App& command =
      *program.add_subcommand("explain", "Open a project's figures down to columns, formulas, inputs and sources");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--project", options->project, "Which project")->required()->type_name("ID");
  command.add_option("--perspective", options->perspective, "Seen by whom; default: the portfolio's first perspective")
      ->type_name("ID");
  AddMetricOption(command, options->metrics);
  command.add_option("--view", options->view, "incremental (with minus without), with, or without")
      ->check(CLI::IsMember({"incremental", "with", "without"}))
      ->type_name("VIEW");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque explain scenarios/electric-bus --project electric-bus --metric npv_amount");
  command.callback([options, &exit_code] { exit_code = Explain(*options); });
}

}  // namespace calanque::cli
