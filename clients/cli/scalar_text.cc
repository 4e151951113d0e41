#include "clients/cli/scalar_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <system_error>

namespace calanque::cli {
namespace {

constexpr std::size_t kLongestQuote = 60;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

bool NamesNoFiniteNumber(std::string_view text) {
  std::string word = Lower(text);
  word.erase(0, word.find_first_not_of("+-."));
  return word == "inf" || word == "infinity" || word == "nan";
}

/// A hint where the text is a number in another country's or a spreadsheet's dress.
std::string Hint(std::string_view text) {
  const bool has_digit = std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (!has_digit) return "";
  if (text.ends_with('%')) return ", as a fraction (0.05 for 5 %)";
  if (text.find(',') != std::string_view::npos) return " with a decimal point and no separators (1234.5)";
  if (text.find_first_of(" _'") != std::string_view::npos) return " without separators (1234.5)";
  return "";
}

}  // namespace

std::string Quoted(std::string_view text) {
  if (text.size() <= kLongestQuote) return "'" + std::string(text) + "'";
  std::size_t end = kLongestQuote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;  // Not inside a character.
  return "'" + std::string(text.substr(0, end)) + "...'";
}

std::optional<double> ParseDouble(std::string_view text, std::string& wrong) {
  if (NamesNoFiniteNumber(text)) {
    wrong = "is " + Quoted(text) + "; expected a finite number";
    return std::nullopt;
  }
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_whole_text = !digits.empty() && end == digits.data() + digits.size() && !digits.starts_with("+");
  if (error == std::errc::result_out_of_range && is_whole_text) {
    wrong = "is " + Quoted(text) + "; expected a finite number within the range of a double";
    return std::nullopt;
  }
  if (error != std::errc() || !is_whole_text || text.starts_with("+-")) {
    wrong = "is " + Quoted(text) + "; expected a number" + Hint(text);
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> ParseInteger(std::string_view text, std::int64_t least, std::int64_t most,
                                         std::string& wrong) {
  const auto out_of_range = [&] {
    wrong = "is " + Quoted(text) + "; expected a whole number from " + std::to_string(least) + " to " +
            std::to_string(most);
    return std::nullopt;
  };
  const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_whole_text = !digits.empty() && end == digits.data() + digits.size();
  if (is_whole_text && error == std::errc())
    return value < least || value > most ? out_of_range() : std::optional(value);
  if (is_whole_text && error == std::errc::result_out_of_range) return out_of_range();
  const std::optional<double> number = ParseDouble(text, wrong);
  if (!number) return std::nullopt;
  constexpr double kExactBelow = 9007199254740992.0;  // 2^53
  if (std::trunc(*number) != *number) {
    wrong = "is " + Quoted(text) + "; expected a whole number";
    return std::nullopt;
  }
  if (std::abs(*number) > kExactBelow) return out_of_range();
  value = static_cast<std::int64_t>(*number);
  return value < least || value > most ? out_of_range() : std::optional(value);
}

std::optional<bool> ParseBool(std::string_view text, std::string& wrong) {
  if (text == "true") return true;
  if (text == "false") return false;
  wrong = "is " + Quoted(text) + "; expected true or false";
  return std::nullopt;
}

}  // namespace calanque::cli
