// Reads curves of prices, indices and factors at points in time.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/assumptions.h"

namespace calanque::curve {

/// Curves by id, ready to be read. Holds a pointer to the assumptions, which must outlive it.
///
/// Domain  assumptions that model::Validate found good: unique ids, no cycles, points in order.
class ValueCurves {
 public:
  explicit ValueCurves(const model::Assumptions& assumptions);

  /// Position of a curve in the assumptions. The id exists (validated).
  [[nodiscard]] std::uint32_t IndexOf(std::string_view id) const;

  [[nodiscard]] const model::Curve& At(std::uint32_t curve) const { return (*curves_)[curve]; }

  /// Value at a decimal year (2030.5 is the middle of 2030, where the point "2030" stands). Flat beyond the first and
  /// last point. Cost  O(log points), one pow for growth and log-linear curves.
  [[nodiscard]] double Value(std::uint32_t curve, double decimal_year) const;

 private:
  const std::vector<model::Curve>* curves_;
  std::unordered_map<std::string_view, std::uint32_t> index_by_id_;
};

}  // namespace calanque::curve
