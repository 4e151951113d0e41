#include "engine/curve/discount_curve.h"

#include <algorithm>

#include "engine/curve/yield_curve.h"
#include "engine/kernel/discount.h"

namespace calanque::curve {
namespace {

std::vector<double> ConstantFactors(double rate_per_year, std::span<const double> years) {
  std::vector<double> factors(years.size());
  kernel::CompoundDiscountFactors(rate_per_year, years, factors);
  return factors;
}

double SteppedFactor(const model::SteppedRate& rate, double years) {
  double factor = 1.0;
  for (std::size_t i = 0; i < rate.from_years.size(); ++i) {
    const double from = rate.from_years[i];
    if (i > 0 && years <= from) break;
    const double to = i + 1 < rate.from_years.size() ? std::min(years, rate.from_years[i + 1]) : years;
    factor *= kernel::CompoundDiscountFactor(rate.rates_per_year[i], to - from);
  }
  return factor;
}

std::vector<double> SteppedFactors(const model::SteppedRate& rate, std::span<const double> years) {
  std::vector<double> factors;
  factors.reserve(years.size());
  for (const double t : years) factors.push_back(SteppedFactor(rate, t));
  return factors;
}

}  // namespace

Result<std::vector<double>> DiscountFactors(const model::DiscountRate& rate, const ledger::PointAxis& axis,
                                            time::Date valuation_date, std::optional<double> beta) {
  if (const auto* constant = std::get_if<model::ConstantRate>(&rate.kind)) {
    return ConstantFactors(constant->rate_per_year, axis.years);
  }
  if (const auto* stepped = std::get_if<model::SteppedRate>(&rate.kind)) return SteppedFactors(*stepped, axis.years);
  if (const auto* adjusted = std::get_if<model::RiskAdjustedRate>(&rate.kind)) {
    const double rate_per_year =
        adjusted->risk_free_rate_per_year + beta.value_or(adjusted->default_beta) * adjusted->risk_premium_per_year;
    if (rate_per_year <= -1.0) {
      return Failure{Reason::kInvalidInput, "risk_adjusted",
                     "risk_free + beta x premium is -100 % or less for a beta of " +
                         std::to_string(beta.value_or(adjusted->default_beta)) + "; expected above -100 %"};
    }
    return ConstantFactors(rate_per_year, axis.years);
  }
  return YieldCurveFactors(std::get<model::YieldCurve>(rate.kind), axis.dates, valuation_date);
}

}  // namespace calanque::curve
