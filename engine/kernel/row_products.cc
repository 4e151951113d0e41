#include "engine/kernel/row_products.h"

#include <algorithm>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/row_products.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Calls work(tag, position) for whole vectors, then for single numbers.
template <typename Work>
HWY_INLINE void ForEach(std::size_t count, Work work) {
  const hn::ScalableTag<double> wide;
  const hn::CappedTag<double, 1> single;
  const std::size_t lanes = hn::Lanes(wide);
  std::size_t at = 0;
  for (; at + lanes <= count; at += lanes) work(wide, at);
  for (; at < count; ++at) work(single, at);
}

// Where every exponent is 1, as nearly always: the rows of `powers` from the left, their number known to the compiler.
template <std::size_t kCount>
HWY_INLINE void ProductLanes(const RowPower* powers, double subtrahend, double* out, std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at) HWY_ATTR {
    auto product = hn::LoadU(d, powers[0].row + at);
    for (std::size_t p = 1; p < kCount; ++p) product = hn::Mul(product, hn::LoadU(d, powers[p].row + at));
    hn::StoreU(hn::Sub(product, hn::Set(d, subtrahend)), d, out + at);
  });
}

HWY_INLINE void AnyPowerProductLanes(const RowPower* powers, std::size_t power_count, double subtrahend, double* out,
                                     std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at) HWY_ATTR {
    auto product = hn::Set(d, 1.0);
    for (std::size_t p = 0; p < power_count; ++p) {
      const auto value = hn::LoadU(d, powers[p].row + at);
      for (int e = powers[p].exponent; e > 0; --e) product = hn::Mul(product, value);
      for (int e = powers[p].exponent; e < 0; ++e) product = hn::Div(product, value);
    }
    hn::StoreU(hn::Sub(product, hn::Set(d, subtrahend)), d, out + at);
  });
}

void PowerProductLanes(const RowPower* powers, std::size_t power_count, double subtrahend, double* out,
                       std::size_t count) {
  const bool is_plain = std::all_of(powers, powers + power_count, [](const RowPower& p) { return p.exponent == 1; });
  switch (is_plain ? power_count : 0) {
    case 1:
      return ProductLanes<1>(powers, subtrahend, out, count);
    case 2:
      return ProductLanes<2>(powers, subtrahend, out, count);
    case 3:
      return ProductLanes<3>(powers, subtrahend, out, count);
    default:
      return AnyPowerProductLanes(powers, power_count, subtrahend, out, count);
  }
}

void AddScaledRowLanes(const double* factor, const double* row, const double* deviation, double mean, double* out,
                       std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at) HWY_ATTR {
    const auto scaled = hn::Mul(hn::LoadU(d, factor + at), hn::LoadU(d, row + at));
    const auto moved = hn::Mul(hn::LoadU(d, deviation + at), hn::Set(d, mean));
    hn::StoreU(hn::Add(hn::LoadU(d, out + at), hn::Add(scaled, moved)), d, out + at);
  });
}

void AddCoupledRowLanes(double offset, const double* factor, const double* row, double* out, std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at) HWY_ATTR {
    const auto whole = hn::Add(hn::Set(d, offset), hn::LoadU(d, factor + at));
    hn::StoreU(hn::Add(hn::LoadU(d, out + at), hn::Mul(whole, hn::LoadU(d, row + at))), d, out + at);
  });
}

void AddRowLanes(const double* row, double* out, std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at)
                     HWY_ATTR { hn::StoreU(hn::Add(hn::LoadU(d, out + at), hn::LoadU(d, row + at)), d, out + at); });
}

void AddPositivePartLanes(const double* row, double* out, std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at) HWY_ATTR {
    const auto value = hn::LoadU(d, row + at);
    const auto positive = hn::IfThenElse(hn::Lt(value, hn::Zero(d)), hn::Zero(d), value);
    hn::StoreU(hn::Add(hn::LoadU(d, out + at), positive), d, out + at);
  });
}

void DivideNegatedLanes(const double* row, double* out, std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at) HWY_ATTR {
    const auto divisor = hn::LoadU(d, row + at);
    const auto ratio = hn::Div(hn::Sub(hn::Zero(d), hn::LoadU(d, out + at)), divisor);
    const auto none = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
    hn::StoreU(hn::IfThenElse(hn::Gt(divisor, hn::Zero(d)), ratio, none), d, out + at);
  });
}

void AddConstantLanes(double value, double* out, std::size_t count) {
  ForEach(count, [=](auto d, std::size_t at)
                     HWY_ATTR { hn::StoreU(hn::Add(hn::LoadU(d, out + at), hn::Set(d, value)), d, out + at); });
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(PowerProductLanes);
HWY_EXPORT(AddScaledRowLanes);
HWY_EXPORT(AddCoupledRowLanes);
HWY_EXPORT(AddRowLanes);
HWY_EXPORT(AddPositivePartLanes);
HWY_EXPORT(DivideNegatedLanes);
HWY_EXPORT(AddConstantLanes);

void PowerProduct(std::span<const RowPower> powers, double subtrahend, double* out, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(PowerProductLanes)(powers.data(), powers.size(), subtrahend, out, count);
}
void AddScaledRow(const double* factor, const double* row, const double* deviation, double mean, double* out,
                  std::size_t count) {
  HWY_DYNAMIC_DISPATCH(AddScaledRowLanes)(factor, row, deviation, mean, out, count);
}
void AddCoupledRow(double offset, const double* factor, const double* row, double* out, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(AddCoupledRowLanes)(offset, factor, row, out, count);
}
void AddRow(const double* row, double* out, std::size_t count) { HWY_DYNAMIC_DISPATCH(AddRowLanes)(row, out, count); }
void AddPositivePart(const double* row, double* out, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(AddPositivePartLanes)(row, out, count);
}
void DivideNegated(const double* row, double* out, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(DivideNegatedLanes)(row, out, count);
}
void AddConstant(double value, double* out, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(AddConstantLanes)(value, out, count);
}

}  // namespace calanque::kernel
#endif  // HWY_ONCE
