// Numbers as people read them, and as programs do.
#pragma once

#include <string>
#include <string_view>

namespace calanque::cli {

/// Rounded to `decimals`, thousands apart by a narrow no-break space (U+202F): "-1 234.5". Never "-0.0".
std::string FormatFixed(double value, int decimals);

/// A fraction as percent: "5.2 %".
std::string FormatPercent(double fraction, int decimals = 1);

/// The shortest text that reads back as the same double; never grouped, never quoted.
std::string FormatExact(double value);

/// To about four significant digits, grouped: for figures of any size and unit.
std::string FormatReadable(double value);

/// How a table shows money: in units or in millions, with as many decimals as the largest amount leaves room for.
struct MoneyScale {
  double divisor = 1.0;
  int decimals = 0;
  std::string unit;  ///< "EUR" or "MEUR".

  [[nodiscard]] std::string Format(double amount) const { return FormatFixed(amount / divisor, decimals); }
};

/// Millions from a `largest_amount` (in size) of ten million on.
MoneyScale ScaleFor(double largest_amount, std::string_view currency_code);

}  // namespace calanque::cli
