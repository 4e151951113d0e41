#include "clients/cli/selection_futures.h"

#include <string>
#include <utility>
#include <vector>

#include "clients/cli/ask_simulation.h"
#include "clients/cli/common_options.h"
#include "clients/cli/report.h"
#include "clients/cli/request_files.h"
#include "service/limits.h"

namespace calanque::cli {
namespace {

/// A choice takes a project's futures as a list of values, of which the service takes no more. No flag of calanqued
/// changes that limit.
constexpr int kMostFutures = service::Limits().max_list_values;

void Ask(const FutureFlags& flags, const std::string& perspective_id, v1::SimulateRequest& request) {
  v1::SimulationOptions& options = *request.mutable_options();
  options.set_path_count(flags.count);
  options.set_project_future_count(static_cast<std::int32_t>(flags.count));
  options.clear_target_standard_error_fraction();
  if (flags.seed) options.set_seed(*flags.seed);
  request.clear_sensitivity();
  request.mutable_risk()->clear_reverse_stresses();
  v1::AppraisalOptions& appraisal = *request.mutable_appraisal()->mutable_options();
  appraisal.set_omits_projects(false);
  appraisal.clear_perspective_ids();
  appraisal.add_perspective_ids(perspective_id);
}

}  // namespace

void AddFutureFlags(CLI::App& command, FutureFlags& flags) {
  command
      .add_option(
          "--futures", flags.count,
          "Futures to simulate from the risk file, 1 to " + std::to_string(kMostFutures) +
              " (so many values a list of the service holds): expected shortfall is theirs; default: the file's own, "
              "or none")
      ->transform(WholeNumber<int>(1, kMostFutures))
      ->type_name("N");
  CLI::Option* futures = command.get_option("--futures");
  command.add_option("--risk", flags.risk, "What is uncertain; default: risk.yaml beside the scenario")
      ->needs(futures)
      ->type_name("FILE");
  command.add_option("--seed", flags.seed, "Same seed, same futures; default: the risk file's, or 0")
      ->transform(WholeNumber<std::uint64_t>())
      ->needs(futures)
      ->type_name("S");
  command
      .add_option(
          "--shortfall-weight", flags.weight,
          "Money given up per unit of expected shortfall where the objective is a value; default: the file's, or 0: it "
          "is only told")
      ->type_name("W");
}

std::optional<ExitCode> AddFutures(const std::string& path, const FutureFlags& flags, const ServerChoice& server,
                                   v1::SelectPortfolioRequest& request) {
  if (flags.weight) request.mutable_shortfall()->set_weight(*flags.weight);
  if (flags.count == 0) return std::nullopt;
  if (request.perspective_id().empty()) {
    request.clear_shortfall();  // The choice will be refused for that, and for nothing that would follow from it.
    return std::nullopt;
  }
  v1::SimulateRequest asked;
  const auto files = ReadRequestFiles(path, flags.risk, "risk.yaml", asked);
  if (!files) return ExitCode::kInputWrong;
  Ask(flags, request.perspective_id(), asked);
  const RequestSources sources = files->Sources({{"options.path_count", nullptr, "--futures"},
                                                 {"options.project_future_count", nullptr, "--futures"},
                                                 {"appraisal.options.perspective_ids", nullptr, "--perspective"}});
  auto connection = Connection::Open(server);
  if (!connection) return ReportUnreachable(server.address);
  v1::SimulationResult result;
  const grpc::Status status = AskSimulation(asked, *connection, result);
  if (!status.ok()) return ReportStatus(status, sources);
  // The choice itself will warn of the scenario.
  google::protobuf::RepeatedPtrField<v1::Violation> warnings;
  for (const v1::Violation& warning : result.warnings()) {
    if (warning.field_path().starts_with("risk")) *warnings.Add() = warning;
  }
  ReportWarnings(warnings, sources);
  auto& scenarios = *request.mutable_shortfall()->mutable_scenarios();
  scenarios.Clear();
  for (v1::ProjectFutures& futures : *result.mutable_project_futures()) {
    v1::ProjectScenarios& made = *scenarios.Add();
    made.set_project_id(futures.project_id());
    made.mutable_npv_amounts()->Swap(futures.mutable_npv_amounts());
  }
  return std::nullopt;
}

}  // namespace calanque::cli
