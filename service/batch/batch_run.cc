#include "service/batch/batch_run.h"

#include <chrono>
#include <iostream>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/run/path_run.h"
#include "service/batch/checkpoint_file.h"
#include "service/batch/loss_notice.h"
#include "service/input_hash.h"
#include "service/progress_writer.h"
#include "service/simulation_call.h"
#include "service/status.h"

namespace calanque::service {
namespace {

using Clock = std::chrono::steady_clock;
using Bytes = std::vector<std::byte>;

Bytes ToBytes(const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::string ToText(const Bytes& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// Rank 0 reads, all learn: what is wrong, else the state. Empty: from the start.
Result<Bytes> ShareCheckpoint(BoostRankTeam& team, const std::string& file, LossNotice* notice) {
  Bytes wrong;
  Bytes state;
  if (team.rank() == 0 && !file.empty()) {
    auto read = ReadCheckpoint(file);
    if (read) {
      notice->SetKept(read->path_count);
      state = std::move(read->state);
    } else {
      wrong = ToBytes(read.error().message);
    }
  }
  const Bytes heard = team.Exchange(wrong).front();
  if (!heard.empty()) return Failure{Reason::kInvalidInput, "checkpoint", ToText(heard)};
  return std::move(team.Exchange(state).front());
}

/// Writes the state, not more often than asked for. A disk that is full now may not be so later: the run goes on.
class Keeper {
 public:
  Keeper(const BatchSettings& settings, Bytes fingerprint, LossNotice& notice)
      : settings_(settings), fingerprint_(std::move(fingerprint)), notice_(notice) {}

  void OnRound(const run::PathRun& run) {
    if (std::chrono::duration<double>(Clock::now() - last_).count() < settings_.checkpoint_seconds) return;
    const auto written = WriteCheckpoint(settings_.checkpoint_file, run.path_count, run::SaveRun(run, fingerprint_));
    if (written) {
      notice_.SetKept(run.path_count);
    } else {
      std::cerr << "calanque-batch: warning: " << written.error().message << "\n";
    }
    last_ = Clock::now();
  }

 private:
  const BatchSettings& settings_;
  Bytes fingerprint_;
  LossNotice& notice_;
  Clock::time_point last_ = Clock::now();
};

}  // namespace

Limits BatchLimits() {
  Limits limits;
  limits.max_paths = 10'000'000'000;
  limits.max_simulated_cells = 1e16;
  limits.max_violation_bytes = std::numeric_limits<int>::max();
  return limits;
}

std::optional<int> RankThatDiffers(BoostRankTeam& team, const v1::SimulateRequest* request) {
  const auto all = team.Exchange(ToBytes(request != nullptr ? InputHash(*request) : std::string()));
  for (std::size_t r = 1; r < all.size(); ++r) {
    if (all[r] != all.front()) return static_cast<int>(r);
  }
  return std::nullopt;
}

grpc::Status RunBatch(BoostRankTeam& team, const v1::SimulateRequest& request, const BatchSettings& settings,
                      v1::SimulationResult& result) {
  const Limits limits = BatchLimits();
  const auto refuse = [&](const Failures& failures) { return ToStatus(failures, "batch", limits); };
  const auto setup = SetUpSimulation(request, limits, {});
  if (!setup) return refuse(setup.error());
  std::optional<LossNotice> notice;
  if (team.rank() == 0) notice.emplace(settings.checkpoint_file);
  const auto checkpoint = ShareCheckpoint(team, settings.checkpoint_file, notice ? &*notice : nullptr);
  if (!checkpoint) return refuse({checkpoint.error()});
  const Bytes fingerprint = ToBytes(InputHash(request) + " " CALANQUE_VERSION);
  SimulationManner manner;
  manner.thread_count = settings.thread_count;
  manner.company = {&team, *checkpoint, fingerprint, {}, {}};
  std::optional<Keeper> keeper;
  if (notice && !settings.checkpoint_file.empty()) {
    keeper.emplace(settings, fingerprint, *notice);
    manner.company.on_round = [&](const run::PathRun& run) { keeper->OnRound(run); };
  }
  ProgressWriter progress(setup->options, [last = Clock::now(), &settings](const auto& told) mutable {
    if (std::chrono::duration<double>(Clock::now() - last).count() < settings.progress_seconds) return;
    last = Clock::now();
    settings.progress(told);
  });
  if (team.rank() == 0 && settings.progress && settings.progress_seconds > 0.0) manner.progress = progress.AsSink();
  const Failures failures = RunSimulation(request, *setup, manner, result);
  return failures.empty() ? grpc::Status::OK : refuse(failures);
}

}  // namespace calanque::service
