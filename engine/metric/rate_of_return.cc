// Internal rates of return, all of them, and the modified one.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/kernel/rates_of_return.h"
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

Outcome RatesOf(const Input& input, CategorySet categories) {
  Scratch flows(PointCount(input));
  AddUp(*input.amounts, categories, flows.span());
  const ledger::PointAxis& axis = *input.axis;
  auto rates = axis.is_equally_spaced ? kernel::FindRatesEquallySpaced(axis.spacing_years, flows.span())
                                      : kernel::FindRates(axis.years, flows.span());
  if (!rates) return std::move(rates).error();
  const auto roots = rates->all();
  if (roots.size() == 1) return roots.front();
  return ValueList{{roots.begin(), roots.end(), input.memory}};
}

// The one rate that gives the factor of the last period; the perspective's rate where that is constant.
double RateAtHorizon(const Input& input) {
  const std::size_t last = static_cast<std::size_t>(input.axis->period_count) - 1;
  const double years = input.axis->years[last];
  return years == 0.0 ? 0.0 : std::pow(input.discount_factors[last], -1.0 / years) - 1.0;
}

}  // namespace

Outcome Irr(const Input& input) { return RatesOf(input, kCash); }
Outcome FrrC(const Input& input) { return RatesOf(input, kProject); }
Outcome Err(const Input& input) { return RatesOf(input, kEconomic); }

Outcome Mirr(const Input& input) {
  const std::size_t count = PointCount(input);
  Scratch flows_room(count);
  const std::span<double> flows = flows_room.span();
  AddUp(*input.amounts, kCash, flows);

  // Zeros before the first flow and after the last would lengthen the horizon by years in which nothing happens.
  const std::vector<double>& years = input.axis->years;
  double first = std::numeric_limits<double>::infinity();
  double last = -first;
  for (std::size_t i = 0; i < count; ++i) {
    if (flows[i] == 0.0) continue;
    first = std::min(first, years[i]);
    last = std::max(last, years[i]);
  }
  Scratch times_room(count);
  const std::span<double> times = times_room.span();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (years[i] < first || years[i] > last) continue;
    times[kept] = years[i];
    flows[kept++] = flows[i];
  }
  const Options& options = *input.options;
  const double horizon_rate = RateAtHorizon(input);
  const double finance_rate = options.mirr_finance_rate_per_year.value_or(horizon_rate);
  const double reinvestment_rate = options.mirr_reinvestment_rate_per_year.value_or(horizon_rate);
  if (!(finance_rate > -1.0 && reinvestment_rate > -1.0)) {
    return Failure{Reason::kNotApplicable, "", "the discount factors leave no rate at the horizon"};
  }
  auto rate = kernel::ModifiedRate(times.first(kept), flows.first(kept), finance_rate, reinvestment_rate);
  if (!rate) return std::move(rate).error();
  return *rate;
}

}  // namespace calanque::metric
