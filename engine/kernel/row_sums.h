// Many weighted sums of the same rows: a sparse matrix times rows of numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/base/stop_poll.h"

namespace calanque::kernel {

/// out[sum][i] = weights . in[row][i] over the terms of each sum.
///
/// Sums that read much the same rows are computed eight at a time in registers, so that a row is loaded once for eight
/// products. Terms are added in ascending order of rows, product then sum (never fused), so that all processors give
/// the same bits. A row that is not finite may spoil the sums computed beside one that reads it.
class RowSums {
 public:
  struct Term {
    std::uint32_t row = 0;
    double weight = 0.0;
  };

  RowSums() = default;
  /// Terms of a sum in any order, each row at most once. Left half-way, to be thrown away, where `stop` says so (asked
  /// once per sum and step).
  explicit RowSums(std::vector<std::vector<Term>> sums, const StopPoll& stop = {});

  [[nodiscard]] std::size_t sum_count() const { return row_of_sum_.size(); }
  /// Multiplications (and as many additions) per number of a row.
  [[nodiscard]] std::size_t weight_count() const { return weights_.size(); }
  /// Rows that `out` of Compute must have.
  [[nodiscard]] std::size_t out_row_count() const { return out_row_count_; }
  /// Where a sum stands in `out`.
  [[nodiscard]] std::uint32_t OutRow(std::size_t sum) const { return row_of_sum_[sum]; }

  /// Shapes  in [row][stride], out [out_row_count][stride]; the first `count` of each row are read and written.
  /// Domain  stride and count multiples of 8, count <= stride; rows aligned to 64 bytes.
  /// Cost    one multiplication and one addition per weight and number; no allocation.
  void Compute(const double* in, double* out, std::size_t stride, std::size_t count) const;

 private:
  struct Group {
    std::uint32_t first_out = 0;
    std::uint32_t width = 1;  ///< 1, 4 or 8 sums.
    std::uint32_t first_row = 0;
    std::uint32_t row_count = 0;
    std::size_t first_weight = 0;  ///< [row][width].
  };
  void AddGroup(const std::vector<std::vector<Term>>& sums, const std::uint32_t* members, std::uint32_t width);

  std::vector<Group> groups_;
  std::vector<std::uint32_t> rows_;
  std::vector<double> weights_;
  std::vector<std::uint32_t> row_of_sum_;
  std::size_t out_row_count_ = 0;
};

}  // namespace calanque::kernel
