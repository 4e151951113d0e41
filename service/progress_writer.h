// Progress of a simulation on its way to the caller: not too often, with an estimate of the time left.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "calanque/v1/risk_service.pb.h"
#include "engine/model/risk.h"
#include "engine/run/simulate.h"

namespace calanque::service {

/// Paths that will have been run at the end, as far as can be told: all, or as many as the target error seems to need
/// (a standard error falls with the square root of the paths).
double ExpectedPathCount(const run::SimulationProgress& progress, const model::SimulationOptions& options);

/// Sends to one stream, from the thread that serves the call.
class ProgressWriter {
 public:
  using Send = std::function<void(const v1::SimulationProgress&)>;

  /// `options` outlive it.
  ProgressWriter(const model::SimulationOptions& options, Send send) : options_(options), send_(std::move(send)) {}

  /// Must not outlive this.
  [[nodiscard]] run::ProgressSink AsSink() {
    return [this](const run::SimulationProgress& progress) { Tell(progress); };
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kBetweenMessages{100};

  void Tell(const run::SimulationProgress& progress);

  const model::SimulationOptions& options_;
  Send send_;
  const Clock::time_point start_ = Clock::now();
  Clock::time_point start_of_indices_ = start_;
  Clock::time_point next_ = start_;
};

}  // namespace calanque::service
