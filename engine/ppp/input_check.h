// What the formulas of this module share: saying what is wrong with an input.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "engine/base/result.h"

namespace calanque::ppp {

/// Keeps the first thing that is wrong. Nothing is rendered, and nothing allocated, while all is well.
///
/// Field paths start at the formula's own arguments ("deductions.cap_fraction", "savings_amount[3]"), points counted
/// from 0; who calls puts the request's path before them.
class InputCheck {
 public:
  /// Amounts beyond this are mistakes; below it, no product of two inputs overflows.
  static constexpr double kLargest = 1e18;

  /// Finite, and low <= value <= high. `expected` says the range in words.
  InputCheck& Range(double value, double low, double high, std::string_view field, std::string_view expected);
  InputCheck& Fraction(double value, std::string_view field) {
    return Range(value, 0.0, 1.0, field, "a fraction from 0 to 1 (5 % is 0.05)");
  }
  InputCheck& NotNegative(double value, std::string_view field) {
    return Range(value, 0.0, kLargest, field, "0 or more, and at most 1e18");
  }
  InputCheck& Finite(double value, std::string_view field) {
    return Range(value, -kLargest, kLargest, field, "a number of at most 1e18 in size");
  }
  /// -1 < rate <= 10, whatever the period.
  InputCheck& Rate(double rate, std::string_view field);
  InputCheck& RateNotNegative(double rate, std::string_view field) {
    return Range(rate, 0.0, 10.0, field, "a rate from 0 to 10 (5 % is 0.05)");
  }

  InputCheck& Finite(std::span<const double> values, std::string_view field);
  InputCheck& NotNegative(std::span<const double> values, std::string_view field);
  InputCheck& Fractions(std::span<const double> values, std::string_view field);
  InputCheck& Positive(std::span<const double> values, std::string_view field);

  /// A condition between fields, in full sentences.
  InputCheck& Require(bool holds, std::string_view field, std::string_view message);

  [[nodiscard]] std::optional<Failure> Take() { return std::move(failure_); }

 private:
  InputCheck& Ranges(std::span<const double> values, double low, double high, std::string_view field,
                     std::string_view expected);

  std::optional<Failure> failure_;
};

}  // namespace calanque::ppp
