#include "engine/metric/sums.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace calanque::metric {

void AddUp(const CategoryRows& rows, CategorySet categories, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  categories.ForEach([&](ledger::Category category) {
    if (rows.IsUsed(category)) kernel::Accumulate(out, rows.Row(category));
  });
}

void FoldIntoYears(const Input& input, std::span<const double> row, std::span<double> out, double sign) {
  if (row.size() == out.size()) {  // Annual periods: every point is a year of its own.
    std::transform(row.begin(), row.end(), out.begin(), [sign](double value) { return sign * value; });
    return;
  }
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < row.size(); ++i) out[YearIndex(input, i)] += sign * row[i];
}

YearSeries ZeroSeries(const Input& input) { return {Numbers(YearCount(input), 0.0, input.memory)}; }

YearSeries SeriesByYear(const Input& input, std::span<const double> row, double sign) {
  YearSeries series = ZeroSeries(input);
  FoldIntoYears(input, row, series.values, sign);
  return series;
}

double AvoidedTotal(const Input& input) {
  double emitted = 0.0;
  for (const auto& scope : input.emissions_t_co2e) emitted += kernel::Sum(scope);
  return 0.0 - emitted;
}

double AvoidedDiscounted(const Input& input) {
  double emitted = 0.0;
  for (const auto& scope : input.emissions_t_co2e) emitted += kernel::Dot(scope, input.discount_factors);
  return 0.0 - emitted;
}

std::string Text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

Failure NotApplicable(std::string message) { return {Reason::kNotApplicable, {}, std::move(message)}; }
Failure MissingData(std::string message) { return {Reason::kMissingData, {}, std::move(message)}; }

Outcome PerAvoidedTonne(double numerator, double tonnes, std::string_view when) {
  if (tonnes > 0.0) return numerator / tonnes;
  const std::string period = when.empty() ? std::string() : " " + std::string(when);
  if (tonnes == 0.0) return NotApplicable("no tonnes are avoided" + period);
  return NotApplicable("the measure raises emissions by " + Text(-tonnes) + " t" + period);
}

}  // namespace calanque::metric
