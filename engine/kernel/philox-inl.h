// Many blocks of Philox side by side, for numbers of which sixteen neighbouring paths share eight blocks. Included once
// for each kind of processor, which is why it has Highway's guard.
#if defined(CALANQUE_KERNEL_PHILOX_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CALANQUE_KERNEL_PHILOX_INL_H_
#undef CALANQUE_KERNEL_PHILOX_INL_H_
#else
#define CALANQUE_KERNEL_PHILOX_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "engine/kernel/random_counter.h"
#include "engine/kernel/words-inl.h"

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

// One word of each of several blocks in the low half of each lane; high halves hold rests that no product and no result
// sees.
struct Blocks {
  WordVector x0;
  WordVector x1;
  WordVector x2;
  WordVector x3;
};

HWY_INLINE void Round(Blocks& x, const std::uint64_t (&key)[2]) {
  const WordVector product0 = MultiplyLow(x.x0, PhiloxConstants::kMultiplier[0]);
  const WordVector product1 = MultiplyLow(x.x2, PhiloxConstants::kMultiplier[1]);
  x.x0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product1), x.x1), hn::Set(Words(), key[0]));
  x.x2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product0), x.x3), hn::Set(Words(), key[1]));
  x.x1 = product1;
  x.x3 = product0;
}

template <typename... AllBlocks>
HWY_INLINE void RoundOfEach(const std::uint64_t (&key)[2], AllBlocks&... x) {
  (Round(x, key), ...);
}

// Each through all rounds, side by side: one alone would wait for its own products.
template <std::size_t... kRound, typename... AllBlocks>
HWY_INLINE void Rounds(const RoundKeys& keys, std::index_sequence<kRound...>, AllBlocks&... x) {
  (RoundOfEach(keys.words[kRound], x...), ...);
}

HWY_INLINE WordVector Joined(WordVector high, WordVector low) {
  return hn::Or(hn::ShiftLeft<32>(high), hn::And(low, hn::Set(Words(), 0xFFFFFFFFU)));
}

HWY_INLINE Blocks BlocksFrom(const PhiloxBlock& counter, std::uint64_t index) {
  const Words d;
  const WordVector indices = hn::Add(hn::Set(d, index), hn::Iota(d, 0));
  return {indices, hn::Or(hn::ShiftRight<32>(indices), hn::Set(d, counter[1])), hn::Set(d, counter[2]),
          hn::Set(d, counter[3])};
}

// The numbers of sixteen paths from blocks index, ..., index + 7, and of the sixteens after them, one for each group.
template <typename Store, std::size_t... kGroup>
HWY_INLINE void FillSixteens(const RoundKeys& keys, const PhiloxBlock& counter, std::uint64_t index, double* out,
                             Store store, std::index_sequence<kGroup...>) {
  for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(Words())) {
    Blocks x[] = {BlocksFrom(counter, index + 8 * kGroup + lane)...};
    Rounds(keys, std::make_index_sequence<PhiloxConstants::kRoundCount>(), x[kGroup]...);
    (store(Joined(x[kGroup].x0, x[kGroup].x1), Joined(x[kGroup].x2, x[kGroup].x3), out + 16 * kGroup + lane), ...);
  }
}

// As many groups as the registers hold: 32 from AVX-512 on, 16 before.
constexpr std::size_t kTogether = HWY_TARGET <= HWY_AVX3 ? 4 : 2;

// Numbers of the paths from first_path on. store(first, second, to) makes numbers of a block's two words and puts them
// at to[lane] and to[8 + lane]: those of two paths, eight apart.
template <typename Store>
HWY_INLINE void FillPaths(const RoundKeys& keys, const PhiloxBlock& counter, std::uint64_t first_path, double* out,
                          std::size_t count, Store store) {
  while (count > 0) {
    const std::size_t skipped = first_path % 16;
    const std::uint64_t index = first_path / 16 * 8;
    if (skipped == 0 && count >= 16 * kTogether) {
      FillSixteens(keys, counter, index, out, store, std::make_index_sequence<kTogether>());
      first_path += 16 * kTogether, out += 16 * kTogether, count -= 16 * kTogether;
      continue;
    }
    if (skipped == 0 && count >= 16) {
      FillSixteens(keys, counter, index, out, store, std::make_index_sequence<1>());
      first_path += 16, out += 16, count -= 16;
      continue;
    }
    double sixteen[16];
    FillSixteens(keys, counter, index, sixteen, store, std::make_index_sequence<1>());
    const std::size_t taken = std::min(count, 16 - skipped);
    std::copy_n(sixteen + skipped, taken, out);
    first_path += taken, out += taken, count -= taken;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
