#include <cmath>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr double kMostYearsToValuation = 100.0;

void OptionalRate(ValidationContext& context, const std::optional<double>& rate_per_year, const FieldPath& path) {
  if (rate_per_year) context.Rate(*rate_per_year, path);
}

void ValidateGrid(ValidationContext& context, const time::PeriodGrid& grid, const FieldPath& path) {
  if (IsSound(grid)) return;
  context.Fail(path / "period_count",
               "is " + std::to_string(grid.period_count) + "; expected 1 to 1200 periods that end by the year 2300");
}

}  // namespace

void ValidateOptions(ValidationContext& context, const FieldPath& path) {
  const AppraisalOptions& options = context.request.options;
  ValidateGrid(context, options.grid, path / "grid");
  if (std::abs(time::YearsBetween(options.valuation_date, options.grid.start)) > kMostYearsToValuation) {
    context.Fail(path / "valuation_date",
                 time::FormatIsoDate(options.valuation_date) +
                     " lies more than 100 years from the start of the grid; expected a date near it");
  }
  const FieldPath perspective_ids = path / "perspective_ids";
  for (std::size_t i = 0; i < options.perspective_ids.size(); ++i) {
    context.Require(context.perspectives, options.perspective_ids[i], perspective_ids[i]);
  }
  OptionalRate(context, options.mirr_finance_rate_per_year, path / "mirr_finance_rate_per_year");
  OptionalRate(context, options.mirr_reinvestment_rate_per_year, path / "mirr_reinvestment_rate_per_year");
  OptionalRate(context, options.target_irr_per_year, path / "target_irr_per_year");
  context.Fraction(options.eu_cofinancing_fraction, path / "eu_cofinancing_fraction");
}

}  // namespace calanque::model
