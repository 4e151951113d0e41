#include <algorithm>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr int kMaxPeriods = 1200;
constexpr int kMaxYear = 2300;

void OptionalRate(const std::optional<double>& rate, std::string_view name, ValidationContext& context) {
  if (rate) context.Growth(*rate, "options", name);
}

}  // namespace

void ValidateOptions(ValidationContext& context) {
  const AppraisalOptions& options = context.request.options;
  const auto& grid = options.grid;
  if (grid.period_count < 1 || grid.period_count > kMaxPeriods) {
    context.Fail("options.grid.period_count",
                 "is " + std::to_string(grid.period_count) + "; expected 1 to " + std::to_string(kMaxPeriods));
  } else if (time::YearOf(grid.Horizon()) > kMaxYear) {
    context.Fail("options.grid", "ends after the year " + std::to_string(kMaxYear) + "; expected fewer periods");
  } else {
    context.has_grid = true;
    context.grid_start = grid.start;
    context.horizon = grid.Horizon();
  }
  if (std::abs(time::YearsBetween(options.valuation_date, grid.start)) > 100.0) {
    context.Fail("options.valuation_date", "lies more than 100 years from the start of the grid");
  }
  for (std::size_t i = 0; i < options.perspective_ids.size(); ++i) {
    const auto& perspectives = context.request.portfolio.perspectives;
    const bool is_known = std::any_of(perspectives.begin(), perspectives.end(),
                                      [&](const auto& known) { return known.id == options.perspective_ids[i]; });
    if (!is_known) {
      context.Fail(Join("options", "perspective_ids", i),
                   "unknown perspective '" + options.perspective_ids[i] + "'; the portfolio lists its own");
    }
  }
  OptionalRate(options.mirr_finance_rate_per_year, "mirr_finance_rate_per_year", context);
  OptionalRate(options.mirr_reinvestment_rate_per_year, "mirr_reinvestment_rate_per_year", context);
  OptionalRate(options.target_irr_per_year, "target_irr_per_year", context);
  context.Fraction(options.eu_cofinancing_fraction, "options", "eu_cofinancing_fraction");
  const bool needs_index = options.price_basis == PriceBasis::kReal;
  if (needs_index && context.request.assumptions.general_index_curve_id.empty()) {
    context.Fail("assumptions.general_index_curve_id", "is missing; results in real prices need a general index");
  }
}

}  // namespace calanque::model
