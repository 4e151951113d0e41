#include "engine/kernel/uniforms.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "engine/base/check.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/uniforms.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

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
HWY_INLINE void Rounds(const std::uint64_t (*keys)[2], std::index_sequence<kRound...>, AllBlocks&... x) {
  (RoundOfEach(keys[kRound], x...), ...);
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

HWY_INLINE void StoreNumbers(const Blocks& x, double* out) {
  StoreUnits(Joined(x.x0, x.x1), out);
  StoreUnits(Joined(x.x2, x.x3), out + 8);
}

// The numbers of sixteen paths from blocks index, ..., index + 7, and of the sixteens after them, one for each group.
template <std::size_t... kGroup>
HWY_INLINE void FillSixteens(const std::uint64_t (*keys)[2], const PhiloxBlock& counter, std::uint64_t index,
                             double* out, std::index_sequence<kGroup...>) {
  for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(Words())) {
    Blocks x[] = {BlocksFrom(counter, index + 8 * kGroup + lane)...};
    Rounds(keys, std::make_index_sequence<PhiloxConstants::kRoundCount>(), x[kGroup]...);
    (StoreNumbers(x[kGroup], out + 16 * kGroup + lane), ...);
  }
}

// As many groups as the registers hold: 32 from AVX-512 on, 16 before.
constexpr std::size_t kTogether = HWY_TARGET <= HWY_AVX3 ? 4 : 2;

// keys: the two key words of each round.
void FillUniformsLanes(const std::uint64_t (*keys)[2], const PhiloxBlock& counter, std::uint64_t first_path,
                       double* out, std::size_t count) {
  while (count > 0) {
    const std::size_t skipped = first_path % 16;
    const std::uint64_t index = first_path / 16 * 8;
    if (skipped == 0 && count >= 16 * kTogether) {
      FillSixteens(keys, counter, index, out, std::make_index_sequence<kTogether>());
      first_path += 16 * kTogether, out += 16 * kTogether, count -= 16 * kTogether;
      continue;
    }
    if (skipped == 0 && count >= 16) {
      FillSixteens(keys, counter, index, out, std::make_index_sequence<1>());
      first_path += 16, out += 16, count -= 16;
      continue;
    }
    double sixteen[16];
    FillSixteens(keys, counter, index, sixteen, std::make_index_sequence<1>());
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
  std::uint64_t keys[PhiloxConstants::kRoundCount][2];
  PhiloxKey key = RandomKey(seed);
  for (auto& words : keys) {
    for (std::size_t i = 0; i < 2; ++i) {
      words[i] = key[i];
      key[i] += PhiloxConstants::kKeyStep[i];
    }
  }
  HWY_DYNAMIC_DISPATCH(FillUniformsLanes)(keys, RandomCounter(use, stream, 0), first_path, out.data(), out.size());
}

}  // namespace calanque::kernel
#endif
