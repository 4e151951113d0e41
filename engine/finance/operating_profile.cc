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
  double share_left_out = 0.0;
  for (int year = 0; year < static_cast<int>(profile.fractions.size()); ++year) {
    const time::Date from = time::AddMonths(profile.start_date, kMonthsPerYear * year);
    const time::Date to = time::AddMonths(profile.start_date, kMonthsPerYear * (year + 1));
    const double amount = total * profile.fractions[static_cast<std::size_t>(year)];
    const int first = std::max(0, periods.IndexOf(from));
    auto days_left_out = (to - from).count();
    for (int i = first; i < periods.period_count() && periods.StartOf(i) < to; ++i) {
      const time::Date start = std::max(from, periods.StartOf(i));
      const time::Date end = std::min(to, periods.StartOf(i + 1));
      out[static_cast<std::size_t>(i)] +=
          amount * static_cast<double>((end - start).count()) / static_cast<double>((to - from).count());
      days_left_out -= (end - start).count();
    }
    share_left_out += profile.fractions[static_cast<std::size_t>(year)] * static_cast<double>(days_left_out) /
                      static_cast<double>((to - from).count());
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
    const time::Date active_start = std::max(periods.StartOf(i), span.start_date);
    if (active_start >= end) break;
    while (active_start >= anniversary) {
      ++year;
      growth_factor *= 1.0 + change.growth_per_year;
      anniversary = time::AddMonths(span.start_date, kMonthsPerYear * (year + 1));
    }
    out[static_cast<std::size_t>(i)] +=
        figure_per_period * periods.ActiveShare(i, span.start_date, end) * ChangeOfYear(change, growth_factor, year);
  }
}

}  // namespace calanque::finance
