// One path at a time, on which drivers are held: what tornado, stresses and reverse stresses read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/stop_poll.h"
#include "engine/risk/sampler.h"
#include "engine/run/path_evaluator.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// `stop` is asked before each evaluation. From when it says so nothing is evaluated any more: figures are those of
/// before, to be thrown away by who asks is_stopped in the end.
class HeldPath {
 public:
  /// All outlive it.
  HeldPath(const SimulationPlan& plan, const risk::Sampler& sampler, const StopPoll& stop)
      : sampler_(sampler), stop_(stop), evaluator_(plan, 1), block_(sampler.row_count(), 1) {}

  /// One driver where a standard normal number is, the others where nothing deviates: Sampler::FillForced.
  void Force(std::size_t driver, double normal) {
    if (IsStopped()) return;
    sampler_.FillForced(driver, normal, block_);
    evaluator_.Evaluate(block_);
  }
  /// These drivers at their values: Sampler::FillHeld.
  void Hold(std::span<const risk::HeldDriver> held) {
    if (IsStopped()) return;
    sampler_.FillHeld(held, block_);
    evaluator_.Evaluate(block_);
  }
  /// Of SimulationPlan::figures; not-a-number where it does not exist.
  [[nodiscard]] double Figure(std::uint32_t figure) const { return evaluator_.Figure(figure).front(); }
  [[nodiscard]] bool is_stopped() const { return is_stopped_; }

 private:
  bool IsStopped() {
    is_stopped_ = is_stopped_ || stop_();
    return is_stopped_;
  }

  const risk::Sampler& sampler_;
  const StopPoll& stop_;
  bool is_stopped_ = false;
  PathEvaluator evaluator_;
  risk::FactorBlock block_;
};

}  // namespace calanque::run
