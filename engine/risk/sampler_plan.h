// What a sampler has worked out before the first path. Internal to this module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/result.h"
#include "engine/kernel/brownian_bridge.h"
#include "engine/model/risk.h"
#include "engine/risk/correlation.h"
#include "engine/risk/distribution.h"
#include "engine/risk/number_source.h"
#include "engine/risk/process.h"
#include "engine/risk/sampler.h"

namespace calanque::risk {

/// The numbers that every path has of one driver, but for its main number.
struct ProcessPlan {
  std::uint32_t driver = 0;
  std::uint32_t main = 0;  ///< Row of its main number.
  Process process;
  double sign = 1.0;
  std::vector<double> times;               ///< At which factors are read, by year that is not past.
  std::vector<NumberName> bridge_numbers;  ///< By step of the bridge; the first is not used, the main number is.
};

struct DrawPlan {
  std::uint32_t driver = 0;
  std::uint32_t main = 0;
  QuantileFunction quantile;
  double shared_weight = 1.0;  ///< Roots of the shares of the variance.
  double own_weight = 0.0;
  std::vector<NumberName> own_numbers;  ///< By row; empty where nothing is a project's own.
  [[nodiscard]] bool IsAllOwn() const { return shared_weight == 0.0 && !own_numbers.empty(); }
};

struct EventPlan {
  std::uint32_t driver = 0;
  double probability_per_year = 0.0;
  double mean_impact = 0.0;
  QuantileFunction impact;
  std::size_t first_year = 0;       ///< Position of the first year in which it can happen, not past.
  std::vector<NumberName> numbers;  ///< By year from there on.
};

struct SamplerPlan {
  std::vector<DriverRows> drivers;
  std::size_t row_count = 0;
  std::vector<double> year_times;
  std::size_t past_year_count = 0;  ///< Years at the start whose factors are 1.

  std::vector<NumberName> main_numbers;  ///< Those that are correlated come first, in the order of the factor.
  SquareMatrix main_factor{0};
  std::vector<ProcessPlan> processes;  ///< Likewise.
  SquareMatrix process_factor{0};
  kernel::BrownianBridge bridge{{}};
  std::vector<DrawPlan> draws;
  std::vector<EventPlan> events;

  std::optional<NumberSource> source;  ///< Set once all numbers are known.
  Failures warnings;

  [[nodiscard]] std::size_t future_year_count() const { return year_times.size() - past_year_count; }
  /// Rows of a workspace: main numbers, bridge numbers [step][process], scratch.
  [[nodiscard]] std::size_t FirstBridgeRow() const { return main_numbers.size(); }
  [[nodiscard]] std::size_t FirstScratchRow() const {
    return FirstBridgeRow() + bridge.steps().size() * processes.size();
  }
  [[nodiscard]] std::size_t WorkspaceRowCount() const { return FirstScratchRow() + kProcessScratchRows; }
};

/// Errors: as Sampler::Make.
Result<SamplerPlan, Failures> MakeSamplerPlan(const model::RiskModel& model, const SamplerSetting& setting,
                                              const model::SimulationOptions& options, const StopPoll& stop);

/// Factors of the drivers that are named in correlations, and what was repaired.
struct CorrelatedDrivers {
  std::vector<std::size_t> drivers;  ///< Ascending positions.
  SquareMatrix correlation{0};
  Failures warnings;
};

/// Errors  kInvalidInput under "correlations" where the matrix is none and the model does not repair it. Ends half-way
///         where `stop` says so.
Result<CorrelatedDrivers, Failures> CorrelateDrivers(const model::RiskModel& model, const StopPoll& stop);

}  // namespace calanque::risk
