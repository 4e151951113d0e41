#include "clients/cli/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace calanque::cli {
namespace {

constexpr std::string_view kThinSpace = "\u202F";
constexpr double kMillion = 1e6;

}  // namespace

std::string FormatFixed(double value, int decimals) {
  std::array<char, 400> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  std::string digits(buffer.data(), end.ptr);
  const bool is_negative = digits.starts_with('-');
  if (is_negative) digits.erase(0, 1);
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i < whole && (whole - i) % 3 == 0) text += kThinSpace;
    text += digits[i];
  }
  const bool is_zero = digits.find_first_of("123456789") == std::string::npos;
  return is_negative && !is_zero ? "-" + text : text;
}

std::string FormatPercent(double fraction, int decimals) { return FormatFixed(fraction * 100.0, decimals) + " %"; }

std::string FormatExact(double value) {
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end.ptr};
}

std::string FormatReadable(double value) {
  const double size = std::abs(value);
  if (size >= 1000.0) return FormatFixed(value, 0);
  if (size >= 100.0) return FormatFixed(value, 1);
  if (size >= 10.0) return FormatFixed(value, 2);
  if (size >= 0.1 || size == 0.0) return FormatFixed(value, 3);
  std::array<char, 64> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 4);
  return {buffer.data(), end.ptr};
}

MoneyScale ScaleFor(double largest_amount, std::string_view currency_code) {
  const double size = std::abs(largest_amount);
  std::string currency(currency_code);
  if (size < 10 * kMillion) return {1.0, size < 1000.0 ? 2 : 0, currency};
  return {kMillion, size >= 100 * kMillion ? 1 : 2, "M" + currency};
}

}  // namespace calanque::cli
