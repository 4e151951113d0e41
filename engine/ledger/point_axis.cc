#include "engine/ledger/point_axis.h"

#include "engine/base/check.h"

namespace calanque::ledger {

PointAxis MakePointAxis(const time::PeriodGrid& grid, time::FlowTiming timing, time::Date valuation_date,
                        const std::vector<time::Date>& extra_dates) {
  const time::PeriodDates periods(grid);
  PointAxis axis;
  axis.period_count = grid.period_count;
  axis.first_year = time::YearOf(grid.start);
  axis.year_count = time::YearOf(periods.StartOf(grid.period_count - 1)) - axis.first_year + 1;
  axis.is_equally_spaced = extra_dates.empty();
  axis.spacing_years = 1.0 / grid.periods_per_year();
  const std::size_t point_count = static_cast<std::size_t>(grid.period_count) + extra_dates.size();
  axis.dates.reserve(point_count);
  axis.years.reserve(point_count);
  axis.period_indices.reserve(point_count);
  axis.year_indices.reserve(point_count);
  const auto add_point = [&](time::Date date, double years, int period) {
    axis.dates.push_back(date);
    axis.years.push_back(years);
    axis.period_indices.push_back(period);
    axis.year_indices.push_back(time::YearOf(periods.StartOf(period)) - axis.first_year);
  };
  const double start_years = time::YearsBetween(valuation_date, grid.start);
  for (int i = 0; i < grid.period_count; ++i) {
    add_point(grid.FlowDate(i, timing), start_years + grid.FlowYearsFromStart(i, timing), i);
  }
  for (const time::Date date : extra_dates) {
    const int period = periods.IndexOf(date);
    CALANQUE_CHECK(period >= 0 && period < grid.period_count, "dated flow outside the grid");
    add_point(date, time::YearsActual365Fixed(valuation_date, date), period);
  }
  return axis;
}

}  // namespace calanque::ledger
