// One path at a time, on which drivers are held: what tornado, stresses and reverse stresses read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/risk/sampler.h"
#include "engine/run/path_evaluator.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

class HeldPath {
 public:
  /// Both outlive it.
  HeldPath(const SimulationPlan& plan, const risk::Sampler& sampler)
      : sampler_(sampler), evaluator_(plan, 1), block_(sampler.row_count(), 1) {}

  /// One driver where a standard normal number is, the others where nothing deviates: Sampler::FillForced.
  void Force(std::size_t driver, double normal) {
    sampler_.FillForced(driver, normal, block_);
    evaluator_.Evaluate(block_);
  }
  /// These drivers at their values: Sampler::FillHeld.
  void Hold(std::span<const risk::HeldDriver> held) {
    sampler_.FillHeld(held, block_);
    evaluator_.Evaluate(block_);
  }
  /// Of SimulationPlan::figures; not-a-number where it does not exist.
  [[nodiscard]] double Figure(std::uint32_t figure) const { return evaluator_.Figure(figure).front(); }

 private:
  const risk::Sampler& sampler_;
  PathEvaluator evaluator_;
  risk::FactorBlock block_;
};

}  // namespace calanque::run
