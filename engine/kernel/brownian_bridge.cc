#include "engine/kernel/brownian_bridge.h"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/brownian_bridge.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// out = (left_weight left + right_weight right) + scale normals, lane by lane; a missing neighbour has weight 0 and
// points to any row.
void BuildRow(const BrownianBridge::Step& step, const double* left, const double* right, const double* normals,
              double* out, std::size_t count) {
  const auto row = [&](auto d, std::size_t i) HWY_ATTR {
    auto value = hn::Mul(hn::Set(d, step.scale), hn::LoadU(d, normals + i));
    if (left != nullptr) value = hn::Add(value, hn::Mul(hn::Set(d, step.left_weight), hn::LoadU(d, left + i)));
    if (right != nullptr) value = hn::Add(value, hn::Mul(hn::Set(d, step.right_weight), hn::LoadU(d, right + i)));
    hn::StoreU(value, d, out + i);
  };
  const hn::ScalableTag<double> d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) row(d, i);
  for (; i < count; ++i) row(hn::CappedTag<double, 1>(), i);
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {
namespace {

HWY_EXPORT(BuildRow);

// Times between two known ones, as counted from 1; 0 is time 0.
struct Gap {
  std::size_t left = 0;
  std::size_t right = 0;
};

}  // namespace

BrownianBridge::BrownianBridge(std::span<const double> times) {
  const std::size_t count = times.size();
  if (count == 0) return;
  const auto time = [&](std::size_t counted) { return counted == 0 ? 0.0 : times[counted - 1]; };
  for (std::size_t i = 1; i <= count; ++i) CALANQUE_CHECK(time(i) > time(i - 1), "times do not ascend from 0");

  steps_.push_back({.target = static_cast<std::uint32_t>(count - 1), .scale = std::sqrt(time(count))});
  std::vector<Gap> gaps = {{0, count}};
  for (std::size_t next = 0; next < gaps.size(); ++next) {
    const auto [left, right] = gaps[next];
    const std::size_t middle = left + (right - left) / 2;
    if (middle == left) continue;
    const double width = time(right) - time(left);
    const double after = time(right) - time(middle);
    const double before = time(middle) - time(left);
    Step step = {.target = static_cast<std::uint32_t>(middle - 1), .right = static_cast<std::uint32_t>(right - 1)};
    if (left > 0) step.left = static_cast<std::uint32_t>(left - 1);
    step.left_weight = left > 0 ? after / width : 0.0;
    step.right_weight = before / width;
    step.scale = std::sqrt(before * after / width);
    steps_.push_back(step);
    gaps.push_back({left, middle});
    gaps.push_back({middle, right});
  }
}

void BrownianBridge::Build(Rows<const double> normals, Rows<double> values) const {
  CALANQUE_CHECK(normals.row_count == steps_.size() && values.row_count == steps_.size(), "rows differ from steps");
  CALANQUE_CHECK(normals.path_count == values.path_count, "paths differ");
  const auto row_or_none = [&](std::uint32_t index) { return index == kNone ? nullptr : values.Row(index).data(); };
  for (std::size_t k = 0; k < steps_.size(); ++k) {
    const Step& step = steps_[k];
    HWY_DYNAMIC_DISPATCH(BuildRow)
    (step, row_or_none(step.left), row_or_none(step.right), normals.Row(k).data(), values.Row(step.target).data(),
     values.path_count);
  }
}

}  // namespace calanque::kernel
#endif
