#include "engine/risk/factor_block.h"

#include <cstdint>

namespace calanque::risk {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kNumbersPerLine = kAlignment / sizeof(double);

/// Whole cache lines, and an odd number of them: rows whose distance is a power of two would fight for the same places
/// of the cache.
std::size_t StrideOf(std::size_t path_count) {
  const std::size_t lines = (path_count + kNumbersPerLine - 1) / kNumbersPerLine;
  return (lines + 1 - lines % 2) * kNumbersPerLine;
}

}  // namespace

FactorBlock::FactorBlock(std::size_t row_count, std::size_t path_count)
    : row_count_(row_count),
      path_count_(path_count),
      stride_(StrideOf(path_count)),
      memory_(row_count * stride_ + kNumbersPerLine) {
  const auto address = reinterpret_cast<std::uintptr_t>(memory_.data());
  data_ = memory_.data() + (kAlignment - address % kAlignment) % kAlignment / sizeof(double);
}

}  // namespace calanque::risk
