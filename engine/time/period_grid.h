// Periods of equal length in months.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/time/date.h"

namespace calanque::time {

/// When in a period its flows are paid.
enum class FlowTiming { kStart, kMiddle, kEnd };

/// Periods [StartOf(i), StartOf(i + 1)), i in [0, period_count).
struct PeriodGrid {
  Date start{};
  int months_per_period = 12;  ///< 1, 3, 6 or 12.
  int period_count = 1;

  bool operator==(const PeriodGrid&) const = default;

  [[nodiscard]] int periods_per_year() const { return 12 / months_per_period; }
  /// First day of period i; i = period_count gives the horizon.
  [[nodiscard]] Date StartOf(int i) const { return AddMonths(start, i * months_per_period); }
  /// First day after the last period.
  [[nodiscard]] Date Horizon() const { return StartOf(period_count); }
  /// Day at the middle of period i.
  [[nodiscard]] Date MiddleOf(int i) const { return StartOf(i) + (StartOf(i + 1) - StartOf(i)) / 2; }
  /// Day on which the flows of period i are paid; END is the first day after the period, so that whole years stay
  /// whole.
  [[nodiscard]] Date FlowDate(int i, FlowTiming timing) const {
    if (timing == FlowTiming::kStart) return StartOf(i);
    return timing == FlowTiming::kEnd ? StartOf(i + 1) : MiddleOf(i);
  }
  /// Years from `valuation_date` to the flows of period i, exact in periods: (i + 0, 1/2 or 1) / periods_per_year after
  /// the years from the valuation date to the start.
  [[nodiscard]] double FlowYears(int i, FlowTiming timing, Date valuation_date) const {
    return YearsBetween(valuation_date, start) + FlowYearsFromStart(i, timing);
  }
  /// The part of FlowYears that depends on the period.
  [[nodiscard]] double FlowYearsFromStart(int i, FlowTiming timing) const {
    const double shift = timing == FlowTiming::kStart ? 0.0 : timing == FlowTiming::kEnd ? 1.0 : 0.5;
    return (i + shift) / periods_per_year();
  }
  /// Decimal year of the day on which the flows of period i are paid, exact in periods.
  [[nodiscard]] double FlowDecimalYear(int i, FlowTiming timing) const {
    return DecimalYear(start) + FlowYearsFromStart(i, timing);
  }
  /// Decimal year at the middle of period i, exact in periods: the middle of an annual period 2030 is 2030.5.
  [[nodiscard]] double MiddleDecimalYear(int i) const { return DecimalYear(start) + (i + 0.5) / periods_per_year(); }
};

/// The first days of all periods and the horizon, computed once: items ask for them millions of times.
class PeriodDates {
 public:
  explicit PeriodDates(const PeriodGrid& grid);

  [[nodiscard]] int period_count() const { return static_cast<int>(starts_.size()) - 1; }
  [[nodiscard]] Date StartOf(int i) const { return starts_[static_cast<std::size_t>(i)]; }
  [[nodiscard]] Date Horizon() const { return starts_.back(); }
  [[nodiscard]] int months_per_period() const { return months_per_period_; }
  /// Period that holds `date`; -1 before the start, period_count after the end. O(log period_count).
  [[nodiscard]] int IndexOf(Date date) const;
  /// Share of period i that lies in [from, to), by days; in [0, 1].
  [[nodiscard]] double ActiveShare(int i, Date from, Date to) const;

 private:
  std::vector<Date> starts_;
  int months_per_period_;
};

}  // namespace calanque::time
