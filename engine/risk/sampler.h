// Turns a risk model into numbers: for a block of paths, the factor of every driver, year by year or project by
// project.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/risk.h"
#include "engine/risk/factor_block.h"

namespace calanque::risk {

/// What a driver fills rows with.
enum class RowKind : std::uint8_t {
  kYearFactor,     ///< One row per calendar year: the factor of that year, mean 1 but for a drift.
  kProjectFactor,  ///< One row per project it reaches; a single row where no part is the project's own.
  kProjectDelay,   ///< Likewise, whole years of delay, >= 0.
  kEventAmount,  ///< One row per calendar year: what the event costs that year, in money of its price terms; 0 if none.
};

inline constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

/// Where the rows of one driver stand in a block.
struct DriverRows {
  RowKind kind = RowKind::kYearFactor;
  std::uint32_t first_row = 0;
  std::uint32_t row_count = 0;
  /// kProjectFactor, kProjectDelay: row by project; kNoRow if not reached. A draw of a curve reaches no project by
  /// itself: its one row is first_row.
  std::vector<std::uint32_t> row_of_project;
};

/// What the sampler must know of the plan.
struct SamplerSetting {
  std::vector<double> year_times;  ///< By calendar year of the axis, ascending: years from the valuation date to the
                                   ///< year's middle; years that are past (<= 0) have factor 1 and no events.
  /// By calendar year: years from the valuation date to its flows, on average. Rates compound until then, in indices
  /// and discount factors; empty: as year_times.
  std::vector<double> flow_times;
  int first_year = 0;  ///< Calendar year of year_times[0].
  std::size_t project_count = 0;
  /// By driver: the projects it reaches, ascending; empty for processes, events and draws of a curve.
  std::vector<std::vector<std::uint32_t>> projects_of_driver;
};

/// A driver held at a value: a factor (of curves and quantities), years of delay, a parallel shift of the yearly rate
/// (factor exp(value t), of discount factors exp(-value t)), or what an event costs in each year in which it can
/// happen.
struct HeldDriver {
  std::size_t driver = 0;
  double value = 1.0;
};

struct SamplerPlan;

/// Immutable; shared by threads. Cheap to copy.
///
/// A number depends on (seed, path, driver, year or project) alone: any split of the paths into blocks, threads or
/// ranks gives the same bits.
class Sampler {
 public:
  /// Domain  `model` and `options` passed ValidateRisk and ValidateSimulation.
  /// Errors  kInvalidInput under "correlations" where the correlation matrix is not positive semi-definite and may not
  ///         be repaired: the message gives the smallest eigenvalue and the entry that would have to change most.
  ///         kCancelled when `stop` says so (asked once per driver and per iteration of the repair).
  static Result<Sampler, Failures> Make(const model::RiskModel& model, const SamplerSetting& setting,
                                        const model::SimulationOptions& options, const StopPoll& stop = {});

  [[nodiscard]] std::size_t row_count() const;
  [[nodiscard]] std::span<const DriverRows> drivers() const;
  /// What a careful reader should know: a repaired correlation matrix and by how much.
  [[nodiscard]] const Failures& warnings() const;

  /// Working memory of one thread.
  class Workspace;
  [[nodiscard]] Workspace MakeWorkspace(std::size_t path_count) const;

  /// Fills `block` with paths [first_path, first_path + block.path_count()).
  ///
  /// Domain  first_path even; block of row_count() rows and no more paths than the workspace was made for. With Sobol'
  ///         points the last path is below 2^32 (2^33 where antithetic); a Latin hypercube is even over the paths of
  ///         the options only, later ones are independent.
  /// Cost    O(rows x paths), no allocation.
  void Fill(std::uint64_t first_path, Workspace& workspace, FactorBlock& block) const;

  /// The rows of a path where nothing deviates: factor 1, no delay, no event; drifts are deviations too.
  void FillExpected(FactorBlock& block) const;

  /// As FillExpected, but for one driver, which stands where a standard normal number below it has the probability of
  /// `normal`: a draw of every project at that quantile; the level of a process at the last year, earlier years on the
  /// straight way there; events as many as that quantile of their number, spread evenly over their years, each at its
  /// mean impact.
  ///
  /// Domain  any block of row_count() rows: all its paths get the same numbers. Allocates; not for the inner loop.
  void FillForced(std::size_t driver, double normal, FactorBlock& block) const;

  /// As FillExpected, but for these drivers: a stress. Domain: as FillForced.
  void FillHeld(std::span<const HeldDriver> held, FactorBlock& block) const;

 private:
  explicit Sampler(std::shared_ptr<const SamplerPlan> plan) : plan_(std::move(plan)) {}

  std::shared_ptr<const SamplerPlan> plan_;
};

class Sampler::Workspace {
 public:
  explicit Workspace(FactorBlock rows) : rows_(std::move(rows)) {}

 private:
  friend class Sampler;
  FactorBlock rows_;
};

}  // namespace calanque::risk
