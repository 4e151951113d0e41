// The portfolio's figures as outputs of drivers, for Sobol' indices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/model/risk.h"
#include "engine/risk/sampler.h"
#include "engine/run/sensitivity.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Drivers by group, ascending; every driver is in one. Together: those linked by correlations that are not 0, however
/// far; so that groups are independent of each other.
std::vector<std::vector<std::uint32_t>> GroupsOf(const model::RiskModel& risk, model::SensitivityGrouping grouping);

/// Figures of `plan` that are the portfolio's, in their order.
std::vector<std::uint32_t> PortfolioFigures(const SimulationPlan& plan);

/// Two samples by the same sampler, of paths far apart: independent, as long as it draws independent paths.
class PortfolioOutputs final : public OutputSource {
 public:
  /// All outlive it.
  PortfolioOutputs(const SimulationPlan& plan, const risk::Sampler& sampler,
                   const std::vector<std::vector<std::uint32_t>>& groups)
      : plan_(plan), sampler_(sampler), groups_(groups), figures_(PortfolioFigures(plan)) {}

  [[nodiscard]] std::size_t OutputCount() const override { return figures_.size(); }
  [[nodiscard]] std::size_t GroupCount() const override { return groups_.size(); }
  [[nodiscard]] std::size_t NumbersPerPath() const override;
  [[nodiscard]] std::unique_ptr<OutputWorker> MakeWorker(std::size_t block_path_count) const override;

 private:
  const SimulationPlan& plan_;
  const risk::Sampler& sampler_;
  const std::vector<std::vector<std::uint32_t>>& groups_;
  std::vector<std::uint32_t> figures_;
};

}  // namespace calanque::run
