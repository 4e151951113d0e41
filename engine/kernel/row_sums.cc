#include "engine/kernel/row_sums.h"

#include <algorithm>
#include <numeric>

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

// kWidth sums over kVectors vectors of numbers from `at` on, all in registers; weights [row][kWidth].
template <int kWidth, int kVectors>
HWY_INLINE void Strip(const double* HWY_RESTRICT in, double* HWY_RESTRICT out, std::size_t stride, std::size_t at,
                      const std::uint32_t* HWY_RESTRICT rows, std::size_t row_count,
                      const double* HWY_RESTRICT weights) {
  const Numbers d;
  const std::size_t lanes = hn::Lanes(d);
  Number sums[kWidth][kVectors];
  for (auto& sum : sums) {
    for (Number& vector : sum) vector = hn::Zero(d);
  }
  for (std::size_t r = 0; r < row_count; ++r) {
    const double* HWY_RESTRICT row = in + rows[r] * stride + at;
    Number values[kVectors];
    for (int v = 0; v < kVectors; ++v) values[v] = hn::Load(d, row + v * lanes);
    for (int k = 0; k < kWidth; ++k) {
      const Number weight = hn::Set(d, weights[r * kWidth + k]);
      for (int v = 0; v < kVectors; ++v) sums[k][v] = hn::Add(sums[k][v], hn::Mul(weight, values[v]));
    }
  }
  for (int k = 0; k < kWidth; ++k) {
    for (int v = 0; v < kVectors; ++v) hn::Store(sums[k][v], d, out + k * stride + at + v * lanes);
  }
}

template <int kWidth>
HWY_INLINE void Sums(const double* in, double* out, std::size_t stride, std::size_t count, const std::uint32_t* rows,
                     std::size_t row_count, const double* weights) {
  // As many sums as registers hold: 32 from AVX-512 on, 16 before; NEON has 32 of two numbers.
  constexpr int kVectors = HWY_TARGET <= HWY_AVX3 ? 4 : 2;
  const std::size_t lanes = hn::Lanes(Numbers());
  std::size_t at = 0;
  for (; at + kVectors * lanes <= count; at += kVectors * lanes) {
    Strip<kWidth, kVectors>(in, out, stride, at, rows, row_count, weights);
  }
  for (; at < count; at += lanes) Strip<kWidth, 1>(in, out, stride, at, rows, row_count, weights);
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

HWY_EXPORT(ComputeFour);
HWY_EXPORT(ComputeOne);

namespace {

constexpr std::uint32_t kWidth = 4;

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

}  // namespace

RowSums::RowSums(std::vector<std::vector<Term>> sums) : row_of_sum_(sums.size()) {
  for (auto& sum : sums) {
    std::sort(sum.begin(), sum.end(), [](const Term& a, const Term& b) { return a.row < b.row; });
  }
  std::vector<std::uint32_t> order(sums.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::lexicographical_compare(sums[a].begin(), sums[a].end(), sums[b].begin(), sums[b].end(),
                                        [](const Term& x, const Term& y) { return x.row < y.row; });
  });
  std::size_t at = 0;
  while (at < order.size()) {
    bool is_dense = at + kWidth <= order.size();
    if (is_dense) {
      std::size_t terms = 0;
      for (std::uint32_t k = 0; k < kWidth; ++k) terms += sums[order[at + k]].size();
      is_dense = 2 * terms >= kWidth * RowsOf(sums, order.data() + at, kWidth).size();
    }
    const std::uint32_t width = is_dense ? kWidth : 1;
    AddGroup(sums, order.data() + at, width);
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
  const auto four = HWY_DYNAMIC_DISPATCH(ComputeFour);
  const auto one = HWY_DYNAMIC_DISPATCH(ComputeOne);
  for (const Group& group : groups_) {
    (group.width == kWidth ? four : one)(in, out + group.first_out * stride, stride, count,
                                         rows_.data() + group.first_row, group.row_count,
                                         weights_.data() + group.first_weight);
  }
}

}  // namespace calanque::kernel
#endif  // HWY_ONCE
