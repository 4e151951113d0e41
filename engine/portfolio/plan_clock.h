// Where on its plan a project stands: earned schedule.
//
// Source  Walt Lipke, Schedule is different, The Measurable News (PMI College of Performance Management), 2003: earned
//         schedule is the time at which the plan had reached what is delivered now.
#pragma once

#include <span>
#include <vector>

namespace calanque::portfolio {

/// Sum of a row of periods over the plan's time [from, to), in periods: each period's amount is spread evenly over it.
///
/// Domain  0 <= from <= to; time beyond the row holds nothing.
double Between(std::span<const double> row, double from, double to);

/// The plan's time, in periods, at the end of each recorded period.
///
/// It is the time at which the planned work (`work`, amounts by period, positive) had reached the delivered share of
/// the scope. Where the plan stood still at that level (a pause, the time after completion) the clock goes on by one
/// period a period within the standstill; so a project that is completed two periods late stays two periods late in
/// everything that follows from it. Shares that differ by less than a billionth are the same: rounding is no delay.
///
/// `delivered` is by period, as fractions of the planned scope; `scope` is what will be delivered in all. Empty
/// `delivered`, no work or no scope: the plan's time is the calendar's.
/// Domain  delivered >= 0, summing to `scope` at most; recorded_count <= work.size().
std::vector<double> PlanClock(std::span<const double> work, std::span<const double> delivered, double scope,
                              std::size_t recorded_count);

}  // namespace calanque::portfolio
