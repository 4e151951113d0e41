// What is kept of many paths: sums in a fixed order, the first paths whole, then counts in bins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/row_moments.h"
#include "engine/model/risk.h"
#include "engine/run/simulate.h"

namespace calanque::run {

using Moments = kernel::RowMoments;

/// Counts in equal bins between two edges, and beyond them.
struct Bins {
  static constexpr std::size_t kCount = 1024;

  double low = 0.0;
  double high = 0.0;
  std::vector<std::int64_t> counts;  ///< Below low, kCount bins, from high on.

  /// Edges a quarter of their range beyond the values; all values are counted.
  explicit Bins(std::span<const double> first_values);
  void Add(std::span<const double> values);
  /// Adds counts of the same bins.
  void Add(std::span<const std::uint16_t> more);
};

/// Counts of one round in the bins of many rows: few bits each, so that all rows stay in the processor's cache while
/// paths come in blocks.
class RoundCounts {
 public:
  /// Paths of a round, over all threads and ranks; more would overflow.
  static constexpr std::int64_t kMostPaths = 0xFFFF;

  RoundCounts() = default;
  explicit RoundCounts(std::size_t row_count) : counts_(row_count * kRowSize, 0) {}

  [[nodiscard]] bool empty() const { return counts_.empty(); }
  [[nodiscard]] std::size_t row_count() const { return counts_.size() / kRowSize; }
  /// `bins` are those of the row.
  void Add(std::size_t row, const Bins& bins, std::span<const double> values);
  void Add(const RoundCounts& other);
  void Clear();
  [[nodiscard]] std::span<const std::uint16_t> Row(std::size_t row) const {
    return std::span(counts_).subspan(row * kRowSize, Bins::kCount + 2);
  }
  /// [row][bin], the last of a row for missing numbers.
  [[nodiscard]] std::span<std::uint16_t> all() { return counts_; }
  [[nodiscard]] std::span<const std::uint16_t> all() const { return counts_; }

 private:
  static constexpr std::size_t kRowSize = Bins::kCount + 3;
  std::vector<std::uint16_t> counts_;
};

/// One row of an answer: everything kept of it.
struct RowStatistics {
  double reference = 0.0;
  double threshold = 0.0;
  Moments moments;
  std::vector<double> first_values;  ///< Paths [0, exact count), by path; missing ones not-a-number.
  std::vector<Bins> bins;            ///< One where there are more paths than that, else none.
};

/// Quantiles of kept values (linear between order statistics), or of bins (linear within a bin: off by at most one of
/// the 1024 widths, 0.15 % of the range of the first paths).
std::vector<double> Quantiles(const RowStatistics& row, std::span<const double> probabilities);

/// The summary of a row. `is_antithetic`: its standard error counts pairs.
DistributionSummary Summarise(const RowStatistics& row, const model::SimulationOptions& options);

/// Mean, and standard error of the mean; 0 where there is one observation.
double MeanOf(const RowStatistics& row);
double StandardErrorOf(const RowStatistics& row, bool is_antithetic);

}  // namespace calanque::run
