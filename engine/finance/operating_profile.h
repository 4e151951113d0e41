// Spreads yearly figures over the periods of a grid.
#pragma once

#include <span>

#include "engine/model/cash_flow_item.h"
#include "engine/time/period_grid.h"

namespace calanque::finance {

/// How a yearly figure changes from year to year of operation.
struct YearlyChange {
  double growth_per_year = 0.0;                 ///< Year k (0-based) has (1 + growth)^k of the first year's figure.
  std::span<const double> ramp_up_fractions{};  ///< Year k has this share of it; 1 after the last.
};

/// Adds a total along a profile: each year's share is spread evenly over the periods of that year, months of 28 and of
/// 31 days alike; a period that lies in it in part counts with its share of days.
///
/// Shapes  out [period].
/// Returns the share of the total that falls outside the grid and is left out; 0 where all of it is in.
double AddProfile(const time::PeriodDates& periods, const model::YearlyProfile& profile, double total,
                  std::span<double> out);

/// Adds a yearly figure while a span is active: figure / periods_per_year x share of the period in the span x change of
/// the year of operation. A period that two years of operation share is split at the anniversary of the start.
///
/// Shapes  out [period]. Absent end: the horizon.
/// Cost    O(periods), no allocation.
void AddOperation(const time::PeriodDates& periods, int periods_per_year, const model::ActiveSpan& span,
                  double figure_per_year, const YearlyChange& change, std::span<double> out);

}  // namespace calanque::finance
