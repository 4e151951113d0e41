#include <algorithm>
#include <optional>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2300;
constexpr int kMonthsPerYear = 12;

void ValidatePoints(const CurvePoints& points, const std::string& path, ValidationContext& context) {
  if (points.years.empty()) context.Fail(Join(path, "years"), "is empty; expected at least one year");
  if (points.years.size() != points.values.size()) {
    context.Fail(Join(path, "values"), "has " + std::to_string(points.values.size()) + " numbers for " +
                                           std::to_string(points.years.size()) + " years; expected one each");
  }
  for (std::size_t i = 0; i < points.years.size(); ++i) {
    if (points.years[i] < kFirstYear || points.years[i] > kLastYear) {
      context.Fail(Join(path, "years", i), "is " + std::to_string(points.years[i]) + "; expected 1900 to 2300");
    }
    if (i > 0 && points.years[i] <= points.years[i - 1]) {
      context.Fail(Join(path, "years", i), std::to_string(points.years[i]) + " does not follow " +
                                               std::to_string(points.years[i - 1]) + "; expected strictly increasing years");
    }
  }
  if (points.interpolation != Interpolation::kLogLinear) return;
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    if (points.values[i] <= 0.0) {
      context.Fail(Join(path, "values", i), "is " + NumberText(points.values[i]) + "; log-linear curves need values above 0");
    }
  }
}

void ValidateCurve(const Curve& curve, const std::string& path, ValidationContext& context) {
  if (curve.price_terms) context.Terms(*curve.price_terms, Join(path, "price_terms"));
  if (const auto* points = std::get_if<CurvePoints>(&curve.shape)) ValidatePoints(*points, Join(path, "points"), context);
  if (const auto* growth = std::get_if<CurveGrowth>(&curve.shape)) {
    context.Growth(growth->rate_per_year, Join(path, "growth"), "rate_per_year");
  }
  if (const auto* derived = std::get_if<CurveDerived>(&curve.shape)) {
    context.curves.Require(derived->base_curve_id, Join(path, "derived.base_curve_id"), context.failures);
  }
}

/// Curves that derive from each other in a circle, or are indexed by themselves.
void RefuseCycles(ValidationContext& context) {
  const auto& curves = context.request.assumptions.curves;
  enum class Mark { kNew, kOpen, kDone };
  std::vector<Mark> marks(curves.size(), Mark::kNew);
  const auto base_of = [&](std::size_t i) -> std::optional<std::size_t> {
    const auto* derived = std::get_if<CurveDerived>(&curves[i].shape);
    return derived == nullptr ? std::nullopt : context.curves.Find(derived->base_curve_id);
  };
  for (std::size_t start = 0; start < curves.size(); ++start) {
    std::vector<std::size_t> chain;
    std::optional<std::size_t> at = start;
    while (at && marks[*at] == Mark::kNew) {
      marks[*at] = Mark::kOpen;
      chain.push_back(*at);
      at = base_of(*at);
    }
    if (at && marks[*at] == Mark::kOpen) {
      context.Fail(Join("assumptions", "curves", *at) + ".derived.base_curve_id",
                   "curve '" + curves[*at].id + "' derives from itself; expected a chain that ends");
    }
    for (const std::size_t done : chain) marks[done] = Mark::kDone;
  }
}

void ValidateCarrier(const Carrier& carrier, const std::string& path, ValidationContext& context) {
  for (std::size_t i = 0; i < carrier.prices.size(); ++i) {
    const std::string price = Join(path, "prices", i);
    context.curves.Require(carrier.prices[i].price_curve_id, Join(price, "price_curve_id"), context.failures);
    context.parties.Require(carrier.prices[i].payee_party_id, Join(price, "payee_party_id"), context.failures);
  }
  for (std::size_t i = 0; i < carrier.emissions.size(); ++i) {
    const std::string emission = Join(path, "emissions", i);
    context.curves.Require(carrier.emissions[i].factor_curve_id, Join(emission, "factor_curve_id"), context.failures);
    for (std::size_t k = 0; k < i; ++k) {
      if (carrier.emissions[k].scope == carrier.emissions[i].scope) {
        context.Fail(Join(emission, "scope"), "stands twice; expected at most one factor per scope");
      }
    }
  }
}

void ValidateStepped(const SteppedRate& rate, const std::string& path, ValidationContext& context) {
  if (rate.from_years.empty() || rate.from_years.size() != rate.rates_per_year.size()) {
    context.Fail(path, "has " + std::to_string(rate.from_years.size()) + " starts and " +
                           std::to_string(rate.rates_per_year.size()) + " rates; expected as many of both, at least one");
    return;
  }
  if (rate.from_years.front() != 0.0) context.Fail(Join(path, "from_years", 0), "must be 0: the first rate holds from the start");
  for (std::size_t i = 0; i < rate.from_years.size(); ++i) {
    if (i > 0 && rate.from_years[i] <= rate.from_years[i - 1]) {
      context.Fail(Join(path, "from_years", i), "does not increase; expected strictly increasing years");
    }
    if (rate.rates_per_year[i] <= -1.0 || rate.rates_per_year[i] > 10.0) {
      context.Fail(Join(path, "rates_per_year", i),
                   "is " + NumberText(rate.rates_per_year[i]) + "; expected a fraction per year above -1 (4 % is 0.04)");
    }
  }
}

void ValidateYieldCurve(const YieldCurve& curve, const std::string& path, ValidationContext& context) {
  const std::size_t count = curve.quote_kinds.size();
  if (count == 0 || curve.tenor_months.size() != count || curve.rates_per_year.size() != count) {
    context.Fail(path, "has " + std::to_string(count) + " kinds, " + std::to_string(curve.tenor_months.size()) +
                           " tenors and " + std::to_string(curve.rates_per_year.size()) +
                           " rates; expected as many of each, at least one");
    return;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const int tenor = curve.tenor_months[i];
    const std::string at = Join(path, "tenor_months", i);
    if (i > 0 && tenor <= curve.tenor_months[i - 1]) context.Fail(at, "does not increase; expected strictly increasing tenors");
    const bool is_deposit = curve.quote_kinds[i] == QuoteKind::kDeposit;
    if (is_deposit && (tenor < 1 || tenor > kMonthsPerYear)) {
      context.Fail(at, "is " + std::to_string(tenor) + " months; deposits run 1 to 12 months");
    }
    if (!is_deposit && (tenor < kMonthsPerYear || tenor > 100 * kMonthsPerYear || tenor % kMonthsPerYear != 0)) {
      context.Fail(at, "is " + std::to_string(tenor) + " months; swaps run whole years, 1 to 100");
    }
    if (i > 0 && is_deposit && curve.quote_kinds[i - 1] == QuoteKind::kSwap) {
      context.Fail(Join(path, "quote_kinds", i), "a deposit follows a swap; expected deposits first");
    }
    if (curve.rates_per_year[i] <= -0.5 || curve.rates_per_year[i] >= 1.0) {
      context.Fail(Join(path, "rates_per_year", i),
                   "is " + NumberText(curve.rates_per_year[i]) + "; expected a fraction between -0.5 and 1 (3 % is 0.03)");
    }
  }
}

void ValidateDiscountRate(const DiscountRate& rate, const std::string& path, ValidationContext& context) {
  if (const auto* constant = std::get_if<ConstantRate>(&rate.kind)) {
    context.Growth(constant->rate_per_year, path, "constant_rate_per_year");
  } else if (const auto* stepped = std::get_if<SteppedRate>(&rate.kind)) {
    ValidateStepped(*stepped, Join(path, "stepped"), context);
  } else if (const auto* curve = std::get_if<YieldCurve>(&rate.kind)) {
    ValidateYieldCurve(*curve, Join(path, "yield_curve"), context);
  } else if (const auto* adjusted = std::get_if<RiskAdjustedRate>(&rate.kind)) {
    context.Growth(adjusted->risk_free_rate_per_year, Join(path, "risk_adjusted"), "risk_free_rate_per_year");
    context.Range(adjusted->risk_premium_per_year, 0.0, 1.0, Join(path, "risk_adjusted"), "risk_premium_per_year",
                  "a fraction per year from 0 to 1");
    context.Range(adjusted->default_beta, -10.0, 10.0, Join(path, "risk_adjusted"), "default_beta", "-10 to 10");
  }
  if (rate.basis != context.request.options.price_basis &&
      context.request.assumptions.general_index_curve_id.empty()) {
    context.Fail(Join(path, "basis"), "differs from the basis of the results; expected assumptions.general_index_curve_id "
                                      "to move between real and nominal");
  }
}

}  // namespace

void ValidateAssumptions(ValidationContext& context) {
  const Assumptions& assumptions = context.request.assumptions;
  for (std::size_t i = 0; i < assumptions.curves.size(); ++i) {
    ValidateCurve(assumptions.curves[i], Join("assumptions", "curves", i), context);
  }
  RefuseCycles(context);
  for (std::size_t i = 0; i < assumptions.carriers.size(); ++i) {
    ValidateCarrier(assumptions.carriers[i], Join("assumptions", "carriers", i), context);
  }
  if (assumptions.discount_rates.empty()) {
    context.Fail("assumptions.discount_rates", "is empty; expected at least one, for the perspectives");
  }
  for (std::size_t i = 0; i < assumptions.discount_rates.size(); ++i) {
    ValidateDiscountRate(assumptions.discount_rates[i], Join("assumptions", "discount_rates", i), context);
  }
  context.curves.RequireIfSet(assumptions.general_index_curve_id, "assumptions.general_index_curve_id", context.failures);
  if (!assumptions.carbon_value) return;
  const CarbonValue& carbon = *assumptions.carbon_value;
  context.curves.Require(carbon.curve_id, "assumptions.carbon_value.curve_id", context.failures);
  context.parties.Require(carbon.beneficiary_party_id, "assumptions.carbon_value.beneficiary_party_id", context.failures);
  if (context.IsOutside(carbon.beneficiary_party_id)) {
    context.Fail("assumptions.carbon_value.beneficiary_party_id",
                 "stands outside every border; expected a party inside the economy");
  }
  context.parties.RequireIfSet(carbon.source_party_id, "assumptions.carbon_value.source_party_id", context.failures);
  const auto& parties = context.request.portfolio.parties;
  const bool has_outside = std::any_of(parties.begin(), parties.end(), [](const Party& party) { return party.is_outside; });
  if (!has_outside) {
    context.Fail("portfolio.parties", "none stands outside; the value of carbon needs one (nature)");
  } else if (context.parties.Has(carbon.source_party_id) && !context.IsOutside(carbon.source_party_id)) {
    context.Fail("assumptions.carbon_value.source_party_id", "stands inside; expected an outside party (nature)");
  }
}

}  // namespace calanque::model
