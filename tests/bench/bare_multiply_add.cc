#include "tests/bench/bare_multiply_add.h"

#include <cstddef>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/bench/bare_multiply_add.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

#undef CALANQUE_VECTOR_REGISTER
#if HWY_ARCH_X86
#define CALANQUE_VECTOR_REGISTER(v) "v"(v.raw)
#else
#define CALANQUE_VECTOR_REGISTER(v) "w"(v.raw)
#endif

HWY_BEFORE_NAMESPACE();
namespace calanque::bench {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Numbers = hn::CappedTag<double, 8>;
using Number = hn::Vec<Numbers>;

// sums[k] += weight x value. Hidden from the compiler, which would hoist the product out of the loop.
HWY_INLINE void AddProduct(Number& sum, Number& weight, Number value) {
  asm volatile("" : "+" CALANQUE_VECTOR_REGISTER(weight));
  sum = hn::Add(sum, hn::Mul(weight, value));
}

// As many chains as places: enough to hide the latency of an addition, few enough for 16 registers. Written out by the
// compiler, never indexed by a loop: sums in an array that is live in memory would measure its stores.
template <std::size_t... kPlace>
HWY_INLINE double Repeat(std::size_t repeats, double* sink, std::index_sequence<kPlace...>) {
  const Numbers d;
  Number sums[] = {hn::Set(d, static_cast<double>(kPlace))...};
  Number weight = hn::Set(d, sink[0]);
  const Number value = hn::Set(d, sink[1]);
  for (std::size_t r = 0; r < repeats; ++r) (AddProduct(sums[kPlace], weight, value), ...);
  Number total = hn::Zero(d);
  ((total = hn::Add(total, sums[kPlace])), ...);
  sink[0] = hn::GetLane(hn::SumOfLanes(d, total));
  return static_cast<double>(repeats * sizeof...(kPlace) * hn::Lanes(d));
}

double Bare(std::size_t repeats, double* sink) { return Repeat(repeats, sink, std::make_index_sequence<12>()); }

}  // namespace HWY_NAMESPACE
}  // namespace calanque::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::bench {

HWY_EXPORT(Bare);

double BareMultiplyAdds(std::size_t repeats, double* sink) { return HWY_DYNAMIC_DISPATCH(Bare)(repeats, sink); }

}  // namespace calanque::bench
#endif  // HWY_ONCE
