// What many sums read of one calendar year in the same proportions is added up once.
#pragma once

#include <span>
#include <vector>

#include "engine/base/stop_poll.h"
#include "engine/kernel/row_sums.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {

/// Sums over basis rows, in two steps.
struct CombinedYears {
  kernel::RowSums combined;  ///< Over basis rows; its results stand behind them.
  kernel::RowSums sums;      ///< Over basis rows and what is combined.
};

/// `sums` over rows of `basis`: where some that read several rows of a year do so in the same proportions (energy, tax
/// and carbon price of the same quantity), these rows are added up in one of their own, which then counts once in each.
///
/// Proportions that differ by less than 3e-14 of themselves count as equal. Sums of nothing but zeros stay exactly 0.
/// Left half-way, to be thrown away, where `stop` says so (asked once per sum and step).
/// Cost  O(terms x log(terms)).
CombinedYears CombineYears(std::vector<std::vector<kernel::RowSums::Term>> sums, std::span<const BasisRow> basis,
                           const StopPoll& stop = {});

}  // namespace calanque::run
