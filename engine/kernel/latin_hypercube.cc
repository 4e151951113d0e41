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

constexpr std::size_t kGroup = 32;

// A bijection of [0, left_count x right_count): six rounds, in each of which one half is moved by a random function of
// the other. Six, because five already give all orders of five things evenly.
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

// Several vectors of paths at once: a single one would spend most of its time waiting for its own last product.
constexpr std::size_t kChains = 4;
struct Chains {
  WordVector of[kChains];
};

// Calls step(0), ..., step(kChains - 1), written out.
template <typename Step>
HWY_INLINE void OnEach(Step step) {
  static_assert(kChains == 4);
  step(0), step(1), step(2), step(3);
}

// moved += a random function of `other`, modulo count.
HWY_INLINE void Move(Chains& moved, const Chains& other, std::uint32_t count, std::uint64_t second_word,
                     const std::uint64_t (&keys)[Cipher::kStepCount]) {
  const Words d;
  Chains x0 = other;
  Chains x1;
  OnEach([&](std::size_t i) HWY_ATTR { x1.of[i] = hn::Set(d, second_word); });
  for (const std::uint64_t key : keys) {
    OnEach([&](std::size_t i) HWY_ATTR {
      const WordVector product = MultiplyLow(x0.of[i], SmallPhiloxConstants::kMultiplier);
      x0.of[i] = hn::Xor(hn::Xor(hn::ShiftRight<32>(product), x1.of[i]), hn::Set(d, key));
      x1.of[i] = product;
    });
  }
  // The upper half of count times a random word is a random number below count.
  const hn::RebindToSigned<Words> signs;
  OnEach([&](std::size_t i) HWY_ATTR {
    const WordVector sum = hn::Add(moved.of[i], hn::ShiftRight<32>(MultiplyLow(x0.of[i], count)));
    const WordVector less = hn::Sub(sum, hn::Set(d, count));
    moved.of[i] = hn::IfThenElse(hn::RebindMask(d, hn::Lt(hn::BitCast(signs, less), hn::Zero(signs))), sum, less);
  });
}

void Encipher(const Cipher& cipher, Chains& values) {
  const Words d;
  const hn::RebindToFloat<Words> numbers;
  // Quotient and rest of values below 2^33, exact in double arithmetic: 2^52 in front makes a word a number and back.
  const WordVector exponent = hn::Set(d, 0x4330000000000000U);
  const auto shift = hn::Set(numbers, 0x1p52);
  const auto divisor = hn::Set(numbers, static_cast<double>(cipher.right_count));
  Chains left;
  Chains right;
  OnEach([&](std::size_t i) HWY_ATTR {
    const auto value = hn::Sub(hn::BitCast(numbers, hn::Or(values.of[i], exponent)), shift);
    const auto quotient = hn::Floor(hn::Div(value, divisor));
    left.of[i] = hn::Xor(hn::BitCast(d, hn::Add(quotient, shift)), exponent);
    right.of[i] = hn::Sub(values.of[i], MultiplyLow(left.of[i], cipher.right_count));
  });
  for (std::size_t round = 0; round < Cipher::kRoundCount; round += 2) {
    Move(left, right, cipher.left_count, cipher.second_words[round], cipher.keys[round]);
    Move(right, left, cipher.right_count, cipher.second_words[round + 1], cipher.keys[round + 1]);
  }
  OnEach([&](std::size_t i)
             HWY_ATTR { values.of[i] = hn::Add(MultiplyLow(left.of[i], cipher.right_count), right.of[i]); });
}

// The strata of kGroup paths from `path` on. Walking along the bijection's cycle from inside [0, limit) until inside
// again is a bijection of [0, limit).
void StrataOfGroup(const Cipher& cipher, std::uint64_t path, std::uint64_t limit, std::uint64_t* HWY_RESTRICT out) {
  const Words d;
  const hn::RebindToSigned<Words> signs;
  const std::size_t width = hn::Lanes(d);
  const auto end = hn::Set(signs, static_cast<std::int64_t>(limit));
  for (std::size_t first = 0; first < kGroup; first += kChains * width) {
    Chains strata;
    // Past the last path there is nothing to walk to: those lanes repeat the last path.
    OnEach([&](std::size_t i) HWY_ATTR {
      const WordVector paths = hn::Add(hn::Set(d, path + first + i * width), hn::Iota(d, 0));
      strata.of[i] = hn::Min(paths, hn::Set(d, limit - 1));
    });
    Encipher(cipher, strata);
    for (;;) {
      bool is_all_inside = true;
      OnEach([&](std::size_t i) HWY_ATTR {
        is_all_inside = is_all_inside && hn::AllTrue(signs, hn::Lt(hn::BitCast(signs, strata.of[i]), end));
      });
      if (is_all_inside) break;
      Chains walked = strata;
      Encipher(cipher, walked);
      OnEach([&](std::size_t i) HWY_ATTR {
        const auto is_inside = hn::RebindMask(d, hn::Lt(hn::BitCast(signs, strata.of[i]), end));
        strata.of[i] = hn::IfThenElse(is_inside, strata.of[i], walked.of[i]);
      });
    }
    OnEach([&](std::size_t i) HWY_ATTR { hn::StoreU(strata.of[i], d, out + first + i * width); });
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {
namespace {

HWY_EXPORT(StrataOfGroup);

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
  std::uint64_t strata[kGroup];
  HWY_DYNAMIC_DISPATCH(StrataOfGroup)(CipherOf(seed_, stream, left_count_, right_count_), path, path_count_, strata);
  return strata[0];
}

void LatinHypercube::Fill(std::uint64_t stream, std::uint64_t first_path, std::span<double> out) const {
  CALANQUE_CHECK(first_path <= path_count_ && out.size() <= path_count_ - first_path, "too many paths");
  const Cipher cipher = CipherOf(seed_, stream, left_count_, right_count_);
  // As many cells in a stratum as keep stratum + middle of a cell, and so its stratum, exact.
  const double cells = std::exp2(52 - static_cast<int>(std::bit_width(path_count_ - 1)));
  const auto count = static_cast<double>(path_count_);
  const auto strata_of_group = HWY_DYNAMIC_DISPATCH(StrataOfGroup);
  FillUniforms(seed_, stream, first_path, out, RandomUse::kInStratum);
  for (std::size_t first = 0; first < out.size(); first += kGroup) {
    std::uint64_t strata[kGroup];
    strata_of_group(cipher, first_path + first, path_count_, strata);
    const std::span<double> numbers = out.subspan(first, std::min(kGroup, out.size() - first));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const double cell = std::floor(numbers[i] * cells);
      numbers[i] = (static_cast<double>(strata[i]) + (cell + 0.5) / cells) / count;
    }
  }
}

}  // namespace calanque::kernel
#endif
