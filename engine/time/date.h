// Calendar dates and the two ways of counting years between them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace calanque::time {

/// A calendar day.
using Date = std::chrono::sys_days;

/// Reads "2025-01-31" (ISO 8601, years 1900 to 2400). Empty when it is not a date of the calendar.
std::optional<Date> ParseIsoDate(std::string_view text);

/// Writes "2025-01-31".
std::string FormatIsoDate(Date date);

/// Same day `months` later (earlier when negative); the last day of the month where that day does not exist.
Date AddMonths(Date date, int months);

/// Calendar year of a date.
int YearOf(Date date);

/// Years from `from` to `to` in whole months / 12, the rest of a month as its share of that month's days / 12. Negative
/// when `to` is earlier. Whole years are exact integers whatever leap days lie between, so grid flows discount as in a
/// spreadsheet.
double YearsBetween(Date from, Date to);

/// Year and share of the year, in whole months plus the rest of a month by its days: 2030-07-01 is 2030.5.
double DecimalYear(Date date);

/// Actual/365F: days / 365, for dated flows (as in XIRR and XNPV).
double YearsActual365Fixed(Date from, Date to);

}  // namespace calanque::time
