// Runs the paths of a compiled simulation on several threads and keeps statistics of every row.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/base/stop_poll.h"
#include "engine/model/risk.h"
#include "engine/risk/sampler.h"
#include "engine/run/path_statistics.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Everything kept of a run. Row r < figure count is figure r; after them come the reported year figures, year by year.
struct PathRun {
  std::int64_t path_count = 0;
  bool is_target_error_met = false;
  bool is_cancelled = false;
  std::vector<RowStatistics> rows;
  /// [perspective][project]: sum over paths of the product of both deviations, of the project's NPV and the portfolio's.
  std::vector<std::vector<double>> npv_products;
};

/// Called from the thread that runs, after each round.
using RoundSink = std::function<void(const PathRun&)>;

/// Rows of statistics a plan needs.
std::size_t StatisticsRowCount(const SimulationPlan& plan);

/// Runs options.path_count paths, or fewer where the target error is met.
///
/// Paths are dealt to threads in chunks of 1024; what a chunk gives is merged in the order of chunks, and whether to go
/// on is asked after rounds of fixed size, so that any number of threads gives the same bits. `stop` is asked once per
/// block of paths, from any of the threads.
/// Cost  O(paths x weights); memory does not grow with paths.
PathRun RunPaths(const SimulationPlan& plan, const risk::Sampler& sampler, const model::SimulationOptions& options,
                 const StopPoll& stop, const RoundSink& sink);

}  // namespace calanque::run
