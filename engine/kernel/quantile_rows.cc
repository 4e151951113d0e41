#include "engine/kernel/quantile_rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/quantile_rows.cc"
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

void TriangularLanes(const double* in, double low, double mode, double high, double* out, std::size_t count) {
  const double width = high - low;
  const double left_probability = (mode - low) / width;
  const double left = width * (mode - low);
  const double right = width * (high - mode);
  ForEachLane(count, [=](auto d, std::size_t i) HWY_ATTR {
    const auto u = hn::LoadU(d, in + i);
    const auto is_left = hn::Lt(u, hn::Set(d, left_probability));
    const auto from_low = hn::Mul(u, hn::Set(d, left));
    const auto from_high = hn::Mul(hn::Sub(hn::Set(d, 1.0), u), hn::Set(d, right));
    const auto distance = hn::Sqrt(hn::IfThenElse(is_left, from_low, from_high));
    const auto ascending = hn::Add(hn::Set(d, low), distance);
    const auto descending = hn::Sub(hn::Set(d, high), distance);
    hn::StoreU(hn::IfThenElse(is_left, ascending, descending), d, out + i);
  });
}

void PiecewiseLanes(const double* in, const Pieces& pieces, double* out, std::size_t count) {
  const double* starts = pieces.starts.data();
  const double* values = pieces.values.data();
  const double* slopes = pieces.slopes.data();
  const std::size_t piece_count = pieces.starts.size();
  ForEachLane(count, [=](auto d, std::size_t i) HWY_ATTR {
    const auto x = hn::LoadU(d, in + i);
    auto result = hn::Set(d, values[0]);
    for (std::size_t k = 0; k < piece_count; ++k) {
      const auto start = hn::Set(d, starts[k]);
      const auto here = hn::Add(hn::Set(d, values[k]), hn::Mul(hn::Set(d, slopes[k]), hn::Sub(x, start)));
      result = hn::IfThenElse(hn::Ge(x, start), here, result);
    }
    hn::StoreU(result, d, out + i);
  });
}

void InterpolateLanes(const double* in, const CubicTable& table, double shift, double scale, double* out,
                      std::size_t count) {
  const double* values = table.values.data();
  const double* slopes = table.slopes.data();
  const double last = static_cast<double>(table.values.size() - 1);
  const double per_unit = table.nodes_per_unit;
  const double offset = -table.first * table.nodes_per_unit;
  ForEachLane(count, [=](auto d, std::size_t i) HWY_ATTR {
    const hn::RebindToSigned<decltype(d)> indices;
    auto place = hn::Add(hn::Mul(hn::LoadU(d, in + i), hn::Set(d, per_unit)), hn::Set(d, offset));
    place = hn::Min(hn::Max(place, hn::Zero(d)), hn::Set(d, last));
    const auto left = hn::Min(hn::Floor(place), hn::Set(d, last - 1.0));
    const auto t = hn::Sub(place, left);
    const auto rest = hn::Sub(hn::Set(d, 1.0), t);
    const auto index = hn::ConvertTo(indices, left);
    const auto next = hn::Add(index, hn::Set(indices, 1));
    const auto from = hn::GatherIndex(d, values, index);
    const auto rise = hn::Sub(hn::GatherIndex(d, values, next), from);
    const auto early = hn::Mul(hn::Sub(hn::GatherIndex(d, slopes, index), rise), rest);
    const auto late = hn::Mul(hn::Sub(rise, hn::GatherIndex(d, slopes, next)), t);
    const auto bend = hn::Mul(rest, hn::Add(early, late));
    const auto value = hn::Add(from, hn::Mul(t, hn::Add(rise, bend)));
    hn::StoreU(hn::Add(hn::Set(d, shift), hn::Mul(hn::Set(d, scale), value)), d, out + i);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {
namespace {

HWY_EXPORT(TriangularLanes);
HWY_EXPORT(PiecewiseLanes);
HWY_EXPORT(InterpolateLanes);

}  // namespace

void TriangularQuantile(std::span<const double> uniforms, double low, double mode, double high, std::span<double> out) {
  CALANQUE_CHECK(uniforms.size() == out.size(), "sizes differ");
  CALANQUE_CHECK(low <= mode && mode <= high && low < high, "no triangle");
  HWY_DYNAMIC_DISPATCH(TriangularLanes)(uniforms.data(), low, mode, high, out.data(), out.size());
}

void PiecewiseLinear(std::span<const double> in, const Pieces& pieces, std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  const std::size_t count = pieces.starts.size();
  CALANQUE_CHECK(count > 0 && pieces.values.size() == count && pieces.slopes.size() == count, "pieces are incomplete");
  HWY_DYNAMIC_DISPATCH(PiecewiseLanes)(in.data(), pieces, out.data(), out.size());
}

void Interpolate(std::span<const double> in, const CubicTable& table, double shift, double scale,
                 std::span<double> out) {
  CALANQUE_CHECK(in.size() == out.size(), "sizes differ");
  CALANQUE_CHECK(table.values.size() >= 2 && table.slopes.size() == table.values.size(), "table is incomplete");
  HWY_DYNAMIC_DISPATCH(InterpolateLanes)(in.data(), table, shift, scale, out.data(), out.size());
}

}  // namespace calanque::kernel
#endif
