// Words of 64 bits side by side, for the sources that make random numbers of them. Included once for each kind of
// processor, which is why it has Highway's guard.
#if defined(CALANQUE_KERNEL_WORDS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CALANQUE_KERNEL_WORDS_INL_H_
#undef CALANQUE_KERNEL_WORDS_INL_H_
#else
#define CALANQUE_KERNEL_WORDS_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Eight at most, whatever the width of the processor: what is laid out in groups of eight stays whole.
using Words = hn::CappedTag<std::uint64_t, 8>;
using WordVector = hn::Vec<Words>;

/// The product of the low halves of each word and of a 32-bit constant; what stands in the high halves does not matter.
HWY_INLINE WordVector MultiplyLow(WordVector words, std::uint32_t factor) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Mul(hn::And(words, hn::Set(Words(), 0xFFFFFFFFU)), hn::Set(Words(), factor));
#else
  const hn::Repartition<std::uint32_t, Words> halves;
  return hn::MulEven(hn::BitCast(halves, words), hn::BitCast(halves, hn::Set(Words(), factor)));
#endif
}

/// UnitFromBits of each word.
HWY_INLINE hn::Vec<hn::RebindToFloat<Words>> UnitsOf(WordVector bits) {
  const hn::RebindToFloat<Words> numbers;
  const WordVector one_to_two = hn::Or(hn::ShiftRight<12>(bits), hn::Set(Words(), 0x3FF0000000000000U));
  return hn::Sub(hn::BitCast(numbers, one_to_two), hn::Set(numbers, 1.0 - 0x1p-53));
}

HWY_INLINE void StoreUnits(WordVector bits, double* out) { hn::StoreU(UnitsOf(bits), hn::RebindToFloat<Words>(), out); }

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
