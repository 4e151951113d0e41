#include "service/progress_writer.h"

#include <algorithm>
#include <cmath>

#include "service/convert/to_proto_risk.h"

namespace calanque::service {

double ExpectedPathCount(const run::SimulationProgress& progress, const model::SimulationOptions& options) {
  const auto all = static_cast<double>(progress.path_count);
  const auto done = static_cast<double>(progress.paths_done);
  const double target = options.target_standard_error_fraction.value_or(0.0) * std::abs(progress.mean_npv_amount);
  if (target <= 0.0) return all;
  const double ratio = progress.standard_error / target;
  return std::clamp(done * ratio * ratio, done, std::max(done, all));
}

void ProgressWriter::Tell(const run::SimulationProgress& progress) {
  const Clock::time_point now = Clock::now();
  if (progress.index_paths_done == 0) start_of_indices_ = now;
  if (now < next_) return;
  next_ = now + kBetweenMessages;
  v1::SimulationProgress message;
  FillProgress(progress, message);
  const auto time_left = [&](Clock::time_point start, std::int64_t done, double all) {
    const double seconds_per_path = std::chrono::duration<double>(now - start).count() / static_cast<double>(done);
    return seconds_per_path * (all - static_cast<double>(done));
  };
  if (progress.index_paths_done > 0) {
    message.set_time_left_seconds(
        time_left(start_of_indices_, progress.index_paths_done, static_cast<double>(progress.index_path_count)));
  } else if (progress.paths_done > 0) {
    message.set_time_left_seconds(time_left(start_, progress.paths_done, ExpectedPathCount(progress, options_)));
  }
  send_(message);
}

}  // namespace calanque::service
