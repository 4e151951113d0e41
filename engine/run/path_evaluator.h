// Evaluates a compiled simulation for one block of paths.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/row_products.h"
#include "engine/risk/sampler.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Rows of numbers by path, [row][path], each aligned to 64 bytes.
class PathRows {
 public:
  PathRows(std::size_t row_count, std::size_t path_count);
  [[nodiscard]] double* Row(std::size_t row) { return data_ + row * stride_; }
  [[nodiscard]] const double* Row(std::size_t row) const { return data_ + row * stride_; }
  [[nodiscard]] std::size_t stride() const { return stride_; }

 private:
  std::size_t stride_;
  std::vector<double> memory_;
  double* data_;
};

/// Memory of one thread, and where the results of the last block stand.
class PathEvaluator {
 public:
  /// Numbers it keeps for each path.
  static std::size_t NumbersPerPath(const SimulationPlan& plan);
  /// `plan` outlives it.
  PathEvaluator(const SimulationPlan& plan, std::size_t max_path_count);

  /// Fills figures and year rows for the paths of the block, at most max_path_count.
  ///
  /// Where every driver row is what is expected, each figure and year is its deterministic value to the last bit.
  /// Cost  O(weights x paths), no allocation.
  void Evaluate(const risk::FactorBlock& block);

  /// Values by path; a ratio that does not exist is not a number.
  [[nodiscard]] std::span<const double> Figure(std::size_t figure) const { return {figures_.Row(figure), path_count_}; }
  [[nodiscard]] std::span<const double> Year(std::size_t year_figure, std::size_t year) const {
    return {years_.Row(YearRow(year_figure * plan_.slot_years.size() + year)), path_count_};
  }

 private:
  /// Sums stand in an order of their own.
  [[nodiscard]] std::size_t YearRow(std::size_t year_sum) const { return plan_.direct_year_sums.OutRow(year_sum); }
  void FillScalarProduct(const risk::FactorBlock& block, std::uint32_t id);
  void FillComputedRow(const risk::FactorBlock& block, std::uint32_t id);
  void FillBasis(const risk::FactorBlock& block);
  void FillFunctional(const Functional& functional, double* out) const;
  void FillYears();
  void FillFigure(const FigureSpec& figure, double* out);

  const SimulationPlan& plan_;
  std::size_t path_count_ = 0;
  std::size_t padded_count_ = 0;  ///< Up to whole vectors; lanes beyond path_count hold anything.
  PathRows scalars_;              ///< By scalar product.
  PathRows scalar_deviations_;    ///< Less what is expected.
  PathRows computed_;
  PathRows basis_;  ///< Then the combined rows.
  PathRows sums_;
  PathRows functionals_;
  PathRows scaled_;
  PathRows years_;
  PathRows figures_;
  PathRows scratch_;
  PathRows zeros_;
  std::vector<kernel::RowPower> powers_;  ///< Of the product at hand.
};

}  // namespace calanque::run
