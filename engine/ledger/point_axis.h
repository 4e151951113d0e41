// The points in time at which a ledger has amounts: one per period, then one per distinct date of dated flows.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/time/period_grid.h"

namespace calanque::ledger {

/// Points [0, period_count) are the grid's periods; points from period_count on are exact dates. Present values and
/// rates of return run over all points with their own times; tables fold points into calendar years.
struct PointAxis {
  int period_count = 0;
  int first_year = 0;  ///< Calendar year of the first period.
  int year_count = 0;
  std::vector<time::Date> dates;    ///< Day of the flow, by point.
  std::vector<double> years;        ///< Years from the valuation date, by point; may be negative.
  std::vector<int> period_indices;  ///< Period that holds the point.
  std::vector<int> year_indices;    ///< Calendar year of the period's first day, minus first_year.
  bool is_equally_spaced = true;    ///< No dated points: years[i + 1] - years[i] is constant.
  double spacing_years = 1.0;       ///< That constant.

  [[nodiscard]] int point_count() const { return static_cast<int>(dates.size()); }
};

/// Builds the axis. `extra_dates` lie in the grid, are distinct and ascending; they discount by Act/365F.
PointAxis MakePointAxis(const time::PeriodGrid& grid, time::FlowTiming timing, time::Date valuation_date,
                        const std::vector<time::Date>& extra_dates);

}  // namespace calanque::ledger
