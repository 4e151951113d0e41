#include "engine/kernel/linear_rows.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/linear_rows.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Calls step(tag, i) for whole vectors, then for single numbers.
template <typename Step>
HWY_INLINE void ForEachLane(std::size_t count, Step step) {
  const hn::ScalableTag<double> d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) step(d, i);
  for (; i < count; ++i) step(hn::CappedTag<double, 1>(), i);
}

void MixLanes(const double* first, double first_weight, const double* second, double second_weight, double* out,
              std::size_t count) {
  ForEachLane(count, [=](auto d, std::size_t i) HWY_ATTR {
    const auto one = hn::Mul(hn::Set(d, first_weight), hn::LoadU(d, first + i));
    const auto other = hn::Mul(hn::Set(d, second_weight), hn::LoadU(d, second + i));
    hn::StoreU(hn::Add(one, other), d, out + i);
  });
}

// out = sum over the k of weights[k] x row of k, in this order. Few rows are the rule: their weights stay in registers.
template <std::size_t kCount>
HWY_INLINE void CombineFew(const double* weights, const double* const* rows, double* out, std::size_t count) {
  ForEachLane(count, [=](auto d, std::size_t i) HWY_ATTR {
    auto sum = hn::Mul(hn::Set(d, weights[0]), hn::LoadU(d, rows[0] + i));
    for (std::size_t k = 1; k < kCount; ++k) {
      sum = hn::Add(sum, hn::Mul(hn::Set(d, weights[k]), hn::LoadU(d, rows[k] + i)));
    }
    hn::StoreU(sum, d, out + i);
  });
}

void CombineLanes(const double* weights, const double* const* rows, std::size_t row_count, double* out,
                  std::size_t count) {
  if (row_count == 2) return CombineFew<2>(weights, rows, out, count);
  if (row_count == 3) return CombineFew<3>(weights, rows, out, count);
  if (row_count == 4) return CombineFew<4>(weights, rows, out, count);
  ForEachLane(count, [=](auto d, std::size_t i) HWY_ATTR {
    auto sum = hn::Mul(hn::Set(d, weights[0]), hn::LoadU(d, rows[0] + i));
    for (std::size_t k = 1; k < row_count; ++k) {
      sum = hn::Add(sum, hn::Mul(hn::Set(d, weights[k]), hn::LoadU(d, rows[k] + i)));
    }
    hn::StoreU(sum, d, out + i);
  });
}

void StepStateLanes(const StateStep& step, const double* level, double* before, double* state, double* integral,
                    std::size_t count) {
  ForEachLane(count, [=, &step](auto d, std::size_t i) HWY_ATTR {
    const auto now = hn::LoadU(d, level + i);
    const auto e = hn::Sub(now, hn::LoadU(d, before + i));
    hn::StoreU(now, d, before + i);
    const auto x = hn::LoadU(d, state + i);
    if (integral != nullptr) {
      const auto add = hn::Add(hn::Mul(hn::Set(d, step.weight), x), hn::Mul(hn::Set(d, step.integral_gain), e));
      hn::StoreU(hn::Add(hn::LoadU(d, integral + i), add), d, integral + i);
    }
    hn::StoreU(hn::Add(hn::Mul(hn::Set(d, step.decay), x), hn::Mul(hn::Set(d, step.gain), e)), d, state + i);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {
namespace {

HWY_EXPORT(MixLanes);
HWY_EXPORT(CombineLanes);
HWY_EXPORT(StepStateLanes);

}  // namespace

void Mix(std::span<const double> first, double first_weight, std::span<const double> second, double second_weight,
         std::span<double> out) {
  CALANQUE_CHECK(first.size() == out.size() && second.size() == out.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(MixLanes)
  (first.data(), first_weight, second.data(), second_weight, out.data(), out.size());
}

void MultiplyLowerTriangle(std::span<const double> factor, Rows<double> rows) {
  const std::size_t n = rows.row_count;
  CALANQUE_CHECK(factor.size() == n * n && n <= kMostTriangleRows, "factor is not square over the rows");
  std::array<double, kMostTriangleRows> weights;
  std::array<const double*, kMostTriangleRows> sources;
  for (std::size_t row = n; row-- > 0;) {  // from the last on: a row is overwritten when no other needs it any more
    const double* of_row = factor.data() + row * n;
    std::size_t count = 0;
    for (std::size_t k = 0; k <= row; ++k) {
      if (of_row[k] == 0.0) continue;
      weights[count] = of_row[k];
      sources[count++] = rows.Row(k).data();
    }
    const std::span<double> out = rows.Row(row);
    if (count == 0) {
      std::fill(out.begin(), out.end(), 0.0);
    } else if (count > 1 || weights[0] != 1.0 || sources[0] != out.data()) {
      HWY_DYNAMIC_DISPATCH(CombineLanes)(weights.data(), sources.data(), count, out.data(), out.size());
    }
  }
}

void StepState(const StateStep& step, std::span<const double> level, std::span<double> before,
               std::span<double> state) {
  CALANQUE_CHECK(level.size() == before.size() && level.size() == state.size(), "sizes differ");
  HWY_DYNAMIC_DISPATCH(StepStateLanes)(step, level.data(), before.data(), state.data(), nullptr, level.size());
}

void StepStateAndIntegral(const StateStep& step, std::span<const double> level, std::span<double> before,
                          std::span<double> state, std::span<double> integral) {
  CALANQUE_CHECK(level.size() == before.size() && level.size() == state.size() && level.size() == integral.size(),
                 "sizes differ");
  HWY_DYNAMIC_DISPATCH(StepStateLanes)(step, level.data(), before.data(), state.data(), integral.data(), level.size());
}

}  // namespace calanque::kernel
#endif
