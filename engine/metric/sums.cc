#include "engine/metric/sums.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "engine/kernel/discount.h"

namespace calanque::metric {
namespace {

using ledger::PhysicalKind;

constexpr PhysicalKind kScopes[] = {PhysicalKind::kEmissionScope1, PhysicalKind::kEmissionScope2,
                                    PhysicalKind::kEmissionScope3};

}  // namespace

Discounting MakeDiscounting(const ledger::PointAxis& axis, const Options& options, std::span<const double> factors) {
  Discounting made;
  made.factors = factors;
  const std::span<const double> periods = factors.first(static_cast<std::size_t>(axis.period_count));
  made.period_factor_sum = kernel::Sum(periods);
  const double years = axis.years[periods.size() - 1];
  made.horizon_rate_per_year = years == 0.0 ? 0.0 : std::pow(periods.back(), -1.0 / years) - 1.0;
  if (options.target_irr_per_year) {
    made.target_irr_factors.resize(axis.years.size());
    kernel::CompoundDiscountFactors(*options.target_irr_per_year, axis.years, made.target_irr_factors);
  }
  return made;
}

void FillCashFlows(const CategoryRows& amounts, std::span<double> out) { AddUp(amounts, kCash, out); }

void FillAvoided(const PhysicalRows& physical, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (const PhysicalKind scope : kScopes) {
    if (physical.IsUsed(scope)) kernel::Accumulate(out, physical.Row(scope));
  }
  for (double& tonnes : out) tonnes = 0.0 - tonnes;
}

void AddUp(const CategoryRows& rows, CategorySet categories, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  rows.ForEachUsed([&](ledger::Category category) {
    if (categories.Holds(category)) kernel::Accumulate(out, rows.Row(category));
  });
}

void FoldIntoYears(const Input& input, std::span<const double> row, std::span<double> out, double sign) {
  if (row.size() == out.size()) {  // Annual periods: every point is a year of its own. 0.0 + x: never -0.
    std::transform(row.begin(), row.end(), out.begin(), [sign](double value) { return 0.0 + sign * value; });
    return;
  }
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < row.size(); ++i) out[YearIndex(input, i)] += sign * row[i];
}

YearSeries SeriesByYear(const Input& input, std::span<const double> row) {
  const std::span<double> years = Allocate<double>(input, YearCount(input));
  FoldIntoYears(input, row, years);
  return {years};
}

double AvoidedTotal(const Input& input) {
  double emitted = 0.0;
  for (const PhysicalKind scope : kScopes) emitted += input.physical->RowSum(scope);
  return 0.0 - emitted;
}

double AvoidedDiscounted(const Input& input) {
  double emitted = 0.0;
  for (const PhysicalKind scope : kScopes) {
    if (input.physical->IsUsed(scope)) emitted += kernel::Dot(input.physical->Row(scope), input.discounting->factors);
  }
  return 0.0 - emitted;
}

std::string Text(double value) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.6g", value);
  return buffer;
}

std::string_view Join(const Input& input, std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  const std::span<char> text = Allocate<char>(input, size);
  auto end = text.begin();
  for (const std::string_view part : parts) end = std::copy(part.begin(), part.end(), end);
  return {text.data(), size};
}

Outcome PerAvoidedTonne(const Input& input, double numerator, double tonnes, std::string_view when) {
  if (tonnes > 0.0) return numerator / tonnes;
  if (tonnes == 0.0) return NotApplicable(Join(input, {"no tonnes are avoided", when}));
  return NotApplicable(Join(input, {"the measure raises emissions by ", Text(-tonnes), " t", when}));
}

}  // namespace calanque::metric
