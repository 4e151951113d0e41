#include "engine/kernel/sobol.h"

#include <algorithm>
#include <bit>

#include "engine/base/check.h"
#include "engine/kernel/sobol_directions.h"
#include "engine/kernel/uniforms.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernel/sobol.cc"
#include <hwy/foreach_target.h>  // compiles what follows once for each kind of processor
#include <hwy/highway.h>

#include "engine/kernel/words-inl.h"

HWY_BEFORE_NAMESPACE();
namespace calanque::kernel {
namespace HWY_NAMESPACE {

// out[i] = UnitFromBits(base ^ low[i]) for the 64 points whose indices differ in their low bits only.
void FillSixtyFour(std::uint64_t base, const std::uint64_t* HWY_RESTRICT low, double* HWY_RESTRICT out) {
  const Words d;
  for (std::size_t i = 0; i < 64; i += hn::Lanes(d)) {
    StoreUnits(hn::Xor(hn::LoadU(d, low + i), hn::Set(d, base)), out + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace calanque::kernel
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace calanque::kernel {
namespace {

HWY_EXPORT(FillSixtyFour);

// The random lower triangular matrix that multiplies the digits of a dimension: column j has a 1 at digit j and random
// digits below it.
std::array<std::uint64_t, 32> ScrambleColumns(std::uint64_t seed, std::size_t dimension) {
  std::array<std::uint64_t, 32> columns;
  for (std::uint32_t j = 0; j < 32; ++j) {
    const PhiloxBlock block = Philox4x32(RandomCounter(RandomUse::kSobolScramble, dimension, j), RandomKey(seed));
    const std::uint64_t diagonal = std::uint64_t{1} << (63 - j);
    columns[j] = diagonal | (RandomWord(block, 0) & (diagonal - 1));
  }
  return columns;
}

std::uint64_t Scrambled(const std::array<std::uint64_t, 32>& scramble, std::uint32_t digits) {
  std::uint64_t result = 0;
  for (std::uint32_t j = 0; j < 32; ++j) {
    if ((digits >> (31 - j) & 1U) != 0) result ^= scramble[j];
  }
  return result;
}

}  // namespace

static_assert(SobolSequence::kDimensionCount == kSobolDimensionCount);

SobolSequence::SobolSequence(std::uint64_t seed, std::size_t dimension_count)
    : seed_(seed), dimension_count_(dimension_count) {
  const std::vector<SobolColumns> matrices = SobolMatrices(std::min(dimension_count, kDimensionCount));
  dimensions_.resize(matrices.size());
  for (std::size_t index = 0; index < matrices.size(); ++index) {
    Dimension& dimension = dimensions_[index];
    const std::array<std::uint64_t, 32> scramble = ScrambleColumns(seed, index);
    for (std::size_t k = 0; k < 32; ++k) dimension.columns[k] = Scrambled(scramble, matrices[index][k]);
    dimension.shift = RandomWord(Philox4x32(RandomCounter(RandomUse::kSobolScramble, index, 32), RandomKey(seed)), 0);
    for (std::size_t i = 1; i < dimension.low.size(); ++i) {
      const auto lowest = static_cast<std::size_t>(std::countr_zero(i));
      dimension.low[i] = dimension.low[i & (i - 1)] ^ dimension.columns[lowest];
    }
  }
}

void SobolSequence::Fill(std::size_t dimension, std::uint64_t first_path, std::span<double> out) const {
  CALANQUE_CHECK(dimension < dimension_count_, "no such dimension");
  CALANQUE_CHECK(first_path <= kPathLimit && out.size() <= kPathLimit - first_path, "too many paths");
  if (dimension >= kDimensionCount) {
    FillUniforms(seed_, dimension, first_path, out, RandomUse::kBeyondSobol);
    return;
  }
  const Dimension& of = dimensions_[dimension];
  const auto fill = HWY_DYNAMIC_DISPATCH(FillSixtyFour);
  std::size_t done = 0;
  while (done < out.size()) {
    const std::uint64_t path = first_path + done;
    std::uint64_t base = of.shift;
    for (std::uint64_t bits = path >> 6; bits != 0; bits &= bits - 1) {
      base ^= of.columns[static_cast<std::size_t>(std::countr_zero(bits)) + 6];
    }
    const std::size_t skipped = path % 64;
    const std::size_t taken = std::min(out.size() - done, 64 - skipped);
    if (taken == 64) {
      fill(base, of.low.data(), out.data() + done);
    } else {
      for (std::size_t i = 0; i < taken; ++i) out[done + i] = UnitFromBits(base ^ of.low[skipped + i]);
    }
    done += taken;
  }
}

}  // namespace calanque::kernel
#endif
