#include "engine/time/date.h"

namespace calanque::time {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::months;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

std::optional<int> ParseDigits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<Date> ParseIsoDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = ParseDigits(text.substr(0, 4));
  const auto m = ParseDigits(text.substr(5, 2));
  const auto d = ParseDigits(text.substr(8, 2));
  if (!y || !m || !d || *y < 1900 || *y > 2400) return std::nullopt;
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
  if (!date.ok()) return std::nullopt;
  return Date{date};
}

std::string FormatIsoDate(Date date) {
  const year_month_day ymd{date};
  std::string text = "0000-00-00";
  const auto write = [&text](std::size_t first, std::size_t count, unsigned value) {
    for (std::size_t i = first + count; i-- > first; value /= 10) text[i] = static_cast<char>('0' + value % 10);
  };
  write(0, 4, static_cast<unsigned>(static_cast<int>(ymd.year())));
  write(5, 2, static_cast<unsigned>(ymd.month()));
  write(8, 2, static_cast<unsigned>(ymd.day()));
  return text;
}

Date AddMonths(Date date, int month_count) {
  const year_month_day ymd{date};
  const year_month target = year_month{ymd.year(), ymd.month()} + months{month_count};
  const year_month_day same_day{target.year(), target.month(), ymd.day()};
  if (ymd.day() <= day{28} || same_day.ok()) return Date{same_day};
  return Date{target / std::chrono::last};
}

int YearOf(Date date) { return static_cast<int>(year_month_day{date}.year()); }

double YearsBetween(Date from, Date to) {
  if (to < from) return -YearsBetween(to, from);
  const year_month_day a{from};
  const year_month_day b{to};
  int whole_months = static_cast<int>((year_month{b.year(), b.month()} - year_month{a.year(), a.month()}).count());
  if (AddMonths(from, whole_months) > to) --whole_months;
  const Date anchor = AddMonths(from, whole_months);
  const Date next = AddMonths(from, whole_months + 1);
  const double rest = static_cast<double>((to - anchor).count()) / static_cast<double>((next - anchor).count());
  return (whole_months + rest) / 12.0;
}

double DecimalYear(Date date) {
  const year_month_day ymd{date};
  const auto days_in_month = static_cast<unsigned>((ymd.year() / ymd.month() / std::chrono::last).day());
  return static_cast<int>(ymd.year()) +
         (static_cast<unsigned>(ymd.month()) - 1 + (static_cast<unsigned>(ymd.day()) - 1.0) / days_in_month) / 12.0;
}

double YearsActual365Fixed(Date from, Date to) { return static_cast<double>((to - from).count()) / 365.0; }

}  // namespace calanque::time
