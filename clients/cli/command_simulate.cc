#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_json.h"
#include "clients/cli/output_risk.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/report.h"
#include "clients/cli/risk_file.h"

namespace calanque::cli {
namespace {

constexpr std::int64_t kUsualPathCount = 10'000;

struct SimulateOptions {
  std::string path;
  std::string risk;
  std::optional<std::int64_t> path_count;
  std::optional<std::uint64_t> seed;
  std::optional<double> target_error;
  std::string sampling;
  bool is_antithetic = false;
  std::vector<std::string> perspectives;
  OutputChoice output;
  ServerChoice server;
};

const std::map<std::string, v1::Sampling>& Samplings() {
  static const std::map<std::string, v1::Sampling> samplings = {{"pseudo-random", v1::SAMPLING_PSEUDO_RANDOM},
                                                                {"sobol", v1::SAMPLING_SOBOL},
                                                                {"latin-hypercube", v1::SAMPLING_LATIN_HYPERCUBE}};
  return samplings;
}

/// Flags stand above the files. Gives what the command line set.
std::vector<RequestSource> ApplyFlags(const SimulateOptions& options, v1::SimulateRequest& request) {
  std::vector<RequestSource> flags;
  v1::SimulationOptions& made = *request.mutable_options();
  if (options.path_count) {
    made.set_path_count(*options.path_count);
    flags.push_back({"options.path_count", nullptr, "--paths"});
  } else if (made.path_count() == 0) {
    made.set_path_count(kUsualPathCount);
  }
  if (options.seed) made.set_seed(*options.seed);
  if (options.target_error) {
    made.set_target_standard_error_fraction(*options.target_error);
    flags.push_back({"options.target_standard_error_fraction", nullptr, "--target-error"});
  }
  if (!options.sampling.empty()) {
    made.set_sampling(Samplings().at(options.sampling));
    flags.push_back({"options.sampling", nullptr, "--sampling"});
  }
  if (options.is_antithetic) made.set_is_antithetic(true);
  if (!options.perspectives.empty()) {
    auto& ids = *request.mutable_appraisal()->mutable_options()->mutable_perspective_ids();
    ids.Assign(options.perspectives.begin(), options.perspectives.end());
    flags.push_back({"appraisal.options.perspective_ids", nullptr, "--perspective"});
  }
  return flags;
}

SimulationPage PageOf(const v1::SimulateRequest& request) {
  const v1::Portfolio& portfolio = request.appraisal().portfolio();
  SimulationPage page;
  page.title = portfolio.display_name().empty() ? portfolio.id() : portfolio.display_name();
  page.target_year = portfolio.baseline().target_year();
  const auto& asked = request.appraisal().options().perspective_ids();
  page.perspective_ids.assign(asked.begin(), asked.end());
  if (page.perspective_ids.empty() && portfolio.perspectives_size() > 0) {
    page.perspective_ids.push_back(portfolio.perspectives(0).id());
  }
  return page;
}

/// Reads the stream to its end, showing progress; the result where the call was good.
grpc::Status Run(const v1::SimulateRequest& request, Connection& connection, v1::SimulationResult& result) {
  grpc::ClientContext context;
  connection.Prepare(context);
  ProgressBar bar(request.appraisal().portfolio().currency_code());
  const auto stream = connection.risk_stub().Simulate(&context, request);
  v1::SimulateResponse message;
  while (stream->Read(&message)) {
    if (message.has_progress()) bar.Show(message.progress());
    if (message.has_result()) result = std::move(*message.mutable_result());
  }
  return stream->Finish();
}

ExitCode Simulate(const SimulateOptions& options) {
  v1::SimulateRequest request;
  const auto files = ReadRisk(options.path, options.risk, request);
  if (!files) return ExitCode::kInputWrong;
  const RequestSources sources = files->Sources(ApplyFlags(options, request));
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  v1::SimulationResult result;
  const grpc::Status status = Run(request, *connection, result);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(result.warnings(), sources);
  return WriteOutput(options.output,
                     {[&](const TextStyle& style) { return SimulationTable(result, PageOf(request), style); },
                      [&] { return ToJson(result); }, [&] { return SimulationCsv(result); }});
}

void AddSamplingOptions(CLI::App& command, SimulateOptions& options) {
  command
      .add_option("--paths", options.path_count,
                  "Futures to run, with --target-error the most; default: the file's, or 10000")
      ->type_name("N");
  command.add_option("--seed", options.seed, "Same seed, same figures; default: the file's, or 0")->type_name("S");
  command
      .add_option("--target-error", options.target_error,
                  "Stop when the standard error of the mean NPV is at most this fraction of it: 0.01 is 1 %")
      ->type_name("F");
  std::vector<std::string> names;
  for (const auto& [name, sampling] : Samplings()) names.push_back(name);
  command.add_option("--sampling", options.sampling, "How futures are drawn; default: the file's, or pseudo-random")
      ->check(CLI::IsMember(names))
      ->type_name("METHOD");
  command.add_flag("--antithetic", options.is_antithetic, "Draw futures in pairs that mirror each other");
}

}  // namespace

void AddSimulate(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<SimulateOptions>();
  CLI::App& command = *program.add_subcommand(
      "simulate", "Run a portfolio over many futures: distributions of value, cost per tonne and gap");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--risk", options->risk, "What is uncertain; default: risk.yaml beside the scenario")
      ->type_name("FILE");
  AddSamplingOptions(command, *options);
  command.add_option("--perspective", options->perspectives, "Only seen by this perspective; may be repeated")
      ->type_name("ID")
      ->expected(1)
      ->take_all();
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer("Example: calanque simulate scenarios/marseille --paths 100000 --seed 1 --perspective city");
  command.callback([options, &exit_code] { exit_code = Simulate(*options); });
}

}  // namespace calanque::cli
