#include "engine/optimize/programme.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace calanque::optimize {
namespace {

bool IsBound(double value) { return !std::isnan(value) && (std::isinf(value) || std::abs(value) <= kLargestNumber); }

bool IsNumber(double value) { return std::isfinite(value) && std::abs(value) <= kLargestNumber; }

std::string Place(const char* list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

void CheckBounds(double lower, double upper, const std::string& place, Failures& failures) {
  const bool is_good = IsBound(lower) && IsBound(upper) && lower <= upper && lower < kInfinity && upper > -kInfinity;
  if (!is_good) {
    failures.push_back({Reason::kInvalidInput, place, "bounds are not a lower one at or below an upper one"});
  }
}

}  // namespace

bool HasIntegers(const Programme& programme) { return std::ranges::any_of(programme.columns, &Column::is_integer); }

Programme Relaxed(Programme programme) {
  for (Column& column : programme.columns) column.is_integer = false;
  return programme;
}

Programme WithIntegersFixed(Programme programme, std::span<const double> values) {
  for (std::size_t i = 0; i < programme.columns.size(); ++i) {
    Column& column = programme.columns[i];
    if (!column.is_integer) continue;
    column.lower = column.upper = std::round(values[i]);
    column.is_integer = false;
  }
  return programme;
}

Failures ValidateProgramme(const Programme& programme) {
  Failures failures;
  for (std::size_t i = 0; i < programme.columns.size(); ++i) {
    const Column& column = programme.columns[i];
    CheckBounds(column.lower, column.upper, Place("columns", i), failures);
    if (!IsNumber(column.cost)) {
      failures.push_back({Reason::kInvalidInput, Place("columns", i), "cost is not a number up to 1e15"});
    }
  }
  std::vector<std::size_t> last_row(programme.columns.size(), programme.rows.size());
  for (std::size_t j = 0; j < programme.rows.size(); ++j) {
    const Row& row = programme.rows[j];
    CheckBounds(row.lower, row.upper, Place("rows", j), failures);
    for (const Entry& entry : row.entries) {
      const bool is_known = entry.column < programme.columns.size();
      if (!is_known || last_row[entry.column] == j || !IsNumber(entry.coefficient)) {
        failures.push_back(
            {Reason::kInvalidInput, Place("rows", j), "an entry is no number, or its column is unknown or repeated"});
      }
      if (is_known) last_row[entry.column] = j;
    }
  }
  return failures;
}

}  // namespace calanque::optimize
