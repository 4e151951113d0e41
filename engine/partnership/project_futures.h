// What drivers of a risk model make of the project that all modes deliver: its money by period, on the same futures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/stop_poll.h"
#include "engine/partnership/partnership.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/path_evaluator.h"
#include "engine/run/project_series.h"

namespace calanque::partnership {

/// Rows of the project as the public party would pay (costs) or be paid (the rest), by period.
enum class FutureRow : std::uint8_t {
  kWorks,
  kOperatingCost,
  kMaintenance,
  kRevenue,
  kGrant,
  kEnergyBill,       ///< With the project; while it is delayed the bill is the one without it.
  kSavings,          ///< Of energy: bill without less bill with.
  kPromisedSavings,  ///< The same where all comes as planned, at the prices of the path: what guarantees promise.
  kOther,            ///< Net cost of everything else.
  kAvailability,     ///< Not money: earned part of charges over what is expected, less 1.
};
inline constexpr std::size_t kFutureRowCount = 10;

constexpr std::size_t Position(FutureRow row) { return static_cast<std::size_t>(row); }

/// The rows, then one per curve that charges and loans follow, compiled. Immutable, shared by threads.
struct ProjectFutures {
  run::SimulationPlan plan;
  std::vector<std::uint8_t> is_moved;    ///< By row.
  std::vector<std::string> curve_ids;    ///< Of the rows after kFutureRowCount.
  std::optional<std::size_t> delay_row;  ///< Of the sampler's block: years by which the project is delayed.
  int periods_per_year = 1;

  [[nodiscard]] bool IsMoved(std::size_t row) const { return row < is_moved.size() && is_moved[row] != 0; }
  /// The curve's row where drivers move it.
  [[nodiscard]] std::optional<std::size_t> RowOfCurve(std::string_view curve_id) const;
};

/// `curve_ids` are what charges are indexed by and floating loans follow, each once. `driver_rows` say where the
/// sampler puts the drivers of `risk`; `row_count` its rows.
/// Errors  kCancelled. Cost  as run::CompileProjectSeries.
Result<ProjectFutures, Failures> CompileFutures(const Project& project, std::vector<std::string> curve_ids,
                                                const model::RiskModel& risk, const run::DriverBindings& bindings,
                                                std::span<const risk::DriverRows> driver_rows, std::uint32_t row_count,
                                                const StopPoll& stop);

/// The rows of one block of paths; one per thread.
class FuturePaths {
 public:
  /// `futures` outlive it.
  FuturePaths(const ProjectFutures& futures, std::size_t max_path_count);

  /// Cost  O(weights x paths), no allocation.
  void Evaluate(const risk::FactorBlock& block);

  /// What comes less what is expected, by path; exactly 0 where nothing deviates.
  [[nodiscard]] std::span<const double> Row(std::size_t row, std::size_t period) const {
    return evaluator_.Year(row, period);
  }
  [[nodiscard]] const ProjectFutures& futures() const { return *futures_; }
  /// Periods by which the project of a path is delayed.
  [[nodiscard]] int DelayPeriods(std::size_t path) const { return delay_periods_.empty() ? 0 : delay_periods_[path]; }

 private:
  const ProjectFutures* futures_;
  run::PathEvaluator evaluator_;
  std::vector<int> delay_periods_;
};

}  // namespace calanque::partnership
