#include "engine/kernel/latin_hypercube.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/kernel/uniforms.h"

namespace calanque::kernel {
namespace {

constexpr std::size_t kRoundCount = 24;

// A bijection of the numbers of `left_bits + right_bits` bits.
struct Cipher {
  std::uint32_t left_bits = 0;
  std::uint32_t right_bits = 0;  // left_bits or one more
  std::array<std::uint32_t, kRoundCount> keys{};

  [[nodiscard]] std::uint64_t operator()(std::uint64_t value) const {
    constexpr std::uint64_t kMultiplier = 0xD2B74407B1CE6E93U;
    const std::uint64_t left_mask = (std::uint64_t{1} << left_bits) - 1;
    const std::uint64_t right_mask = (std::uint64_t{1} << right_bits) - 1;
    std::uint64_t left = value >> right_bits;
    std::uint64_t right = value & right_mask;
    for (const std::uint32_t key : keys) {
      const std::uint64_t product = kMultiplier * left;
      const std::uint64_t low = (product & 0xFFFFFFFFU) << (right_bits - left_bits) | right >> left_bits;
      left = ((product >> 32) ^ key ^ right) & left_mask;
      right = low & right_mask;
    }
    return left << right_bits | right;
  }
};

// Every result starts from the same keys, so they are made once for a call.
Cipher CipherOf(std::uint64_t seed, std::uint64_t stream, std::uint64_t path_count) {
  const auto bits = std::max(4U, static_cast<std::uint32_t>(std::bit_width(path_count - 1)));
  Cipher cipher = {.left_bits = bits / 2, .right_bits = bits - bits / 2};
  for (std::size_t round = 0; round < kRoundCount; round += 4) {
    const PhiloxBlock block =
        Philox4x32(RandomCounter(RandomUse::kPermutationKeys, stream, round / 4), RandomKey(seed));
    std::copy(block.begin(), block.end(), cipher.keys.begin() + static_cast<std::ptrdiff_t>(round));
  }
  return cipher;
}

// Walking along the bijection's cycle from inside [0, limit) until inside again is a bijection of [0, limit).
std::uint64_t Walk(const Cipher& cipher, std::uint64_t value, std::uint64_t limit) {
  do {
    value = cipher(value);
  } while (value >= limit);
  return value;
}

}  // namespace

LatinHypercube::LatinHypercube(std::uint64_t seed, std::uint64_t path_count) : seed_(seed), path_count_(path_count) {
  CALANQUE_CHECK(path_count >= 1 && path_count <= std::uint64_t{1} << 32, "paths outside [1, 2^32]");
}

std::uint64_t LatinHypercube::Stratum(std::uint64_t stream, std::uint64_t path) const {
  CALANQUE_CHECK(path < path_count_, "no such path");
  return Walk(CipherOf(seed_, stream, path_count_), path, path_count_);
}

void LatinHypercube::Fill(std::uint64_t stream, std::uint64_t first_path, std::span<double> out) const {
  CALANQUE_CHECK(first_path <= path_count_ && out.size() <= path_count_ - first_path, "too many paths");
  const Cipher cipher = CipherOf(seed_, stream, path_count_);
  // As many cells in a stratum as keep stratum + middle of a cell, and so its stratum, exact.
  const double cells = std::exp2(52 - static_cast<int>(std::bit_width(path_count_ - 1)));
  const auto count = static_cast<double>(path_count_);
  FillUniforms(seed_, stream, first_path, out, RandomUse::kInStratum);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double cell = std::floor(out[i] * cells);
    const auto stratum = static_cast<double>(Walk(cipher, first_path + i, path_count_));
    out[i] = (stratum + (cell + 0.5) / cells) / count;
  }
}

}  // namespace calanque::kernel
