// Rows of amounts per point, of which most subjects write only a few.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/series.h"

namespace calanque::metric {

/// One row of amounts per key, [key][point]; keys count from 0. A row never written to is zero and costs nothing to
/// clear, add or sum.
template <typename Key>
class Rows {
 public:
  Rows(std::size_t row_count, std::size_t point_count)
      : point_count_(point_count),
        values_(row_count * point_count),
        sums_(row_count),
        used_((row_count + kBits - 1) / kBits) {}

  [[nodiscard]] std::size_t row_count() const { return sums_.size(); }

  /// A row to write to.
  [[nodiscard]] std::span<double> Row(Key key) {
    used_[Index(key) / kBits] |= Bit(key);
    is_finished_ = false;
    return {values_.data() + Index(key) * point_count_, point_count_};
  }
  [[nodiscard]] std::span<const double> Row(Key key) const {
    return {values_.data() + Index(key) * point_count_, point_count_};
  }
  /// Whether the row has been written to, and after Finish holds anything but zeros; if not, it is zero.
  [[nodiscard]] bool IsUsed(Key key) const { return (used_[Index(key) / kBits] & Bit(key)) != 0; }
  /// Sum of a row over the points; at no cost after Finish.
  [[nodiscard]] double RowSum(Key key) const {
    if (!IsUsed(key)) return 0.0;
    return is_finished_ ? sums_[Index(key)] : kernel::Sum(Row(key));
  }
  /// Sums every row once, for the many metrics that ask, and forgets the use of rows of zeros alone. Writing undoes it.
  void Finish() {
    ForEachUsed([this](Key key) {
      const std::span<double> row(values_.data() + Index(key) * point_count_, point_count_);
      sums_[Index(key)] = kernel::Sum(row);
      if (std::any_of(row.begin(), row.end(), [](double value) { return value != 0.0; })) return;
      std::fill(row.begin(), row.end(), 0.0);  // No -0 stays behind.
      used_[Index(key) / kBits] &= ~Bit(key);
    });
    is_finished_ = true;
  }
  /// Calls visit(key) for rows in use, in ascending order of keys.
  template <typename Visit>
  void ForEachUsed(Visit visit) const {
    for (std::size_t word = 0; word < used_.size(); ++word) {
      for (std::uint64_t rest = used_[word]; rest != 0; rest &= rest - 1) {
        visit(static_cast<Key>(word * kBits + static_cast<std::size_t>(std::countr_zero(rest))));
      }
    }
  }
  /// The keys in use among the first 64, one bit each.
  [[nodiscard]] std::uint64_t used_bits() const { return used_.empty() ? 0 : used_.front(); }

  void Clear() {
    ForEachUsed([this](Key key) { std::fill_n(values_.begin() + Offset(key), point_count_, 0.0); });
    std::fill(used_.begin(), used_.end(), 0);
    is_finished_ = false;
  }
  /// *this += other, of the same shape.
  void Add(const Rows& other) {
    other.ForEachUsed([&](Key key) { kernel::Accumulate(Row(key), other.Row(key)); });
  }
  /// *this = with - without.
  void SetDifference(const Rows& with, const Rows& without) {
    Clear();
    with.ForEachUsed([&](Key key) { std::ranges::copy(with.Row(key), Row(key).begin()); });
    without.ForEachUsed([&](Key key) { kernel::AccumulateScaled(Row(key), without.Row(key), -1.0); });
  }

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::size_t Index(Key key) { return static_cast<std::size_t>(key); }
  static constexpr std::uint64_t Bit(Key key) { return std::uint64_t{1} << (Index(key) % kBits); }
  [[nodiscard]] std::ptrdiff_t Offset(Key key) const { return static_cast<std::ptrdiff_t>(Index(key) * point_count_); }

  std::size_t point_count_;
  std::vector<double> values_;
  std::vector<double> sums_;
  std::vector<std::uint64_t> used_;
  bool is_finished_ = false;
};

}  // namespace calanque::metric
