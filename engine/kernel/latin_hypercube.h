// Latin hypercube: of N paths, each dimension has exactly one in each of N equal strata.
#pragma once

#include <cstdint>
#include <span>

namespace calanque::kernel {

/// Which stratum a path falls in is a keyed permutation evaluated path by path: no table, any split of the paths.
///
/// A prefix of the paths (a run stopped early) is still a fair sample, but evenly spread only when all N are run.
/// Source  M. McKay, R. Beckman, W. Conover, Technometrics 21 (1979) 239-245; permutation: R. Mitchell, D. Stokes,
///         E. Frank, G. Holmes, "Bandwidth-Optimal Random Shuffling for GPUs", ACM TOPC 9 (2022), VariablePhilox with
///         24 rounds, walked until inside [0, N).
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
};

}  // namespace calanque::kernel
