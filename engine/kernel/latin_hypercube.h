// Latin hypercube: of N paths, each dimension has exactly one in each of N equal strata.
#pragma once

#include <cstdint>
#include <span>

namespace calanque::kernel {

/// Which stratum a path falls in is a keyed permutation evaluated path by path: no table, any split of the paths.
///
/// A prefix of the paths (a run stopped early) is still a fair sample, but evenly spread only when all N are run.
/// Source  M. McKay, R. Beckman, W. Conover, Technometrics 21 (1979) 239-245. The permutation is a Feistel cipher of
///         pairs (left, right) with left x right just above N, six rounds of Philox, walked until inside [0, N): M.
///         Luby, C. Rackoff, SIAM J. Comput. 17 (1988) 373-386; J. Black, P. Rogaway, "Ciphers with arbitrary finite
///         domains", CT-RSA 2002.
class LatinHypercube {
 public:
  /// Domain  path_count in [1, 2^32].
  LatinHypercube(std::uint64_t seed, std::uint64_t path_count);

  /// The stratum of a path, a permutation of [0, path_count) for each stream.
  [[nodiscard]] std::uint64_t Stratum(std::uint64_t stream, std::uint64_t path) const;

  /// out[i] = (Stratum(stream, first_path + i) + a uniform of the path) / path_count, strictly between 0 and 1.
  ///
  /// Domain  first_path + out.size() <= path_count.
  /// Cost    O(out.size()) on average, no allocation.
  void Fill(std::uint64_t stream, std::uint64_t first_path, std::span<double> out) const;

 private:
  std::uint64_t seed_;
  std::uint64_t path_count_;
  std::uint32_t left_count_;  ///< The cipher's pairs: left_count_ x right_count_ >= path_count_.
  std::uint32_t right_count_;
};

}  // namespace calanque::kernel
