// When an investment is spent, bought again, and what is left of it at the horizon.
#pragma once

#include <optional>
#include <span>

#include "engine/model/cash_flow_item.h"
#include "engine/time/period_grid.h"

namespace calanque::finance {

/// Rows of an investment in the item's own prices, by period; the caller clears them.
struct InvestmentRows {
  std::span<double> spending;
  std::span<double> replacement;
  std::span<double> residual_value;  ///< In the last period only; positive = worth something.
};

/// Adds an investment's rows.
///
/// Spending follows the profile; life begins at the end of its last year with a share above 0. With replacement, the
/// asset is bought again at the end of each life that ends before the horizon; it is paid in the period that holds the
/// last day of the old life. Straight-line residual value: what was paid by then for the asset in use x the share of
/// its life beyond the horizon.
///
/// Returns the share of spending that falls outside the grid and is left out.
/// Cost    O(periods + number of replacements).
/// Source  European Commission, Guide to Cost-Benefit Analysis of Investment Projects (2014), sections 2.7.2 and 2.7.3.
double AddInvestment(const time::PeriodDates& periods, const model::Investment& investment, const InvestmentRows& rows);

/// First day without the asset, where its life ends before the horizon and it is not bought again; absent where it
/// serves to the horizon or no life is stated.
std::optional<time::Date> FirstDayWithout(const time::PeriodDates& periods, const model::Investment& investment);

/// First day of an asset's life: the end of the last year with a share above 0.
time::Date CompletionDate(const model::YearlyProfile& profile);

}  // namespace calanque::finance
