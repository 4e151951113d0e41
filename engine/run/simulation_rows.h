// From sums to the rows of a simulation plan: functionals of paths, rows by year, their order.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/risk/sampler.h"
#include "engine/run/moving_columns.h"
#include "engine/run/moving_sums.h"
#include "engine/run/signature.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Gathers what a plan is made of: products while columns are expanded, then computed rows, figures, rows by year; last
/// Finish. Each step reads what the ones before it added, and does nothing once `stop` has said so.
class SimulationRows {
 public:
  /// `driver_row_count`: rows of the sampler. `stop` outlives it.
  SimulationRows(std::size_t year_count, std::uint32_t driver_row_count, const StopPoll& stop);

  [[nodiscard]] SignatureTable& table() { return table_; }
  [[nodiscard]] ComputedRows& computed() { return computed_; }
  [[nodiscard]] SimulationPlan& plan() { return plan_; }

  /// Once, when all columns are expanded.
  void AddComputed();
  /// Position of the functional; nullopt where nothing moves it. Equal sums share one; `sums` outlive Finish.
  std::optional<std::uint32_t> AddFunctional(const Sums& sums);
  /// The same for a figure of the answer: those are evaluated for every path.
  std::optional<std::uint32_t> AddFigureFunctional(const Sums& sums);
  /// A row by slot; `sums` outlive Finish.
  void AddYearFigure(YearFigureSpec figure, const Sums& sums);
  /// Drivers that move nothing are warned of, by `driver_rows`.
  void Warn(Failure warning) { plan_.warnings.push_back(std::move(warning)); }

  /// nullopt where it is stopped.
  std::optional<SimulationPlan> Finish(std::span<const risk::DriverRows> driver_rows) &&;

 private:
  std::uint32_t Basis(std::uint32_t year_product, std::size_t year);
  void AddYearSums();
  void OrderRows();
  void WarnOfIdleDrivers(std::span<const risk::DriverRows> driver_rows);

  const StopPoll& stop_;
  SignatureTable table_;
  ComputedRows computed_;
  std::vector<std::vector<std::uint32_t>> basis_ids_;  ///< By year product, then year; kNone: there is none yet.
  struct ByValue {
    bool operator()(const Sums* a, const Sums* b) const { return *a < *b; }
  };
  std::map<const Sums*, std::uint32_t, ByValue> functional_ids_;
  std::deque<Sums> computed_sums_;
  std::vector<std::vector<kernel::RowSums::Term>> sums_;
  std::vector<std::uint32_t> figure_functionals_;
  std::vector<const Sums*> year_sums_;
  SimulationPlan plan_;
};

}  // namespace calanque::run
