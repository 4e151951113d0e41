#include "engine/kernel/uniforms.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/uniforms.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Eight blocks at most side by side: the number of neighbours that share a word, whatever the width of the processor.
using Words = hn::CappedTag<std::uint64_t, 8>;
using WordVector = hn::Vec<Words>;

// The product of the low halves of each word and of a 32-bit constant; what stands in the high halves does not matter.
HWY_INLINE WordVector MultiplyLow(WordVector words, std::uint32_t factor) {
#if HWY_TARGET == HWY_SCALAR
  return hn::Mul(hn::And(words, hn::Set(Words(), 0xFFFFFFFFU)), hn::Set(Words(), factor));
#else
  const hn::Repartition<std::uint32_t, Words> halves;
  return hn::MulEven(hn::BitCast(halves, words), hn::BitCast(halves, hn::Set(Words(), factor)));
#endif
}

HWY_INLINE void StoreUniforms(WordVector high, WordVector low, double* out) {
  const Words d;
  const hn::RebindToFloat<Words> numbers;
  const WordVector bits = hn::Or(hn::ShiftLeft<32>(high), hn::And(low, hn::Set(d, 0xFFFFFFFFU)));
  const WordVector one_to_two = hn::Or(hn::ShiftRight<12>(bits), hn::Set(d, 0x3FF0000000000000U));
  hn::StoreU(hn::Sub(hn::BitCast(numbers, one_to_two), hn::Set(numbers, 1.0 - 0x1p-53)), numbers, out);
}

// The numbers of sixteen paths from blocks index, ..., index + 7. Each word of 64 bits holds one word of a block in its
// low half; high halves hold rests that no product and no result sees.
void FillSixteen(PhiloxKey key, PhiloxBlock counter, std::uint64_t index, double* HWY_RESTRICT out) {
  using C = PhiloxConstants;
  const Words d;
  for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(d)) {
    const WordVector indices = hn::Iota(d, index + lane);
    WordVector x0 = indices;
    WordVector x1 = hn::Or(hn::ShiftRight<32>(indices), hn::Set(d, counter[1]));
    WordVector x2 = hn::Set(d, counter[2]);
    WordVector x3 = hn::Set(d, counter[3]);
    PhiloxKey k = key;
    for (int round = 0; round < C::kRoundCount; ++round) {
      const WordVector product0 = MultiplyLow(x0, C::kMultiplier[0]);
      const WordVector product1 = MultiplyLow(x2, C::kMultiplier[1]);
      x0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product1), hn::Set(d, k[0])), x1);
      x2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product0), hn::Set(d, k[1])), x3);
      x1 = product1;
      x3 = product0;
      k[0] += C::kKeyStep[0];
      k[1] += C::kKeyStep[1];
    }
    StoreUniforms(x0, x1, out + lane);
    StoreUniforms(x2, x3, out + 8 + lane);
  }
}

void FillUniformsLanes(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, double* out,
                       std::size_t count, RandomUse use) {
  const PhiloxKey key = RandomKey(seed);
  const PhiloxBlock counter = RandomCounter(use, stream, 0);
  while (count > 0) {
    const std::size_t skipped = first_path % 16;
    const std::uint64_t index = first_path / 16 * 8;
    if (skipped == 0 && count >= 16) {
      FillSixteen(key, counter, index, out);
      first_path += 16, out += 16, count -= 16;
      continue;
    }
    double sixteen[16];
    FillSixteen(key, counter, index, sixteen);
    const std::size_t taken = std::min(count, 16 - skipped);
    std::copy_n(sixteen + skipped, taken, out);
    first_path += taken, out += taken, count -= taken;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {

HWY_EXPORT(FillUniformsLanes);

void FillUniforms(std::uint64_t seed, std::uint64_t stream, std::uint64_t first_path, std::span<double> out,
                  RandomUse use) {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 56;
  CALANQUE_CHECK(first_path <= kLimit && out.size() <= kLimit - first_path, "too many paths");
  HWY_DYNAMIC_DISPATCH(FillUniformsLanes)(seed, stream, first_path, out.data(), out.size(), use);
}

}  // namespace calanque::kernel
#endif
