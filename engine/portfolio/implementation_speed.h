// How fast a measure can be carried out, against the schedule that its project has.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/portfolio/measure.h"

namespace calanque::portfolio {

/// What a city's firms and staff can carry out.
struct SpeedLimit {
  int first_year = 0;              ///< Calendar year of the first works at the earliest.
  double fraction_per_year = 1.0;  ///< Of the whole measure, at most, in (0, 1].
};

/// What the limit makes of a schedule.
struct SpeedOutcome {
  std::vector<double> kept_fractions;  ///< Of each calendar year's tonnes, in [0, 1].
  int full_year = 0;                   ///< Calendar year by whose end the limit permits the whole measure.
  std::optional<int>
      latest_start_year;  ///< First year that still permits the whole measure by the end of the target year.
};

/// Share of the measure that its project has spent by the end of each calendar year: cumulated investment over all of
/// it, cut to [0, 1]; 1 in every year where nothing is invested in all.
std::vector<double> ScheduledFractions(const Measure& measure);

/// Every year keeps min(1, permitted / scheduled) of its tonnes: permitted grows by the limit each year from its first
/// year on; scheduled as ScheduledFractions. Before the first spending the permitted share itself is kept.
///
/// `target_year` 0: no latest start.
SpeedOutcome ApplySpeedLimit(const Measure& measure, const SpeedLimit& limit, int first_year, int target_year);

}  // namespace calanque::portfolio
