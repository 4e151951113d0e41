#include <memory>
#include <string>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/report.h"
#include "clients/cli/request_file.h"
#include "clients/cli/text_table.h"

namespace calanque::cli {
namespace {

struct ValidateOptions {
  std::string path;
  ServerChoice server;
};

std::string Counted(int count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string Summary(const v1::AppraisePortfolioRequest& request, int metric_count) {
  const v1::Portfolio& portfolio = request.portfolio();
  int item_count = 0;
  for (const v1::Project& project : portfolio.projects()) {
    item_count += project.with_project_size() + project.without_project_size();
  }
  return "valid: " + Counted(portfolio.projects_size(), "project") + ", " + Counted(item_count, "item") + ", " +
         Counted(portfolio.financing_sources_size(), "financing source") + ", " +
         Counted(portfolio.perspectives_size(), "perspective") + ", " +
         Counted(request.assumptions().curves_size(), "curve") + ", " + Counted(metric_count, "metric");
}

ExitCode Validate(const ValidateOptions& options) {
  v1::AppraisePortfolioRequest request;
  const auto scenario = ReadRequest(options.path, request);
  if (!scenario) return ExitCode::kInputWrong;
  request.set_validate_only(true);
  const RequestSources sources({{"", &*scenario, ""}});

  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::AppraisePortfolioResponse response;
  const grpc::Status status = connection->stub().AppraisePortfolio(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  int metric_count = request.options().metric_names_size();
  if (metric_count == 0) {  // None named: all that the server has.
    grpc::ClientContext list_context;
    connection->Prepare(list_context);
    v1::ListMetricsResponse list;
    const grpc::Status listed = connection->stub().ListMetrics(&list_context, v1::ListMetricsRequest(), &list);
    if (!listed.ok()) return ReportStatus(listed, RequestSources({}));
    metric_count = list.metrics_size();
  }
  ReportWarnings(response.warnings(), sources);
  return WriteText(Printable(options.path) + ": " + Summary(request, metric_count) + "\n", "");
}

}  // namespace

void AddValidate(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<ValidateOptions>();
  CLI::App& command = *program.add_subcommand("validate", "Check a scenario without computing; lists every problem");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  AddServerOptions(command, options->server);
  command.footer("Example: calanque validate scenarios/marseille");
  command.callback([options, &exit_code] { exit_code = Validate(*options); });
}

}  // namespace calanque::cli
