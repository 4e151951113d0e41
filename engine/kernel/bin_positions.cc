#include "engine/kernel/bin_positions.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/bin_positions.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <typename Tag>
HWY_INLINE void Place(Tag d, const double* values, double low, double scale, double last, std::int32_t* positions) {
  const auto value = hn::LoadU(d, values);
  const auto position = hn::Add(hn::Mul(hn::Sub(value, hn::Set(d, low)), hn::Set(d, scale)), hn::Set(d, 1.0));
  const auto within = hn::Min(hn::Max(position, hn::Zero(d)), hn::Set(d, last));
  const auto missing = hn::Set(d, last + 1.0);
  const hn::Rebind<std::int32_t, Tag> whole;
  const auto is_a_place = hn::Eq(position, position);
  hn::StoreU(hn::DemoteTo(whole, hn::IfThenElse(is_a_place, within, missing)), whole, positions);
}

void PlaceLanes(const double* values, std::size_t count, double low, double scale, double last,
                std::int32_t* positions) {
  const hn::CappedTag<double, 8> wide;
  const std::size_t lanes = hn::Lanes(wide);
  std::size_t at = 0;
  for (; at + lanes <= count; at += lanes) Place(wide, values + at, low, scale, last, positions + at);
  for (; at < count; ++at) Place(hn::CappedTag<double, 1>(), values + at, low, scale, last, positions + at);
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(PlaceLanes);

void BinPositions(const EqualBins& bins, std::span<const double> values, std::span<std::int32_t> positions) {
  CALANQUE_CHECK(positions.size() == values.size(), "sizes differ");
  const auto count = static_cast<double>(bins.count);
  const double scale = count / (bins.high - bins.low);
  HWY_DYNAMIC_DISPATCH(PlaceLanes)(values.data(), values.size(), bins.low, scale, count + 1.0, positions.data());
}

void BinPositions(std::span<const double> edges, std::span<const double> values, std::span<std::int32_t> positions) {
  CALANQUE_CHECK(positions.size() == values.size(), "sizes differ");
  CALANQUE_CHECK(edges.size() > 1 && std::has_single_bit(edges.size() - 1), "bins are no power of two");
  const auto missing = static_cast<std::int32_t>(edges.size()) + 1;
  std::fill(positions.begin(), positions.end(), 0);
  // One step for all values before the next: a value alone would wait for each of its own.
  const auto step_of_all = [&](std::size_t step) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto next = static_cast<std::size_t>(positions[i]) + step - 1;
      positions[i] += static_cast<std::int32_t>(step) * static_cast<std::int32_t>(edges[next] <= values[i]);
    }
  };
  for (std::size_t step = (edges.size() - 1) / 2; step > 0; step /= 2) step_of_all(step);
  step_of_all(1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (positions[i] == missing - 2 && values[i] >= edges.back()) ++positions[i];
    if (std::isnan(values[i])) positions[i] = missing;
  }
}

}  // namespace calanque::kernel
#endif  // HWY_ONCE
