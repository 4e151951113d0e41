// What later flows are worth today, at every point. Private to this module's sources.
#pragma once

#include <cstddef>

namespace calanque::ppp::internal {

/// Calls emit(t, value at t of flow(s) for all s > t) from the last point to the first; one pass.
template <typename Flow, typename Emit>
void ForEachRemainingValue(std::size_t point_count, double rate_per_period, Flow flow, Emit emit) {
  double value = 0.0;
  for (std::size_t t = point_count; t-- > 0;) {
    emit(t, value);
    value = (value + flow(t)) / (1.0 + rate_per_period);
  }
}

}  // namespace calanque::ppp::internal
