// Counts of the values of many paths in bins that the first of them choose.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace calanque::run {

/// Counts in bins between two edges, and beyond them.
struct Bins {
  static constexpr std::size_t kCount = 1024;

  double low = 0.0;
  double high = 0.0;
  std::vector<double> edges;         ///< kCount + 1, ascending, low to high; empty where bins are equally wide.
  std::vector<std::int64_t> counts;  ///< Below low, kCount bins, from high on.

  /// All values are counted. Bins are equally wide and reach a quarter of the range beyond the values; where one of
  /// them would hold more than a fiftieth of these (a heavy tail, a value that stands often), the values themselves are
  /// edges, so that each bin holds about a thousandth of the paths, or one value that stands often alone.
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

}  // namespace calanque::run
