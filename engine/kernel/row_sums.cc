#include "engine/kernel/row_sums.h"

#include <algorithm>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/row_sums.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Numbers = hn::CappedTag<double, 8>;
using Number = hn::Vec<Numbers>;

// sums[k][v] += weights[k] x values[v]. Written out by the compiler: sums that a loop indexes would live in memory.
template <std::size_t kVectors, std::size_t... kPlace>
HWY_INLINE void AddProducts(Number (&sums)[sizeof...(kPlace)], const Number (&values)[kVectors],
                            const double* HWY_RESTRICT weights, std::index_sequence<kPlace...>) {
  ((sums[kPlace] =
        hn::Add(sums[kPlace], hn::Mul(hn::Set(Numbers(), weights[kPlace / kVectors]), values[kPlace % kVectors]))),
   ...);
}

template <std::size_t kVectors, std::size_t... kPlace>
HWY_INLINE void StoreAll(const Number (&sums)[sizeof...(kPlace)], double* HWY_RESTRICT out, std::size_t stride,
                         std::index_sequence<kPlace...>) {
  (hn::Store(sums[kPlace], Numbers(), out + kPlace / kVectors * stride + kPlace % kVectors * hn::Lanes(Numbers())),
   ...);
}

// kWidth sums over kVectors vectors of numbers from `at` on, all in registers; weights [row][kWidth].
template <std::size_t kWidth, std::size_t kVectors>
HWY_INLINE void Strip(const double* HWY_RESTRICT in, double* HWY_RESTRICT out, std::size_t stride, std::size_t at,
                      const std::uint32_t* HWY_RESTRICT rows, std::size_t row_count,
                      const double* HWY_RESTRICT weights) {
  constexpr auto kPlaces = std::make_index_sequence<kWidth * kVectors>();
  const Numbers d;
  Number sums[kWidth * kVectors];
  for (Number& sum : sums) sum = hn::Zero(d);
  for (std::size_t r = 0; r < row_count; ++r) {
    const double* HWY_RESTRICT row = in + rows[r] * stride + at;
    Number values[kVectors];
    for (std::size_t v = 0; v < kVectors; ++v) values[v] = hn::Load(d, row + v * hn::Lanes(d));
    AddProducts(sums, values, weights + r * kWidth, kPlaces);
  }
  StoreAll<kVectors>(sums, out + at, stride, kPlaces);
}

template <std::size_t kWidth>
HWY_INLINE void Sums(const double* in, double* out, std::size_t stride, std::size_t count, const std::uint32_t* rows,
                     std::size_t row_count, const double* weights) {
  // Accumulators, values and a weight stay within 32 registers from AVX-512 on, within 16 before.
  constexpr std::size_t kVectors = HWY_TARGET <= HWY_AVX3 ? 3 : 1;
  const std::size_t lanes = hn::Lanes(Numbers());
  std::size_t at = 0;
  for (; at + kVectors * lanes <= count; at += kVectors * lanes) {
    Strip<kWidth, kVectors>(in, out, stride, at, rows, row_count, weights);
  }
  for (; at < count; at += lanes) Strip<kWidth, 1>(in, out, stride, at, rows, row_count, weights);
}

void ComputeEight(const double* in, double* out, std::size_t stride, std::size_t count, const std::uint32_t* rows,
                  std::size_t row_count, const double* weights) {
  Sums<8>(in, out, stride, count, rows, row_count, weights);
}
void ComputeFour(const double* in, double* out, std::size_t stride, std::size_t count, const std::uint32_t* rows,
                 std::size_t row_count, const double* weights) {
  Sums<4>(in, out, stride, count, rows, row_count, weights);
}
void ComputeOne(const double* in, double* out, std::size_t stride, std::size_t count, const std::uint32_t* rows,
                std::size_t row_count, const double* weights) {
  Sums<1>(in, out, stride, count, rows, row_count, weights);
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(ComputeEight);
HWY_EXPORT(ComputeFour);
HWY_EXPORT(ComputeOne);

namespace {

/// Rows that any of the sums reads.
std::vector<std::uint32_t> RowsOf(const std::vector<std::vector<RowSums::Term>>& sums, const std::uint32_t* members,
                                  std::uint32_t width) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t k = 0; k < width; ++k) {
    for (const RowSums::Term& term : sums[members[k]]) rows.push_back(term.row);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

/// Whether at least half of the weights of a group would not be padding.
bool IsDense(const std::vector<std::vector<RowSums::Term>>& sums, const std::uint32_t* members, std::uint32_t width) {
  std::size_t terms = 0;
  for (std::uint32_t k = 0; k < width; ++k) terms += sums[members[k]].size();
  return 2 * terms >= width * RowsOf(sums, members, width).size();
}

/// Positions of sums in the order of the rows they read. `sums` have their terms in order.
std::vector<std::uint32_t> ByRows(const std::vector<std::vector<RowSums::Term>>& sums) {
  // The first two rows tell most sums apart, without a look at scattered memory.
  struct Key {
    std::uint64_t first_rows = 0;
    std::uint32_t sum = 0;
  };
  std::vector<Key> keys;
  keys.reserve(sums.size());
  for (std::uint32_t i = 0; i < sums.size(); ++i) {
    const auto row = [&](std::size_t k) { return k < sums[i].size() ? sums[i][k].row + std::uint64_t{1} : 0; };
    keys.push_back({row(0) << 32U | row(1), i});
  }
  std::stable_sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    if (a.first_rows != b.first_rows) return a.first_rows < b.first_rows;
    const auto& x = sums[a.sum];
    const auto& y = sums[b.sum];
    return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end(),
                                        [](const auto& s, const auto& t) { return s.row < t.row; });
  });
  std::vector<std::uint32_t> order;
  order.reserve(keys.size());
  for (const Key& key : keys) order.push_back(key.sum);
  return order;
}

}  // namespace

RowSums::RowSums(std::vector<std::vector<Term>> sums, const StopPoll& stop) : row_of_sum_(sums.size()) {
  for (auto& sum : sums) {
    if (stop()) return;
    std::sort(sum.begin(), sum.end(), [](const Term& a, const Term& b) { return a.row < b.row; });
  }
  const std::vector<std::uint32_t> order = ByRows(sums);
  for (std::size_t at = 0; at < order.size() && !stop();) {
    const std::uint32_t* members = order.data() + at;
    const std::size_t left = order.size() - at;
    const std::uint32_t width = left >= 8 && IsDense(sums, members, 8)   ? 8
                                : left >= 4 && IsDense(sums, members, 4) ? 4
                                                                         : 1;
    AddGroup(sums, members, width);
    at += width;
  }
}

void RowSums::AddGroup(const std::vector<std::vector<Term>>& sums, const std::uint32_t* members, std::uint32_t width) {
  const std::vector<std::uint32_t> rows = RowsOf(sums, members, width);
  Group group{static_cast<std::uint32_t>(out_row_count_), width, static_cast<std::uint32_t>(rows_.size()),
              static_cast<std::uint32_t>(rows.size()), weights_.size()};
  rows_.insert(rows_.end(), rows.begin(), rows.end());
  weights_.resize(weights_.size() + rows.size() * width, 0.0);
  for (std::uint32_t k = 0; k < width; ++k) {
    row_of_sum_[members[k]] = group.first_out + k;
    for (const Term& term : sums[members[k]]) {
      const auto position = std::lower_bound(rows.begin(), rows.end(), term.row) - rows.begin();
      weights_[group.first_weight + static_cast<std::size_t>(position) * width + k] = term.weight;
    }
  }
  out_row_count_ += width;
  groups_.push_back(group);
}

void RowSums::Compute(const double* in, double* out, std::size_t stride, std::size_t count) const {
  for (const Group& group : groups_) {
    const auto compute = group.width == 8   ? HWY_DYNAMIC_DISPATCH(ComputeEight)
                         : group.width == 4 ? HWY_DYNAMIC_DISPATCH(ComputeFour)
                                            : HWY_DYNAMIC_DISPATCH(ComputeOne);
    compute(in, out + group.first_out * stride, stride, count, rows_.data() + group.first_row, group.row_count,
            weights_.data() + group.first_weight);
  }
}

}  // namespace calanque::kernel
#endif  // HWY_ONCE
