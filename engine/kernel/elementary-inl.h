// Elementary functions of vectors of numbers. Included once for each kind of processor, which is why it has Highway's
// guard.
#if defined(CALANQUE_KERNEL_ELEMENTARY_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CALANQUE_KERNEL_ELEMENTARY_INL_H_
#undef CALANQUE_KERNEL_ELEMENTARY_INL_H_
#else
#define CALANQUE_KERNEL_ELEMENTARY_INL_H_
#endif

#include <hwy/highway.h>

#include <bit>
#include <cstddef>

#include "engine/kernel/words-inl.h"

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

using Numbers = hn::RebindToFloat<Words>;
using Number = hn::Vec<Numbers>;
using Mask = hn::Mask<Numbers>;

// No multiply-add anywhere: it rounds once where some processors can only round twice.

HWY_INLINE Number Constant(double value) { return hn::Set(Numbers(), value); }

// c[kFirst] + c[kFirst + 1] x + ... of kTerms terms; powers[i] = x^(2^i). Halves side by side (Estrin 1960), because a
// chain from the highest power down would wait for each of its steps.
template <std::size_t kFirst, std::size_t kTerms, std::size_t kCount>
HWY_INLINE Number Estrin(const Number (&powers)[4], const double (&c)[kCount]) {
  if constexpr (kTerms == 1) {
    return Constant(c[kFirst]);
  } else {
    constexpr std::size_t kLow = std::bit_floor(kTerms - 1);
    return hn::Add(Estrin<kFirst, kLow>(powers, c),
                   hn::Mul(powers[std::countr_zero(kLow)], Estrin<kFirst + kLow, kTerms - kLow>(powers, c)));
  }
}

// c[0] + c[1] x + c[2] x^2 + ..., at most 16 terms.
template <std::size_t kCount>
HWY_INLINE Number Polynomial(Number x, const double (&c)[kCount]) {
  const Number x2 = hn::Mul(x, x);
  const Number x4 = hn::Mul(x2, x2);
  const Number powers[4] = {x, x2, x4, hn::Mul(x4, x4)};
  return Estrin<0, kCount>(powers, c);
}

// ln 2 in two parts; the first has 20 zero bits at its end, so that its product with an exponent is exact.
constexpr double kLog2High = 0x1.62e42feep-1;
constexpr double kLog2Low = 0x1.a39ef35793c76p-33;

struct Split {
  Number m;
  Number k;
};

// x = 2^k m with m in [sqrt(1/2), sqrt(2)), for x at least 2^-1022 and finite; `bias` is that of its exponent.
HWY_INLINE Split SplitByTwo(Number x, Number bias = Constant(0x1p52 + 1023)) {
  const Words d;
  const WordVector root_half = hn::Set(d, 0x3FE6A09E667F3BCDU);
  const WordVector moved = hn::Add(hn::BitCast(d, x), hn::Sub(hn::Set(d, 0x3FF0000000000000U), root_half));
  const Number m = hn::BitCast(Numbers(), hn::Add(hn::And(moved, hn::Set(d, 0x000FFFFFFFFFFFFFU)), root_half));
  const Number biased = hn::BitCast(Numbers(), hn::Or(hn::ShiftRight<52>(moved), hn::Set(d, 0x4330000000000000U)));
  return {m, hn::Sub(biased, bias)};
}

// log m = 2 artanh(s), s = (m - 1) / (m + 1), by its series in s^2.
// Arranged as in fdlibm's e_log.c (Sun Microsystems 1993), so that the leading term f = m - 1 is exact.
HWY_INLINE Number NormalLogOf(Number normal, Number bias) {
  constexpr double kTerms[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                               2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};
  const auto [m, k] = SplitByTwo(normal, bias);
  const Number f = hn::Sub(m, Constant(1.0));
  const Number s = hn::Div(f, hn::Add(Constant(2.0), f));
  const Number z = hn::Mul(s, s);
  const Number series = hn::Mul(z, Polynomial(z, kTerms));
  const Number half_square = hn::Mul(Constant(0.5), hn::Mul(f, f));
  const Number small = hn::Add(hn::Mul(s, hn::Add(half_square, series)), hn::Mul(k, Constant(kLog2Low)));
  return hn::Sub(hn::Mul(k, Constant(kLog2High)), hn::Sub(hn::Sub(half_square, small), f));
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
