#include "engine/finance/operating_profile.h"

#include <algorithm>

namespace calanque::finance {
namespace {

constexpr int kMonthsPerYear = 12;

double ChangeOfYear(const YearlyChange& change, double growth_factor, int year) {
  const auto k = static_cast<std::size_t>(year);
  return k < change.ramp_up_fractions.size() ? growth_factor * change.ramp_up_fractions[k] : growth_factor;
}

}  // namespace

double AddProfile(const time::PeriodDates& periods, const model::YearlyProfile& profile, double total,
                  std::span<double> out) {
  const double periods_per_year = static_cast<double>(kMonthsPerYear) / periods.months_per_period();
  double share_left_out = 0.0;
  for (int year = 0; year < static_cast<int>(profile.fractions.size()); ++year) {
    const double fraction = profile.fractions[static_cast<std::size_t>(year)];
    const time::Date from = time::AddMonths(profile.start_date, kMonthsPerYear * year);
    const time::Date to = time::AddMonths(profile.start_date, kMonthsPerYear * (year + 1));
    const int first = std::max(0, periods.IndexOf(from));
    int end = first;
    double covered_periods = 0.0;
    for (; end < periods.period_count() && periods.StartOf(end) < to; ++end) {
      covered_periods += periods.ActiveShare(end, from, to);
    }
    // Parts of two periods of unequal length add up to a whole one but for a day: a year inside the grid is paid whole.
    const bool is_inside = to <= periods.Horizon();
    const double year_periods = is_inside ? covered_periods : std::max(periods_per_year, covered_periods);
    for (int i = first; i < end; ++i) {
      out[static_cast<std::size_t>(i)] += total * fraction * periods.ActiveShare(i, from, to) / year_periods;
    }
    if (!is_inside) share_left_out += fraction * (1.0 - covered_periods / year_periods);
  }
  return share_left_out;
}

void AddOperation(const time::PeriodDates& periods, int periods_per_year, const model::ActiveSpan& span,
                  double figure_per_year, const YearlyChange& change, std::span<double> out) {
  const time::Date end = std::min(span.end_date.value_or(periods.Horizon()), periods.Horizon());
  const double figure_per_period = figure_per_year / periods_per_year;
  int year = 0;
  double growth_factor = 1.0;
  const bool is_constant = change.growth_per_year == 0.0 && change.ramp_up_fractions.empty();
  // What never changes needs no anniversaries: they are most of the work.
  time::Date anniversary = is_constant ? end : time::AddMonths(span.start_date, kMonthsPerYear);
  for (int i = std::max(0, periods.IndexOf(span.start_date)); i < periods.period_count(); ++i) {
    time::Date part_start = std::max(periods.StartOf(i), span.start_date);
    if (part_start >= end) break;
    const time::Date active_end = std::min(periods.StartOf(i + 1), end);
    while (part_start < active_end) {  // One part of the period for each year of operation that it touches.
      while (part_start >= anniversary) {
        ++year;
        growth_factor *= 1.0 + change.growth_per_year;
        anniversary = time::AddMonths(span.start_date, kMonthsPerYear * (year + 1));
      }
      const time::Date part_end = std::min(active_end, anniversary);
      out[static_cast<std::size_t>(i)] +=
          figure_per_period * periods.ActiveShare(i, part_start, part_end) * ChangeOfYear(change, growth_factor, year);
      part_start = part_end;
    }
  }
}

}  // namespace calanque::finance
