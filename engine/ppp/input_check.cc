#include "engine/ppp/input_check.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

namespace calanque::ppp {
namespace {

constexpr double kSmallestPositive = std::numeric_limits<double>::denorm_min();

// False for what is not a number, too.
bool IsWithin(double value, double low, double high) { return value >= low && value <= high; }

Failure OutOfRange(double value, std::string field, std::string_view expected) {
  std::string message = std::isfinite(value) ? "must be " : "is not a finite number; must be ";
  message.append(expected);
  return {Reason::kInvalidInput, std::move(field), std::move(message)};
}

}  // namespace

InputCheck& InputCheck::Range(double value, double low, double high, std::string_view field,
                              std::string_view expected) {
  if (!failure_ && !IsWithin(value, low, high)) failure_ = OutOfRange(value, std::string(field), expected);
  return *this;
}

InputCheck& InputCheck::Rate(double rate, std::string_view field) {
  return Range(rate, std::nextafter(-1.0, 0.0), 10.0, field, "a rate above -1 and up to 10 (5 % is 0.05)");
}

InputCheck& InputCheck::Ranges(std::span<const double> values, double low, double high, std::string_view field,
                               std::string_view expected) {
  if (failure_) return *this;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (IsWithin(values[i], low, high)) continue;
    failure_ = OutOfRange(values[i], std::string(field) + "[" + std::to_string(i) + "]", expected);
    break;
  }
  return *this;
}

InputCheck& InputCheck::Finite(std::span<const double> values, std::string_view field) {
  return Ranges(values, -kLargest, kLargest, field, "a number of at most 1e18 in size");
}

InputCheck& InputCheck::NotNegative(std::span<const double> values, std::string_view field) {
  return Ranges(values, 0.0, kLargest, field, "0 or more, and at most 1e18");
}

InputCheck& InputCheck::Fractions(std::span<const double> values, std::string_view field) {
  return Ranges(values, 0.0, 1.0, field, "a fraction from 0 to 1 (5 % is 0.05)");
}

InputCheck& InputCheck::Positive(std::span<const double> values, std::string_view field) {
  return Ranges(values, kSmallestPositive, kLargest, field, "above 0, and at most 1e18");
}

InputCheck& InputCheck::Require(bool holds, std::string_view field, std::string_view message) {
  if (!failure_ && !holds) failure_ = Failure{Reason::kInvalidInput, std::string(field), std::string(message)};
  return *this;
}

}  // namespace calanque::ppp
