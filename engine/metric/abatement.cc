// Tonnes avoided: in the target year, per year, by scope, over the horizon.
#include "engine/metric/abatement.h"

#include <array>
#include <numeric>
#include <string>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

constexpr std::array<std::string_view, ledger::kScopeCount> kScopeNames = {"scope_1", "scope_2", "scope_3"};

// [scope][year]
std::span<double> AvoidedByScope(const Input& input) {
  using enum ledger::PhysicalKind;
  const std::size_t year_count = YearCount(input);
  const std::span<double> values = Allocate<double>(input, kScopeNames.size() * year_count);
  std::size_t row = 0;
  for (const auto scope : {kEmissionScope1, kEmissionScope2, kEmissionScope3}) {
    FoldRowIntoYears(input, *input.physical, scope, values.subspan(year_count * row++, year_count), -1.0);
  }
  return values;
}

}  // namespace

Result<double, NoFigure> AvoidedInTargetYear(const Input& input) {
  const int target_year = input.options->target_year;
  if (target_year == 0) return MissingData("the portfolio states no target year");
  const int year = target_year - input.axis->first_year;
  if (year < 0 || year >= input.axis->year_count) {
    return NotApplicable(
        Join(input, {"the target year ", std::to_string(target_year), " lies outside the appraised years"}));
  }
  double tonnes = 0.0;
  for (std::size_t i = 0; i < PointCount(input); ++i) {
    if (input.axis->year_indices[i] == year) tonnes += input.avoided_t_co2e[i];
  }
  return tonnes;
}

Outcome AbatementInTargetYear(const Input& input) {
  const auto tonnes = AvoidedInTargetYear(input);
  if (!tonnes) return tonnes.error();
  return *tonnes;
}

Outcome AbatementCumulative(const Input& input) { return AvoidedTotal(input); }

Outcome AbatementByYear(const Input& input) { return SeriesByYear(input, input.avoided_t_co2e); }

Outcome AbatementByScope(const Input& input) {
  const auto values = AvoidedByScope(input);
  return YearTable{kScopeNames, values};
}

Outcome AbatementCumulativeByScope(const Input& input) {
  const auto values = AvoidedByScope(input);
  const std::size_t year_count = YearCount(input);
  for (std::size_t scope = 0; scope < ledger::kScopeCount; ++scope) {
    const auto row = values.subspan(scope * year_count, year_count);
    std::partial_sum(row.begin(), row.end(), row.begin());
  }
  return YearTable{kScopeNames, values};
}

Outcome AbatementShareOfPlanned(const Input& input) {
  const auto tonnes = AvoidedInTargetYear(input);
  if (!tonnes) return tonnes.error();
  if (!(input.planned_reduction_t_co2e > 0.0)) return MissingData("no reduction is planned for this sector");
  return *tonnes / input.planned_reduction_t_co2e;
}

}  // namespace calanque::metric
