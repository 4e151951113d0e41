// Tonnes avoided: in the target year, per year, by scope, over the horizon.
#include "engine/metric/abatement.h"

#include <numeric>
#include <utility>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {

Result<double> AvoidedInTargetYear(const Input& input) {
  const int target_year = input.options->target_year;
  if (target_year == 0) return MissingData("the portfolio states no target year");
  const int year = target_year - input.axis->first_year;
  if (year < 0 || year >= input.axis->year_count) {
    return NotApplicable("the target year " + std::to_string(target_year) + " lies outside the appraised years");
  }
  double tonnes = 0.0;
  for (std::size_t i = 0; i < PointCount(input); ++i) {
    if (input.axis->year_indices[i] == year) tonnes += AvoidedAt(input, i);
  }
  return tonnes;
}

Outcome AbatementInTargetYear(const Input& input) {
  auto tonnes = AvoidedInTargetYear(input);
  if (!tonnes) return std::move(tonnes).error();
  return *tonnes;
}

Outcome AbatementCumulative(const Input& input) { return AvoidedTotal(input); }

Outcome AbatementByYear(const Input& input) {
  YearSeries series = ZeroSeries(input);
  for (std::size_t i = 0; i < PointCount(input); ++i) series.values[YearIndex(input, i)] += AvoidedAt(input, i);
  return series;
}

Outcome AbatementByScope(const Input& input) {
  const std::size_t year_count = YearCount(input);
  YearTable table{{{"scope_1", "scope_2", "scope_3"}, input.memory},
                  Numbers(ledger::kScopeCount * year_count, 0.0, input.memory)};
  for (std::size_t scope = 0; scope < ledger::kScopeCount; ++scope) {
    FoldIntoYears(input, input.emissions_t_co2e[scope], std::span(table.values).subspan(scope * year_count, year_count),
                  -1.0);
  }
  return table;
}

Outcome AbatementCumulativeByScope(const Input& input) {
  Outcome outcome = AbatementByScope(input);
  auto& table = std::get<YearTable>(outcome);
  const std::size_t year_count = YearCount(input);
  for (std::size_t scope = 0; scope < ledger::kScopeCount; ++scope) {
    const auto row = std::span(table.values).subspan(scope * year_count, year_count);
    std::partial_sum(row.begin(), row.end(), row.begin());
  }
  return outcome;
}

Outcome AbatementShareOfPlanned(const Input& input) {
  auto tonnes = AvoidedInTargetYear(input);
  if (!tonnes) return std::move(tonnes).error();
  if (!(input.planned_reduction_t_co2e > 0.0)) return MissingData("no reduction is planned for this sector");
  return *tonnes / input.planned_reduction_t_co2e;
}

}  // namespace calanque::metric
