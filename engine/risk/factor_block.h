// Factors of a block of paths.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/kernel/rows.h"

namespace calanque::risk {

/// Factors of one block of paths, [row][path]; paths stand together, every row starts on a 64-byte boundary.
class FactorBlock {
 public:
  FactorBlock(std::size_t row_count, std::size_t path_count);
  FactorBlock(FactorBlock&&) = default;
  FactorBlock& operator=(FactorBlock&&) = default;
  FactorBlock(const FactorBlock&) = delete;  ///< Nobody means to copy as much.
  FactorBlock& operator=(const FactorBlock&) = delete;
  ~FactorBlock() = default;

  [[nodiscard]] std::size_t row_count() const { return row_count_; }
  [[nodiscard]] std::size_t path_count() const { return path_count_; }
  [[nodiscard]] std::span<double> Row(std::size_t row) { return {data_ + row * stride_, path_count_}; }
  [[nodiscard]] std::span<const double> Row(std::size_t row) const { return {data_ + row * stride_, path_count_}; }
  /// Rows [first, first + count).
  [[nodiscard]] kernel::Rows<double> RowsFrom(std::size_t first, std::size_t count) {
    return {data_ + first * stride_, count, path_count_, stride_};
  }

 private:
  std::size_t row_count_;
  std::size_t path_count_;
  std::size_t stride_;
  std::vector<double> memory_;
  double* data_;
};

}  // namespace calanque::risk
