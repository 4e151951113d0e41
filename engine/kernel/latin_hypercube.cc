#include "engine/kernel/latin_hypercube.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/latin_hypercube.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

#include "engine/kernel/words-inl.h"

#ifndef CALANQUE_KERNEL_LATIN_HYPERCUBE_ONCE_
#define CALANQUE_KERNEL_LATIN_HYPERCUBE_ONCE_
namespace calanque::kernel {
namespace {

// A bijection of [0, left_count x right_count): six rounds, in each of which one half is moved by a random function of the
// other. Six, because five already give all orders of five things evenly.
struct Cipher {
  static constexpr std::size_t kRoundCount = 6;
  static constexpr std::size_t kStepCount = SmallPhiloxConstants::kRoundCount;

  std::uint32_t left_count = 0;
  std::uint32_t right_count = 0;
  std::uint64_t second_words[kRoundCount] = {};      // of Philox' counter
  std::uint64_t keys[kRoundCount][kStepCount] = {};  // as they stand in each step of Philox
};

}  // namespace
}  // namespace calanque::kernel
#endif

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

// moved + a random function of `other`, modulo count.
HWY_INLINE WordVector Moved(WordVector moved, WordVector other, std::uint32_t count, std::uint64_t second_word,
                            const std::uint64_t (&keys)[Cipher::kStepCount]) {
  const Words d;
  WordVector x0 = other;
  WordVector x1 = hn::Set(d, second_word);
  for (const std::uint64_t key : keys) {
    const WordVector product = MultiplyLow(x0, SmallPhiloxConstants::kMultiplier);
    x0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product), x1), hn::Set(d, key));
    x1 = product;
  }
  // The upper half of count times a random word is a random number below count.
  const WordVector sum = hn::Add(moved, hn::ShiftRight<32>(MultiplyLow(x0, count)));
  const WordVector less = hn::Sub(sum, hn::Set(d, count));
  const hn::RebindToSigned<Words> signs;
  return hn::IfThenElse(hn::RebindMask(d, hn::Lt(hn::BitCast(signs, less), hn::Zero(signs))), sum, less);
}

HWY_INLINE WordVector Enciphered(const Cipher& cipher, WordVector values) {
  const Words d;
  const hn::RebindToFloat<Words> numbers;
  // Quotient and rest of values below 2^33, exact in double arithmetic: 2^52 in front makes a word a number and back.
  const WordVector exponent = hn::Set(d, 0x4330000000000000U);
  const auto shift = hn::Set(numbers, 0x1p52);
  const auto value = hn::Sub(hn::BitCast(numbers, hn::Or(values, exponent)), shift);
  const auto quotient = hn::Floor(hn::Div(value, hn::Set(numbers, static_cast<double>(cipher.right_count))));
  WordVector left = hn::Xor(hn::BitCast(d, hn::Add(quotient, shift)), exponent);
  WordVector right = hn::Sub(values, MultiplyLow(left, cipher.right_count));
  for (std::size_t round = 0; round < Cipher::kRoundCount; round += 2) {
    left = Moved(left, right, cipher.left_count, cipher.second_words[round], cipher.keys[round]);
    right = Moved(right, left, cipher.right_count, cipher.second_words[round + 1], cipher.keys[round + 1]);
  }
  return hn::Add(MultiplyLow(left, cipher.right_count), right);
}

// The strata of eight paths from `path` on. Walking along the bijection's cycle from inside [0, limit) until inside again
// is a bijection of [0, limit).
void StrataOfEight(const Cipher& cipher, std::uint64_t path, std::uint64_t limit, std::uint64_t* HWY_RESTRICT out) {
  const Words d;
  const hn::RebindToSigned<Words> signs;
  for (std::size_t lane = 0; lane < 8; lane += hn::Lanes(d)) {
    // Past the last path there is nothing to walk to: those lanes repeat the last path.
    const WordVector paths = hn::Min(hn::Add(hn::Set(d, path + lane), hn::Iota(d, 0)), hn::Set(d, limit - 1));
    WordVector strata = Enciphered(cipher, paths);
    for (;;) {
      const auto is_inside = hn::Lt(hn::BitCast(signs, strata), hn::Set(signs, static_cast<std::int64_t>(limit)));
      if (hn::AllTrue(signs, is_inside)) break;
      strata = hn::IfThenElse(hn::RebindMask(d, is_inside), strata, Enciphered(cipher, strata));
    }
    hn::StoreU(strata, d, out + lane);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {
namespace {

HWY_EXPORT(StrataOfEight);

// Fewer than sixteen would leave too few random functions to choose from.
constexpr std::uint64_t kLeastCount = 16;

Cipher CipherOf(std::uint64_t seed, std::uint64_t stream, std::uint32_t left_count, std::uint32_t right_count) {
  Cipher cipher = {.left_count = left_count, .right_count = right_count};
  for (std::size_t round = 0; round < Cipher::kRoundCount; ++round) {
    const PhiloxBlock words = Philox4x32(RandomCounter(RandomUse::kPermutationKeys, stream, round), RandomKey(seed));
    cipher.second_words[round] = words[1];
    std::uint32_t key = words[0];
    for (std::uint64_t& step_key : cipher.keys[round]) {
      step_key = key;
      key += SmallPhiloxConstants::kKeyStep;
    }
  }
  return cipher;
}

}  // namespace

LatinHypercube::LatinHypercube(std::uint64_t seed, std::uint64_t path_count) : seed_(seed), path_count_(path_count) {
  CALANQUE_CHECK(path_count >= 1 && path_count <= std::uint64_t{1} << 32, "paths outside [1, 2^32]");
  const auto root = static_cast<std::uint64_t>(std::ceil(std::sqrt(static_cast<double>(path_count))));
  const std::uint64_t left = std::max(kLeastCount, root);
  left_count_ = static_cast<std::uint32_t>(left);
  right_count_ = static_cast<std::uint32_t>(std::max(kLeastCount, (path_count + left - 1) / left));
}

std::uint64_t LatinHypercube::Stratum(std::uint64_t stream, std::uint64_t path) const {
  CALANQUE_CHECK(path < path_count_, "no such path");
  std::uint64_t strata[8];
  HWY_DYNAMIC_DISPATCH(StrataOfEight)(CipherOf(seed_, stream, left_count_, right_count_), path, path_count_, strata);
  return strata[0];
}

void LatinHypercube::Fill(std::uint64_t stream, std::uint64_t first_path, std::span<double> out) const {
  CALANQUE_CHECK(first_path <= path_count_ && out.size() <= path_count_ - first_path, "too many paths");
  const Cipher cipher = CipherOf(seed_, stream, left_count_, right_count_);
  // As many cells in a stratum as keep stratum + middle of a cell, and so its stratum, exact.
  const double cells = std::exp2(52 - static_cast<int>(std::bit_width(path_count_ - 1)));
  const auto count = static_cast<double>(path_count_);
  const auto strata_of_eight = HWY_DYNAMIC_DISPATCH(StrataOfEight);
  FillUniforms(seed_, stream, first_path, out, RandomUse::kInStratum);
  for (std::size_t first = 0; first < out.size(); first += 8) {
    std::uint64_t strata[8];
    strata_of_eight(cipher, first_path + first, path_count_, strata);
    const std::span<double> numbers = out.subspan(first, std::min<std::size_t>(8, out.size() - first));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const double cell = std::floor(numbers[i] * cells);
      numbers[i] = (static_cast<double>(strata[i]) + (cell + 0.5) / cells) / count;
    }
  }
}

}  // namespace calanque::kernel
#endif
