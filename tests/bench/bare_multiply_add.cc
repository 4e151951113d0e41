#include "tests/bench/bare_multiply_add.h"

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

double Bare(std::size_t repeats, double* sink) {
  const hn::CappedTag<double, 8> d;
  using Number = hn::Vec<decltype(d)>;
  constexpr int kSums = 12;  // Enough chains to hide the latency of an addition, few enough for 16 registers.
  Number sums[kSums];
  for (int k = 0; k < kSums; ++k) sums[k] = hn::Set(d, k);
  Number weight = hn::Set(d, sink[0]);
  const Number value = hn::Set(d, sink[1]);
  for (std::size_t r = 0; r < repeats; ++r) {
    for (Number& sum : sums) {
      // Hidden from the compiler, which would hoist the product out of the loop.
      asm volatile("" : "+" CALANQUE_VECTOR_REGISTER(weight));
      sum = hn::Add(sum, hn::Mul(weight, value));
    }
  }
  Number total = sums[0];
  for (int k = 1; k < kSums; ++k) total = hn::Add(total, sums[k]);
  sink[0] = hn::GetLane(hn::SumOfLanes(d, total));
  return static_cast<double>(repeats) * kSums * static_cast<double>(hn::Lanes(d));
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::bench
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::bench {

HWY_EXPORT(Bare);

double BareMultiplyAdds(std::size_t repeats, double* sink) { return HWY_DYNAMIC_DISPATCH(Bare)(repeats, sink); }

}  // namespace calanque::bench
#endif  // HWY_ONCE
