// Points that fill the unit cube evenly: Sobol' sequence, scrambled, by path and dimension.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace calanque::kernel {

/// The first 2^32 points of the Sobol' sequence, randomised by a linear matrix scramble and a digital shift that depend
/// on the seed.
///
/// Each number is uniform on (0, 1) by itself, and any 2^m consecutive aligned paths put one number in each interval of
/// width 2^-m in every dimension: the scramble keeps the net. Averages over the points of two seeds are independent
/// estimates. Dimensions from kDimensionCount on have no direction numbers and are independent uniforms, so the
/// important ones come first (a Brownian bridge puts them there).
/// Source  S. Joe, F. Kuo, "Constructing Sobol sequences with better two-dimensional projections", SIAM J. Sci. Comput.
///         30 (2008) 2635-2654; scramble: J. Matousek, "On the L2-discrepancy for anchored boxes", J. Complexity 14
///         (1998) 527-556; its variance equals that of Owen's nested scramble: A. Owen, "Variance with alternative
///         scramblings of digital nets", ACM TOMACS 13 (2003) 363-378.
class SobolSequence {
 public:
  static constexpr std::size_t kDimensionCount = 256;
  static constexpr std::uint64_t kPathLimit = std::uint64_t{1} << 32;

  SobolSequence(std::uint64_t seed, std::size_t dimension_count);

  /// out[i] = coordinate `dimension` of point first_path + i, in [2^-53, 1 - 2^-53]. The same for any split.
  ///
  /// Domain  dimension < dimension_count; first_path + out.size() <= kPathLimit.
  /// Cost    O(out.size()), no allocation.
  void Fill(std::size_t dimension, std::uint64_t first_path, std::span<double> out) const;

 private:
  /// Digits of a coordinate, most significant first, as bits of a word: shift xor of the columns of the path's bits.
  struct Dimension {
    std::uint64_t shift = 0;
    std::array<std::uint64_t, 32> columns{};  ///< By bit of the path index.
    std::array<std::uint64_t, 64> low{};      ///< Xor of the columns of the six low bits.
  };

  std::uint64_t seed_;
  std::size_t dimension_count_;
  std::vector<Dimension> dimensions_;
};

}  // namespace calanque::kernel
