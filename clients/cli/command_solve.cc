#include <charconv>
#include <map>
#include <memory>
#include <string>

#include "clients/cli/commands.h"
#include "clients/cli/common_options.h"
#include "clients/cli/output_ppp.h"
#include "clients/cli/partnership_file.h"

namespace calanque::cli {
namespace {

struct SolveOptions {
  std::string path;
  std::string terms;
  std::string mode;
  std::string unknown;
  std::string target;
  double value = 0.0;
  std::string tranche;
  std::string target_end;
  OutputChoice output;
  ServerChoice server;
};

const std::map<std::string, v1::SolvedUnknown>& Unknowns() {
  static const std::map<std::string, v1::SolvedUnknown> kUnknowns = {
      {"charge", v1::SOLVED_UNKNOWN_CHARGE},
      {"grant", v1::SOLVED_UNKNOWN_GRANT},
      {"debt", v1::SOLVED_UNKNOWN_DEBT},
      {"tenor", v1::SOLVED_UNKNOWN_TENOR},
      {"operating-subsidy", v1::SOLVED_UNKNOWN_OPERATING_SUBSIDY},
      {"tariff", v1::SOLVED_UNKNOWN_TARIFF}};
  return kUnknowns;
}

const std::map<std::string, v1::SolveTarget>& Targets() {
  static const std::map<std::string, v1::SolveTarget> kTargets = {{"equity-irr", v1::SOLVE_TARGET_EQUITY_IRR},
                                                                  {"equity-npv", v1::SOLVE_TARGET_EQUITY_NPV},
                                                                  {"project-npv", v1::SOLVE_TARGET_PROJECT_NPV},
                                                                  {"minimum-dscr", v1::SOLVE_TARGET_MINIMUM_DSCR},
                                                                  {"average-dscr", v1::SOLVE_TARGET_AVERAGE_DSCR}};
  return kTargets;
}

/// Reads "equity-irr=0.11"; what is wrong, or nothing.
std::string ParseTarget(const std::string& text, SolveOptions& options) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos || Targets().count(name) == 0) {
    return "expected NAME=VALUE with NAME one of equity-irr, equity-npv, project-npv, minimum-dscr, average-dscr";
  }
  const char* begin = text.data() + equals + 1;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, options.value);
  if (error != std::errc() || stop != end) return "'" + std::string(begin, end) + "' is no number; write 11 % as 0.11";
  options.target = name;
  return "";
}

ExitCode Solve(const SolveOptions& options) {
  v1::CompareDeliveryModesRequest all;
  const auto files = ReadPartnership(options.path, options.terms, all);
  if (!files) return ExitCode::kInputWrong;
  const auto mode = FindMode(all, options.mode, /*needs_company=*/true);
  if (!mode) return ExitCode::kInputWrong;
  v1::SolveTermsRequest request;
  *request.mutable_appraisal() = all.appraisal();
  *request.mutable_setting() = all.setting();
  *request.mutable_mode() = all.modes(*mode);
  request.set_unknown(Unknowns().at(options.unknown));
  request.set_target(Targets().at(options.target));
  request.set_target_value(options.value);
  request.set_tranche_id(options.tranche);
  request.set_target_end_date(options.target_end);

  const RequestSources sources = files->Sources(*mode, {{"unknown", nullptr, "--unknown"},
                                                        {"target", nullptr, "--target"},
                                                        {"target_value", nullptr, "--target"},
                                                        {"tranche_id", nullptr, "--tranche"},
                                                        {"target_end_date", nullptr, "--target-end"}});
  auto connection = Connection::Open(options.server);
  if (!connection) return ReportUnreachable(options.server.address);
  grpc::ClientContext context;
  connection->Prepare(context);
  v1::SolveTermsResponse response;
  const grpc::Status status = connection->ppp_stub().SolveTerms(&context, request, &response);
  if (!status.ok()) return ReportStatus(status, sources);
  ReportWarnings(response.mode().warnings(), sources);
  return WriteOutput(options.output, {[&](const TextStyle& style) { return SolveTable(response, style); }, &response,
                                      [&] { return ModeCsv(response.mode(), response.currency_code()); }});
}

}  // namespace

void AddSolve(CLI::App& program, ExitCode& exit_code) {
  auto options = std::make_shared<SolveOptions>();
  CLI::App& command = *program.add_subcommand("solve", "Find the term of a delivery mode that meets a target");
  command.add_option("path", options->path, "A scenario file, or a folder that holds scenario.yaml")
      ->required()
      ->type_name("PATH");
  command.add_option("--unknown", options->unknown, "charge, grant, debt, tenor, operating-subsidy or tariff")
      ->required()
      ->check(CLI::IsMember(Unknowns()))
      ->type_name("TERM");
  command
      .add_option_function<std::string>(
          "--target",
          [options](const std::string& text) {
            if (const std::string wrong = ParseTarget(text, *options); !wrong.empty()) {
              throw CLI::ValidationError("--target", wrong);
            }
          },
          "equity-irr=0.11, equity-npv=0, project-npv=0, minimum-dscr=1.3 or average-dscr=1.4")
      ->required()
      ->type_name("NAME=VALUE");
  command.add_option("--mode", options->mode, "Which of the partnership's modes; default: the first with a company")
      ->type_name("ID");
  command.add_option("--tranche", options->tranche, "Loan of a debt or tenor; default: the first")->type_name("ID");
  command
      .add_option("--target-end", options->target_end,
                  "Last day of the flows that an IRR or NPV counts; default: the end of the contract")
      ->type_name("YYYY-MM-DD");
  command.add_option("--terms", options->terms, "The partnership; default: partnership.yaml beside the scenario")
      ->type_name("FILE");
  AddOutputOptions(command, options->output);
  AddServerOptions(command, options->server);
  command.footer(
      "Example: calanque solve scenarios/marseille-schools --mode partnership --unknown charge --target "
      "equity-irr=0.10");
  command.callback([options, &exit_code] { exit_code = Solve(*options); });
}

}  // namespace calanque::cli
