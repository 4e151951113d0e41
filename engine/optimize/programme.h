// A linear or mixed-integer programme as plain values: what any solver is asked.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "engine/base/result.h"

namespace calanque::optimize {

/// No bound.
inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Finite bounds, costs and coefficients beyond this are refused: solvers treat them as infinite, or lose all digits.
inline constexpr double kLargestNumber = 1e15;

enum class Sense { kMinimise, kMaximise };

/// One unknown, lower <= x <= upper. Costs add up to the objective.
struct Column {
  double lower = 0;
  double upper = kInfinity;
  double cost = 0;
  bool is_integer = false;

  bool operator==(const Column&) const = default;
};

struct Entry {
  std::size_t column = 0;
  double coefficient = 0;

  bool operator==(const Entry&) const = default;
};

/// lower <= sum of coefficient * x <= upper; equal bounds make an equation. A column stands at most once in a row.
struct Row {
  double lower = -kInfinity;
  double upper = kInfinity;
  std::vector<Entry> entries = {};

  bool operator==(const Row&) const = default;
};

struct Programme {
  Sense sense = Sense::kMinimise;
  std::vector<Column> columns = {};
  std::vector<Row> rows = {};

  bool operator==(const Programme&) const = default;
};

[[nodiscard]] bool HasIntegers(const Programme& programme);

/// The same programme without the demand for whole numbers.
[[nodiscard]] Programme Relaxed(Programme programme);

/// The same programme with each integer column fixed at the whole number nearest to its value; the rest is linear.
[[nodiscard]] Programme WithIntegersFixed(Programme programme, std::span<const double> values);

/// Everything that is no programme: a number that is not one, crossed bounds, a column out of range or twice in a row.
/// Paths are `columns[i]` and `rows[j]`.
[[nodiscard]] Failures ValidateProgramme(const Programme& programme);

}  // namespace calanque::optimize
