// calanque-batch: `calanque simulate` by the many processes of an MPI job, on one machine or a cluster.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <exception>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

#include "clients/cli/common_options.h"
#include "clients/cli/progress_bar.h"
#include "clients/cli/request_files.h"
#include "clients/cli/simulation_flags.h"
#include "service/batch/batch_run.h"

namespace calanque::cli {
namespace {

struct BatchOptions {
  SimulationFlags simulation;
  OutputChoice output;
  service::BatchSettings settings;
};

std::string CheckSeconds(const std::string& text) {
  double seconds = 0.0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  const bool is_good = error == std::errc() && stop == end && std::isfinite(seconds) && seconds >= 0.0;
  return is_good ? "" : "'" + text + "' is no number of seconds";
}

void AddOptions(CLI::App& program, BatchOptions& options) {
  AddSimulationFlags(program, options.simulation);
  program.add_option("--threads", options.settings.thread_count, "Threads of each rank; default: 1")
      ->transform(WholeNumber<int>(1, 1024))
      ->type_name("N");
  program
      .add_option("--checkpoint", options.settings.checkpoint_file,
                  "Keep what is done in this file, and go on from it where it exists; removed at the end")
      ->type_name("FILE");
  program
      .add_option("--checkpoint-every", options.settings.checkpoint_seconds,
                  "Seconds between two writes of that file, at least; default: 5")
      ->check(CLI::Validator(CheckSeconds, ""))
      ->type_name("SECONDS");
  program
      .add_option("--progress-every", options.settings.progress_seconds,
                  "Seconds between two lines of progress on standard error; 0: none; default: 30")
      ->check(CLI::Validator(CheckSeconds, ""))
      ->type_name("SECONDS");
  AddOutputOptions(program, options.output);
  RefuseEmptyValues(program);
}

/// Writes to the end of its life what the other ranks would say too into a text of its own.
class QuietErrors {
 public:
  explicit QuietErrors(bool is_quiet) : before_(is_quiet ? std::cerr.rdbuf(text_.rdbuf()) : nullptr) {}
  ~QuietErrors() {
    if (before_ != nullptr) std::cerr.rdbuf(before_);
  }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  std::ostringstream text_;
  std::streambuf* before_;
};

/// Only rank 0 speaks, but for a rank that alone cannot read what the others read.
ExitCode Run(const BatchOptions& options, service::BoostRankTeam& team) {
  const QuietErrors errors(team.rank() != 0);
  v1::SimulateRequest request;
  const auto files = cli::ReadRequestFiles(options.simulation.path, options.simulation.risk, "risk.yaml", request);
  std::vector<RequestSource> flags =
      ApplySimulationFlags(options.simulation, files ? files->BesideMap() : nullptr, request);
  flags.push_back({"checkpoint", nullptr, "--checkpoint"});
  if (const auto rank = RankThatDiffers(team, files ? &request : nullptr)) {
    std::cerr << "calanque-batch: rank " << *rank << " does not read the same input as rank 0\n";
    if (team.rank() == *rank) std::fputs(errors.text().c_str(), stderr);
    return ExitCode::kInputWrong;
  }
  if (!files) return ExitCode::kInputWrong;
  if (const std::string wrong = CheckSimulationFlags(options.simulation, request); !wrong.empty()) {
    std::cerr << wrong << "\n";
    return ExitCode::kUsage;
  }
  const RequestSources sources = files->Sources(std::move(flags));
  v1::SimulationResult result;
  service::BatchSettings settings = options.settings;
  settings.progress = [&](const v1::SimulationProgress& told) {
    std::cerr << "calanque-batch: " << ProgressLine(told, request.appraisal().portfolio().currency_code()) << "\n";
  };
  const grpc::Status status = RunBatch(team, request, settings, result);
  if (!status.ok()) return ReportStatus(status, sources);
  if (team.rank() != 0) return ExitCode::kGood;
  ReportWarnings(result.warnings(), sources);
  const ExitCode written =
      WriteOutput(options.output,
                  {[&](const TextStyle& style) { return SimulationTable(result, PageOfSimulation(request), style); },
                   &result, [&] { return SimulationCsv(result); }});
  const std::string& checkpoint = options.settings.checkpoint_file;
  // A request that is only checked has not finished what the file holds.
  const bool is_finished = written == ExitCode::kGood && !request.appraisal().validate_only();
  if (is_finished && !checkpoint.empty()) std::remove(checkpoint.c_str());
  return written;
}

/// Whether no rank ends here: an --output may be refused on one machine and good on another.
bool DoAllGoOn(service::BoostRankTeam& team, bool goes_on) {
  const std::array<std::byte, 1> own = {goes_on ? std::byte{1} : std::byte{0}};
  const auto all = team.Exchange(own);
  return std::all_of(all.begin(), all.end(), [](const auto& rank) { return rank.front() == std::byte{1}; });
}

int Main(int argc, char** argv, service::BoostRankTeam& team) {
  CLI::App program("`calanque simulate` over the processes of an MPI job: the same figures for any number of them",
                   "calanque-batch");
  program.set_version_flag("--version", "calanque-batch " CALANQUE_VERSION);
  program.footer(
      "Example: mpirun -n 4 calanque-batch scenarios/marseille --paths 1000000 --checkpoint marseille.checkpoint\n"
      "Exit codes: 0 good, 1 the input is wrong, 2 usage, 4 refused, 5 stopped, or another rank was lost (mpirun may\n"
      "give the lost rank's status instead)");
  BatchOptions options;
  AddOptions(program, options);
  std::optional<int> exit_code;
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    exit_code = error.get_exit_code() == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
    if (team.rank() == 0) program.exit(error);
  }
  if (!DoAllGoOn(team, !exit_code)) return exit_code.value_or(static_cast<int>(ExitCode::kUsage));
  return static_cast<int>(Run(options, team));
}

}  // namespace
}  // namespace calanque::cli

int main(int argc, char** argv) {
  calanque::service::BoostRankTeam team(argc, argv);
  try {
    const int exit_code = calanque::cli::Main(argc, argv, team);
    return team.rank() == 0 ? exit_code : 0;  // mpirun gives the job's status, and ends it at the first that is not 0.
  } catch (const std::exception& error) {
    std::fprintf(stderr, "calanque-batch: a defect of this program on rank %d: %s\n", team.rank(), error.what());
    calanque::service::BoostRankTeam::Abort(static_cast<int>(calanque::cli::ExitCode::kServerRefused));
    return static_cast<int>(calanque::cli::ExitCode::kServerRefused);
  }
}
