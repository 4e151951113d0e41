// Runs many paths on several threads, or several processes, and keeps statistics of every row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/risk.h"
#include "engine/run/path_source.h"
#include "engine/run/path_statistics.h"
#include "engine/run/run_company.h"
#include "engine/run/simulate.h"

namespace calanque::run {

/// Everything kept of a run.
struct PathRun {
  std::int64_t path_count = 0;
  bool is_target_error_met = false;
  bool is_cancelled = false;
  std::vector<RowStatistics> rows;    ///< PathSource::Rows.
  std::vector<double> pair_products;  ///< PathSource::Pairs: sum over paths of the product of both deviations.
};

/// Called from the thread that runs, after each round; where no distributions are kept, after each of its chunks too,
/// with what is done so far of this rank's share, before it is merged.
using RoundSink = std::function<void(const PathRun&)>;

/// Paths that a thread evaluates together, a multiple of 8: what 4 MB of numbers take, so that they stay near the
/// processor, from 32 to 128; of a large portfolio down to 8, so that a block takes no more than 20 ms or so.
std::size_t PathsPerBlock(const PathSource& source);

/// Runs options.path_count paths, or fewer where the target error is met.
///
/// Paths are dealt to ranks and threads in chunks of 1024; what a chunk gives is merged in the order of chunks, and
/// whether to go on is asked after rounds of 32 chunks (63 after a million paths), so that any number of threads and
/// ranks, and a run that was interrupted between rounds, give the same bits. More threads and ranks than chunks find
/// nothing to do. `stop` is asked once per block of paths, from any of the threads.
/// Errors  kInvalidInput where the checkpoint is of another run.
/// Cost    O(paths x work of the source); memory does not grow with paths.
Result<PathRun> RunPaths(const PathSource& source, const model::SimulationOptions& options, const StopPoll& stop,
                         const RoundSink& sink, const RunCompany& company = {});

/// What is known of one row of a run.
SimulationProgress ProgressOf(const PathRun& run, const model::SimulationOptions& options, std::size_t row);

/// A sink that tells `progress` of one row; empty where `progress` is.
RoundSink TellProgress(const ProgressSink& progress, const model::SimulationOptions& options, std::size_t row);

/// The state of a run after a round, to go on from later. `fingerprint` names what is run (a hash of the inputs).
std::vector<std::byte> SaveRun(const PathRun& run, std::span<const std::byte> fingerprint);

}  // namespace calanque::run
