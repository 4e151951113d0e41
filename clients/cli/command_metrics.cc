#include <memory>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_csv.h"
#include "clients/cli/output_table.h"
#include "clients/cli/report.h"

namespace calanque::cli {
namespace {

struct MetricsOptions {
  OutputChoice output;
  ServerChoice server;
};

ExitCode ListMetrics(const MetricsOptions& options) {
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::ListMetricsResponse response;
  const grpc::Status status = connection->stub().ListMetrics(&context, v1::ListMetricsRequest(), &response);
  if (!status.ok()) return ReportStatus(status, RequestSources({}));
  return WriteOutput(options.output, {[&](const TextStyle& style) { return MetricsTable(response, style); }, &response,
                                      [&] { return MetricsCsv(response); }});
}

}  // namespace

void AddMetrics(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<MetricsOptions>();
  CLI::App& command = *program.add_subcommand("metrics", "List every metric with unit, meaning and source");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque metrics --format csv");
  command.callback([options, &exit_code] { exit_code = ListMetrics(*options); });
}

}  // namespace calanque::cli
