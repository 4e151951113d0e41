// The rows of a compiled simulation by path: figures, then reported year figures year by year.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/risk/sampler.h"
#include "engine/run/path_source.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Pairs: every project's NPV with the portfolio's, perspective by perspective.
class PortfolioPaths final : public PathSource {
 public:
  /// Both outlive it.
  PortfolioPaths(const SimulationPlan& plan, const risk::Sampler& sampler) : plan_(plan), sampler_(sampler) {}

  [[nodiscard]] std::vector<PathRow> Rows() const override;
  [[nodiscard]] std::vector<PathRowPair> Pairs() const override;
  [[nodiscard]] std::size_t TargetRow() const override { return plan_.target_figure; }
  [[nodiscard]] std::size_t NumbersPerPath() const override;
  [[nodiscard]] std::unique_ptr<PathWorker> MakeWorker(std::size_t block_path_count) const override;

 private:
  const SimulationPlan& plan_;
  const risk::Sampler& sampler_;
};

}  // namespace calanque::run
