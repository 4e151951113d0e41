#include <algorithm>
#include <iostream>
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
#include "clients/cli/text_table.h"

namespace calanque::cli {
namespace {

struct CompareOptions {
  std::vector<std::string> paths;
  std::vector<std::string> metrics;
  OutputChoice output;
  ServerChoice server;
};

/// Two folders may bear one name; the server wants labels that differ.
void MakeLabelsDiffer(const std::vector<std::string>& paths, v1::ComparePortfoliosRequest& request) {
  for (int i = 0; i < request.cases_size(); ++i) {
    for (int j = 0; j < request.cases_size(); ++j) {
      if (i == j || request.cases(i).label() != request.cases(j).label()) continue;
      const std::string& path = paths[static_cast<std::size_t>(j)];
      request.mutable_cases(j)->set_label(
          path == paths[static_cast<std::size_t>(i)] ? path + " (" + std::to_string(j + 1) + ")" : path);
    }
  }
}

ExitCode Compare(const CompareOptions& options) {
  v1::ComparePortfoliosRequest request;
  const auto scenarios = ReadRequests(options.paths, *request.mutable_cases());
  if (!scenarios) return ExitCode::kInputWrong;
  std::vector<RequestSource> parts;
  for (int i = 0; i < request.cases_size(); ++i) {
    const std::string prefix = "cases[" + std::to_string(i) + "]";
    parts.push_back({prefix, &(*scenarios)[static_cast<std::size_t>(i)], ""});
    if (options.metrics.empty()) continue;
    request.mutable_cases(i)->mutable_options()->mutable_metric_names()->Assign(options.metrics.begin(),
                                                                                options.metrics.end());
    parts.push_back({prefix + ".options.metric_names", nullptr, "--metric"});
  }
  MakeLabelsDiffer(options.paths, request);
  const RequestSources sources(std::move(parts));

  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::ComparePortfoliosResponse response;
  const grpc::Status status = connection->stub().ComparePortfolios(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(response.warnings(), sources);
  if (options.output.format == "csv") {  // Whose rows have no place for them.
    for (const std::string& caution : response.cautions()) std::cerr << "caution: " << Printable(caution) << "\n";
  }
  if (!options.metrics.empty()) {  // Who asks for some figures does not want the others.
    response.clear_sector_rows();
    response.clear_source_rows();
  }
  return WriteOutput(options.output, {[&](const TextStyle& style) { return ComparisonTable(response, style); },
                                      &response, [&] { return ComparisonCsv(response); }});
}

}  // namespace

void AddCompare(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<CompareOptions>();
  CLI::App& command = *program.add_subcommand("compare", "Put portfolios side by side; the first is the reference");
  command.add_option("paths", options->paths, "Two or more scenario files or folders")
      ->required()
      ->type_name("PATH")
      ->expected(2, -1);
  AddMetricOption(command, options->metrics);
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque compare scenarios/marseille scenarios/electric-bus --metric npv_amount");
  command.callback([options, &exit_code] { exit_code = Compare(*options); });
}

}  // namespace calanque::cli
