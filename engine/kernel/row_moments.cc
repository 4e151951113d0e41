#include "engine/kernel/row_moments.h"

#include <algorithm>
#include <limits>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/row_moments.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Numbers = hn::CappedTag<double, 8>;
using Number = hn::Vec<Numbers>;
using Mask = hn::Mask<Numbers>;

constexpr std::size_t kEight = 8;
constexpr std::size_t kLanes = hn::MaxLanes(Numbers());
constexpr std::size_t kGroup = 16;  // eight pairs

struct Eight {
  HWY_ALIGN double of[kEight] = {};
  [[nodiscard]] double Sum() const { return ((of[0] + of[4]) + (of[2] + of[6])) + ((of[1] + of[5]) + (of[3] + of[7])); }
};

// What runs along in registers; each place is named, never indexed by a loop, or it would live in memory.
struct Running {
  Number sum;
  Number squares;
  Number pair_squares;
  Number lowest;
  Number highest;
};

HWY_INLINE void Add(Number value, Number reference, Number threshold, Running& running, RowMoments& moments) {
  const Numbers d;
  const Mask is_there = hn::Eq(value, value);
  const Number deviation = hn::IfThenElseZero(is_there, hn::Sub(value, reference));
  running.sum = hn::Add(running.sum, deviation);
  running.squares = hn::Add(running.squares, hn::Mul(deviation, deviation));
  running.lowest = hn::IfThenElse(hn::Lt(value, running.lowest), value, running.lowest);
  running.highest = hn::IfThenElse(hn::Gt(value, running.highest), value, running.highest);
  moments.count += static_cast<std::int64_t>(hn::CountTrue(d, is_there));
  moments.below_zero += static_cast<std::int64_t>(hn::CountTrue(d, hn::Lt(value, hn::Zero(d))));
  moments.below_threshold += static_cast<std::int64_t>(hn::CountTrue(d, hn::Lt(value, threshold)));
}

// Two vectors of numbers are one of pairs.
HWY_INLINE void AddPairs(const double* values, Number reference, Running& running) {
  const Numbers d;
  const Number low = hn::LoadU(d, values);
  const Number high = hn::LoadU(d, values + kLanes);
#if HWY_TARGET == HWY_SCALAR
  const Number even = low;
  const Number odd = high;
#else
  const Number even = hn::ConcatEven(d, high, low);
  const Number odd = hn::ConcatOdd(d, high, low);
#endif
  const Number pair = hn::Add(hn::Sub(even, reference), hn::Sub(odd, reference));
  running.pair_squares = hn::Add(running.pair_squares, hn::IfThenElseZero(hn::Eq(pair, pair), hn::Mul(pair, pair)));
}

// Groups of sixteen; `rest` is one more, or none.
template <std::size_t... kVector>
HWY_INLINE RowMoments MomentsOfGroups(const double* values, std::size_t groups, const double* rest, double reference,
                                      double threshold, std::index_sequence<kVector...>) {
  const Numbers d;
  const Number infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  const Number from = hn::Set(d, reference);
  const Number limit = hn::Set(d, threshold);
  RowMoments moments;
  Running running[] = {(void(kVector), Running{hn::Zero(d), hn::Zero(d), hn::Zero(d), infinity, hn::Neg(infinity)})...};
  for (std::size_t g = 0; g < groups + (rest == nullptr ? 0 : 1); ++g) {
    const double* of = g < groups ? values + kGroup * g : rest;
    (Add(hn::LoadU(d, of + kVector * kLanes), from, limit, running[kVector], moments), ...);
    (Add(hn::LoadU(d, of + kEight + kVector * kLanes), from, limit, running[kVector], moments), ...);
    (AddPairs(of + 2 * kVector * kLanes, from, running[kVector]), ...);
  }
  Eight sums, squares, pair_squares, lowest, highest;
  (hn::Store(running[kVector].sum, d, sums.of + kVector * kLanes), ...);
  (hn::Store(running[kVector].squares, d, squares.of + kVector * kLanes), ...);
  (hn::Store(running[kVector].pair_squares, d, pair_squares.of + kVector * kLanes), ...);
  (hn::Store(running[kVector].lowest, d, lowest.of + kVector * kLanes), ...);
  (hn::Store(running[kVector].highest, d, highest.of + kVector * kLanes), ...);
  moments.sum = sums.Sum();
  moments.sum_squares = squares.Sum();
  moments.pair_sum_squares = pair_squares.Sum();
  moments.minimum = *std::min_element(lowest.of, lowest.of + kEight);
  moments.maximum = *std::max_element(highest.of, highest.of + kEight);
  return moments;
}

// What is left of the last group is padded with missing numbers, which count nowhere.
RowMoments MomentsLanes(const double* values, std::size_t count, double reference, double threshold) {
  const std::size_t groups = count / kGroup;
  const std::size_t left = count % kGroup;
  double rest[kGroup];
  std::fill_n(rest, kGroup, std::numeric_limits<double>::quiet_NaN());
  std::copy_n(values + kGroup * groups, left, rest);
  return MomentsOfGroups(values, groups, left == 0 ? nullptr : rest, reference, threshold,
                         std::make_index_sequence<kEight / kLanes>());
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(MomentsLanes);

RowMoments MomentsOf(std::span<const double> values, double reference, double threshold) {
  RowMoments moments = HWY_DYNAMIC_DISPATCH(MomentsLanes)(values.data(), values.size(), reference, threshold);
  moments.missing = static_cast<std::int64_t>(values.size()) - moments.count;
  return moments;
}

void RowMoments::Add(const RowMoments& later) {
  count += later.count;
  missing += later.missing;
  below_zero += later.below_zero;
  below_threshold += later.below_threshold;
  sum += later.sum;
  sum_squares += later.sum_squares;
  pair_sum_squares += later.pair_sum_squares;
  minimum = std::min(minimum, later.minimum);
  maximum = std::max(maximum, later.maximum);
}

}  // namespace calanque::kernel
#endif  // HWY_ONCE
