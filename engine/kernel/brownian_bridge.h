// Brownian paths whose first normal decides most: where they end, then their middle, and so on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/kernel/rows.h"

namespace calanque::kernel {

/// How n standard normals become W(times[0]), ..., W(times[n - 1]), with W(0) = 0. Immutable.
///
/// The first normal fixes the last time; each later one the middle time between two that are known, level by level.
/// Source  R. Caflisch, W. Morokoff, A. Owen, J. Comput. Finance 1 (1997) 27-46; P. Glasserman, "Monte Carlo Methods in
///         Financial Engineering" (2003), section 3.1.
class BrownianBridge {
 public:
  /// What one normal builds: W[target] = left_weight W[left] + right_weight W[right] + scale z.
  struct Step {
    std::uint32_t target = 0;
    std::uint32_t left = kNone;   ///< kNone: time 0, where W is 0.
    std::uint32_t right = kNone;  ///< kNone: nothing later is known; only of the first step.
    double left_weight = 0.0;
    double right_weight = 0.0;
    double scale = 0.0;
  };
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  /// Domain  times ascending, the first > 0, in any unit; W has variance 1 per unit.
  explicit BrownianBridge(std::span<const double> times);

  /// In the order of the normals.
  [[nodiscard]] std::span<const Step> steps() const& { return steps_; }
  std::span<const Step> steps() const&& = delete;  // would outlive its bridge

  /// values[target of step k] from normals[k], path by path.
  ///
  /// Shapes  both [steps().size()][path]; they must not overlap.
  /// Cost    O(steps x paths), no allocation; the same bits for any split of the paths and on any processor.
  void Build(Rows<const double> normals, Rows<double> values) const;

 private:
  std::vector<Step> steps_;
};

}  // namespace calanque::kernel
