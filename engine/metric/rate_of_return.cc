// Internal rates of return, all of them, and the modified one.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/kernel/rates_of_return.h"
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

constexpr double kRounding = 1e-14;  ///< Of the largest flow.

Outcome SearchRates(const Input& input, std::span<const double> flows) {
  const ledger::PointAxis& axis = *input.axis;
  const auto rates = axis.is_equally_spaced ? kernel::FindRatesEquallySpaced(axis.spacing_years, flows)
                                            : kernel::FindRates(axis.years, flows);
  if (!rates) return rates.error();
  const auto roots = rates->all();
  if (roots.size() == 1) return roots.front();
  const std::span<double> values = Allocate<double>(input, roots.size());
  std::copy(roots.begin(), roots.end(), values.begin());
  return ValueList{values};
}

Outcome RatesOf(const Input& input, CategorySet categories) {
  Scratch flows(PointCount(input));
  const auto search = [&] {
    AddUp(*input.amounts, categories, flows.span());
    return SearchRates(input, flows.span());
  };
  if (input.rates == nullptr) return search();
  RateMemo& memo = *input.rates;
  const std::uint64_t used = input.amounts->used_bits() & categories.bits();
  for (std::size_t i = 0; i < memo.count; ++i) {
    if (memo.entries[i].categories == used) return memo.entries[i].rates;
  }
  const Outcome found = search();
  if (memo.count < memo.entries.size()) memo.entries[memo.count++] = {used, found};
  return found;
}

}  // namespace

Outcome Irr(const Input& input) { return RatesOf(input, kCash); }
Outcome FrrC(const Input& input) { return RatesOf(input, kProject); }
Outcome Err(const Input& input) { return RatesOf(input, kEconomic); }

Outcome Mirr(const Input& input) {
  // Zeros before the first flow and after the last would lengthen the horizon by years in which nothing happens.
  const std::vector<double>& years = input.axis->years;
  double first = std::numeric_limits<double>::infinity();
  double last = -first;
  // Flows that cancel leave rounding, which is no inflow.
  double largest = 0.0;
  for (const double amount : input.cash_flow_amounts) largest = std::max(largest, std::abs(amount));
  const auto is_flow = [&](std::size_t i) { return std::abs(input.cash_flow_amounts[i]) > kRounding * largest; };
  for (std::size_t i = 0; i < years.size(); ++i) {
    if (!is_flow(i)) continue;
    first = std::min(first, years[i]);
    last = std::max(last, years[i]);
  }
  Scratch times_room(years.size());
  Scratch flows_room(years.size());
  const std::span<double> times = times_room.span();
  const std::span<double> flows = flows_room.span();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < years.size(); ++i) {
    if (years[i] < first || years[i] > last) continue;
    times[kept] = years[i];
    flows[kept++] = is_flow(i) ? input.cash_flow_amounts[i] : 0.0;
  }
  const Options& options = *input.options;
  const double horizon_rate = input.discounting->horizon_rate_per_year;
  const double finance_rate = options.mirr_finance_rate_per_year.value_or(horizon_rate);
  const double reinvestment_rate = options.mirr_reinvestment_rate_per_year.value_or(horizon_rate);
  if (!(finance_rate > -1.0 && reinvestment_rate > -1.0)) {
    return NotApplicable("the discount factors leave no rate at the horizon");
  }
  const auto rate = kernel::ModifiedRate(times.first(kept), flows.first(kept), finance_rate, reinvestment_rate);
  if (!rate) return rate.error();
  return *rate;
}

}  // namespace calanque::metric
