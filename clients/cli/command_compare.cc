#include <algorithm>
#include <deque>
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
  std::deque<ScenarioFile> scenarios;  // A deque, since the sources point into it.
  std::vector<RequestSource> parts;
  bool is_wrong = false;
  for (const std::string& path : options.paths) {
    v1::AppraisePortfolioRequest& one = *request.add_cases();
    auto scenario = ReadRequest(path, one);
    is_wrong = is_wrong || !scenario;
    if (!scenario) continue;
    scenarios.push_back(std::move(*scenario));
    const std::string prefix = "cases[" + std::to_string(request.cases_size() - 1) + "]";
    parts.push_back({prefix, &scenarios.back(), ""});
    if (options.metrics.empty()) continue;
    one.mutable_options()->mutable_metric_names()->Assign(options.metrics.begin(), options.metrics.end());
    parts.push_back({prefix + ".options.metric_names", nullptr, "--metric"});
  }
  if (is_wrong) return ExitCode::kInputWrong;
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
