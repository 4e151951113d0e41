// Rows of amounts per point, of which most subjects write only a few.
#pragma once

#include <algorithm>
#include <bit>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "engine/kernel/series.h"

namespace calanque::metric {

/// One row of amounts per key, [key][point]; keys count from 0. A row never written to is zero and costs nothing to
/// clear, add or sum.
template <typename Key>
class Rows {
 public:
  using KeyType = Key;

  Rows(std::size_t row_count, std::size_t point_count)
      : row_count_(row_count),
        point_count_(point_count),
        values_(std::make_unique_for_overwrite<double[]>(row_count * point_count + point_count + row_count)),
        used_((row_count + kBits - 1) / kBits) {
    std::fill_n(Zeros(), point_count, 0.0);
  }

  /// A row to write to; zero at first.
  [[nodiscard]] std::span<double> Row(Key key) {
    const bool is_new = !IsUsed(key);
    const std::span<double> row = Claim(key);
    if (is_new) std::fill(row.begin(), row.end(), 0.0);
    return row;
  }
  [[nodiscard]] std::span<const double> Row(Key key) const {
    if (!IsUsed(key)) return {Zeros(), point_count_};
    return At(key);
  }
  /// Whether the row has been written to, and after Finish holds anything but zeros; if not, it is zero.
  [[nodiscard]] bool IsUsed(Key key) const { return (used_[Index(key) / kBits] & Bit(key)) != 0; }
  /// Sum of a row over the points; at no cost after Finish.
  [[nodiscard]] double RowSum(Key key) const {
    if (!IsUsed(key)) return 0.0;
    return is_finished_ ? Sums()[Index(key)] : kernel::Sum(At(key));
  }
  /// Sums every row once, for the many metrics that ask, and forgets the use of rows of zeros alone. Writing undoes it.
  void Finish() {
    ForEachUsed([this](Key key) {
      const std::span<const double> row = At(key);
      Sums()[Index(key)] = kernel::Sum(row);
      const bool is_zero = std::all_of(row.begin(), row.end(), [](double value) { return value == 0.0; });
      if (is_zero) used_[Index(key) / kBits] &= ~Bit(key);
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
    std::fill(used_.begin(), used_.end(), 0);
    is_finished_ = false;
  }
  /// *this += other, of the same shape.
  void Add(const Rows& other) {
    other.ForEachUsed([&](Key key) { kernel::Accumulate(Row(key), other.At(key)); });
  }
  /// *this = with - without; 0 where both are the same but for rounding.
  void SetDifference(const Rows& with, const Rows& without) {
    Clear();
    with.ForEachUsed([&](Key key) { std::ranges::copy(with.At(key), Claim(key).begin()); });
    without.ForEachUsed([&](Key key) { kernel::Subtract(Row(key), without.At(key)); });
  }

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::size_t Index(Key key) { return static_cast<std::size_t>(key); }
  static constexpr std::uint64_t Bit(Key key) { return std::uint64_t{1} << (Index(key) % kBits); }

  // The memory of a row in use; of any other it holds what was there before.
  [[nodiscard]] std::span<const double> At(Key key) const {
    return {values_.get() + Index(key) * point_count_, point_count_};
  }
  std::span<double> Claim(Key key) {
    used_[Index(key) / kBits] |= Bit(key);
    is_finished_ = false;
    return {values_.get() + Index(key) * point_count_, point_count_};
  }

  // After the rows: one of zeros, then the sums.
  [[nodiscard]] double* Zeros() const { return values_.get() + row_count_ * point_count_; }
  [[nodiscard]] double* Sums() const { return Zeros() + point_count_; }

  std::size_t row_count_;
  std::size_t point_count_;
  std::unique_ptr<double[]> values_;
  boost::container::small_vector<std::uint64_t, 1> used_;
  bool is_finished_ = false;
};

}  // namespace calanque::metric
