// Use up to a limit, carry the rest forward: losses, interest, unused allowances.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "engine/base/check.h"

namespace calanque::kernel {

/// One period: the addition joins the pool, what the limit allows is taken out; answers what was taken. A negative
/// limit counts as 0.
inline double UseUpTo(double& pool, double addition, double limit) {
  pool += addition;
  const double use = std::min(pool, std::max(limit, 0.0));
  pool -= use;
  return use;
}

/// Each period draws on a pool that additions feed: used = min(pool + addition, limit), the rest is carried forward.
///
/// Shapes  all spans [period]; used and carried may be the same memory as additions or limits of the same index.
/// Units   one unit throughout. opening >= 0, additions >= 0; a negative limit counts as 0.
/// Returns what is carried beyond the last period. Conserves: opening + sum(additions) = sum(used) + result.
/// Cost    O(period_count), no allocation.
inline double ClampAndCarry(double opening, std::span<const double> additions, std::span<const double> limits,
                            std::span<double> used, std::span<double> carried) {
  CALANQUE_CHECK(additions.size() == limits.size() && limits.size() == used.size() && used.size() == carried.size(),
                 "sizes differ");
  double pool = opening;
  for (std::size_t i = 0; i < additions.size(); ++i) {
    used[i] = UseUpTo(pool, additions[i], limits[i]);
    carried[i] = pool;
  }
  return pool;
}

}  // namespace calanque::kernel
