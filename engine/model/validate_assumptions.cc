#include <algorithm>
#include <array>
#include <string>

#include "engine/model/validation.h"

namespace calanque::model {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2300;
constexpr int kMonthsPerYear = 12;
constexpr int kMaxSwapYears = 100;
constexpr int kMaxDerivedDepth = 32;
constexpr double kMaxBeta = 10.0;

std::string CountText(std::size_t count, const char* what) { return std::to_string(count) + " " + what; }

void ValidatePoints(ValidationContext& context, const CurvePoints& points, const FieldPath& path) {
  const FieldPath years = path / "years";
  const FieldPath values = path / "values";
  if (points.years.empty()) context.Fail(years, "is empty; expected at least one year");
  for (std::size_t i = 0; i < points.years.size(); ++i) {
    const int year = points.years[i];
    if (year < kFirstYear || year > kLastYear) {
      context.Fail(years[i], "is " + std::to_string(year) + "; expected 1900 to 2300");
    } else if (i > 0 && year <= points.years[i - 1]) {
      context.Fail(years[i], std::to_string(year) + " does not follow " + std::to_string(points.years[i - 1]) +
                                 "; expected strictly increasing years");
    }
  }
  if (points.years.size() != points.values.size()) {
    context.Fail(values, "has " + CountText(points.values.size(), "numbers for ") +
                             CountText(points.years.size(), "years") + "; expected one each");
  }
  if (points.interpolation != Interpolation::kLogLinear) return;
  for (std::size_t i = 0; i < points.values.size(); ++i) {
    if (points.values[i] <= 0.0) {
      context.Fail(values[i], "is " + NumberText(points.values[i]) + "; log-linear curves need values above 0");
    }
  }
}

void ValidateCurve(ValidationContext& context, const Curve& curve, const FieldPath& path) {
  if (curve.price_terms) context.Terms(*curve.price_terms, path / "price_terms");
  if (const auto* points = std::get_if<CurvePoints>(&curve.shape)) ValidatePoints(context, *points, path / "points");
  if (const auto* growth = std::get_if<CurveGrowth>(&curve.shape)) {
    const FieldPath place = path / "growth";
    context.Rate(growth->rate_per_year, place / "rate_per_year");
  }
  if (const auto* derived = std::get_if<CurveDerived>(&curve.shape)) {
    const FieldPath place = path / "derived";
    context.Require(context.curves, derived->base_curve_id, place / "base_curve_id");
    const auto base = context.curves.Find(derived->base_curve_id);
    if (base && !curve.price_terms && context.request.assumptions.curves[*base].price_terms) {
      context.Fail(path / "price_terms", "is missing, and the base curve '" + derived->base_curve_id +
                                             "' has terms; expected in which prices the derived figures stand");
    }
  }
}

/// How many curves each derives from, one after another; a circle is reported once, at the curve that closes it.
class DerivedDepths {
 public:
  DerivedDepths(ValidationContext& context, const FieldPath& curves)
      : context_(context), path_(curves), depths_(context.request.assumptions.curves.size(), kUnknown) {}

  void Check() {
    for (std::size_t start = 0; start < depths_.size(); ++start) Follow(start);
  }

 private:
  static constexpr int kUnknown = -1;
  static constexpr int kOpen = -2;

  [[nodiscard]] std::optional<std::size_t> BaseOf(std::size_t curve) const {
    const auto* derived = std::get_if<CurveDerived>(&context_.request.assumptions.curves[curve].shape);
    return derived == nullptr ? std::nullopt : context_.curves.Find(derived->base_curve_id);
  }

  void Follow(std::size_t start) {
    std::vector<std::size_t> chain;
    std::optional<std::size_t> at = start;
    while (at && depths_[*at] == kUnknown) {
      depths_[*at] = kOpen;
      chain.push_back(*at);
      at = BaseOf(*at);
    }
    int depth = at ? depths_[*at] + 1 : 0;
    if (at && depths_[*at] == kOpen) {
      Fail(chain.back(), "curve '" + context_.request.assumptions.curves[*at].id +
                             "' derives from itself in a circle; expected a chain that ends");
      depth = 0;
    }
    for (auto curve = chain.rbegin(); curve != chain.rend(); ++curve, ++depth) {
      depths_[*curve] = depth;
      if (depth == kMaxDerivedDepth + 1)
        Fail(*curve, "stands more than 32 curves from its root; expected a shorter chain");
    }
  }

  void Fail(std::size_t curve, std::string message) {
    const FieldPath element = path_[curve];
    const FieldPath derived = element / "derived";
    context_.Fail(derived / "base_curve_id", std::move(message));
  }

  ValidationContext& context_;
  const FieldPath& path_;
  std::vector<int> depths_;
};

void ValidateCarrier(ValidationContext& context, const Carrier& carrier, const FieldPath& path) {
  const FieldPath prices = path / "prices";
  for (std::size_t i = 0; i < carrier.prices.size(); ++i) {
    const FieldPath price = prices[i];
    context.Require(context.curves, carrier.prices[i].price_curve_id, price / "price_curve_id");
    context.Require(context.parties, carrier.prices[i].payee_party_id, price / "payee_party_id");
  }
  std::array<bool, 3> is_scope_set{};
  const FieldPath emissions = path / "emissions";
  for (std::size_t i = 0; i < carrier.emissions.size(); ++i) {
    const FieldPath emission = emissions[i];
    bool& is_set = is_scope_set[static_cast<std::size_t>(carrier.emissions[i].scope)];
    if (is_set) context.Fail(emission / "scope", "stands twice; expected at most one factor per scope");
    is_set = true;
    const std::string& factor = carrier.emissions[i].factor_curve_id;
    context.Require(context.curves, factor, emission / "factor_curve_id");
    context.RefuseTermsOf(factor, "emission factors", emission / "factor_curve_id");
  }
}

void ValidateStepped(ValidationContext& context, const SteppedRate& rate, const FieldPath& path) {
  if (rate.from_years.empty() || rate.from_years.size() != rate.rates_per_year.size()) {
    context.Fail(path, "has " + CountText(rate.from_years.size(), "starts and ") +
                           CountText(rate.rates_per_year.size(), "rates; expected as many of both, at least one"));
    return;
  }
  const FieldPath from_years = path / "from_years";
  const FieldPath rates = path / "rates_per_year";
  if (rate.from_years.front() != 0.0) {
    context.Fail(from_years[0],
                 "is " + NumberText(rate.from_years.front()) + "; expected 0: the first rate holds from the start");
  }
  for (std::size_t i = 1; i < rate.from_years.size(); ++i) {
    if (rate.from_years[i] <= rate.from_years[i - 1]) {
      context.Fail(from_years[i], "is " + NumberText(rate.from_years[i]) + "; expected strictly increasing years");
    }
  }
  for (std::size_t i = 0; i < rate.rates_per_year.size(); ++i) context.Rate(rate.rates_per_year[i], rates[i]);
}

void ValidateQuote(ValidationContext& context, const YieldCurve& curve, std::size_t i, const FieldPath& path) {
  const FieldPath tenors = path / "tenor_months";
  const FieldPath kinds = path / "quote_kinds";
  const FieldPath rates = path / "rates_per_year";
  const int tenor = curve.tenor_months[i];
  const std::string tenor_text = "is " + std::to_string(tenor) + " months; ";
  const bool is_deposit = curve.quote_kinds[i] == QuoteKind::kDeposit;
  if (i > 0 && is_deposit && curve.quote_kinds[i - 1] == QuoteKind::kSwap) {
    context.Fail(kinds[i], "is a deposit after a swap; expected deposits first");
  }
  if (is_deposit && (tenor < 1 || tenor > kMonthsPerYear)) {
    context.Fail(tenors[i], tenor_text + "expected 1 to 12 months for a deposit");
  } else if (!is_deposit &&
             (tenor < kMonthsPerYear || tenor > kMaxSwapYears * kMonthsPerYear || tenor % kMonthsPerYear != 0)) {
    context.Fail(tenors[i], tenor_text + "expected whole years, 1 to 100, for a swap");
  } else if (i > 0 && tenor <= curve.tenor_months[i - 1]) {
    context.Fail(tenors[i], tenor_text + "expected strictly increasing tenors");
  }
  if (curve.rates_per_year[i] <= -0.5 || curve.rates_per_year[i] >= 1.0) {
    context.Fail(rates[i], "is " + NumberText(curve.rates_per_year[i]) +
                               "; expected a fraction between -0.5 and 1 (3 % is 0.03)");
  }
}

void ValidateYieldCurve(ValidationContext& context, const YieldCurve& curve, const FieldPath& path) {
  const std::size_t count = curve.quote_kinds.size();
  if (count == 0 || curve.tenor_months.size() != count || curve.rates_per_year.size() != count) {
    context.Fail(path, "has " + CountText(count, "kinds, ") + CountText(curve.tenor_months.size(), "tenors and ") +
                           CountText(curve.rates_per_year.size(), "rates; expected as many of each, at least one"));
    return;
  }
  for (std::size_t i = 0; i < count; ++i) ValidateQuote(context, curve, i, path);
}

void ValidateRiskAdjusted(ValidationContext& context, const RiskAdjustedRate& rate, const FieldPath& path) {
  context.Rate(rate.risk_free_rate_per_year, path / "risk_free_rate_per_year");
  context.Range(rate.risk_premium_per_year, 0.0, 1.0, path / "risk_premium_per_year",
                "a fraction per year from 0 to 1 (2 % is 0.02)");
  context.Range(rate.default_beta, -kMaxBeta, kMaxBeta, path / "default_beta", "-10 to 10");
}

void ValidateDiscountRate(ValidationContext& context, const DiscountRate& rate, const FieldPath& path) {
  const Assumptions& assumptions = context.request.assumptions;
  if (rate.basis != context.request.options.price_basis && assumptions.general_index_curve_id.empty()) {
    context.Fail(
        path / "basis",
        "differs from the basis of the results; expected assumptions.general_index_curve_id to move between them");
  }
  if (const auto* constant = std::get_if<ConstantRate>(&rate.kind)) {
    context.Rate(constant->rate_per_year, path / "constant_rate_per_year");
  } else if (const auto* stepped = std::get_if<SteppedRate>(&rate.kind)) {
    ValidateStepped(context, *stepped, path / "stepped");
  } else if (const auto* curve = std::get_if<YieldCurve>(&rate.kind)) {
    ValidateYieldCurve(context, *curve, path / "yield_curve");
  } else {
    ValidateRiskAdjusted(context, std::get<RiskAdjustedRate>(rate.kind), path / "risk_adjusted");
  }
}

void ValidateGeneralIndex(ValidationContext& context, const FieldPath& path) {
  const std::string& id = context.request.assumptions.general_index_curve_id;
  if (!id.empty()) {
    context.Index(id, path);
  } else if (context.request.options.price_basis == PriceBasis::kReal) {
    context.Fail(path, "is missing; expected the index that turns nominal money into real results");
  }
}

void ValidateCarbonValue(ValidationContext& context, const CarbonValue& carbon, const FieldPath& path) {
  const FieldPath beneficiary = path / "beneficiary_party_id";
  const FieldPath source = path / "source_party_id";
  context.Require(context.curves, carbon.curve_id, path / "curve_id");
  context.Require(context.parties, carbon.beneficiary_party_id, beneficiary);
  if (context.IsOutside(carbon.beneficiary_party_id)) {
    context.Fail(beneficiary, "'" + carbon.beneficiary_party_id +
                                  "' stands outside every border; expected a party inside the economy");
  }
  context.RequireIfSet(context.parties, carbon.source_party_id, source);
  const auto& parties = context.request.portfolio.parties;
  const bool has_outside =
      std::any_of(parties.begin(), parties.end(), [](const Party& party) { return party.is_outside; });
  if (carbon.source_party_id.empty() && !has_outside) {
    context.Fail(source, "is missing, and no party of the portfolio stands outside; expected one that does (nature)");
  } else if (context.parties.Find(carbon.source_party_id) && !context.IsOutside(carbon.source_party_id)) {
    context.Fail(source, "'" + carbon.source_party_id + "' stands inside; expected a party outside (nature)");
  }
}

}  // namespace

void ValidateAssumptions(ValidationContext& context, const FieldPath& path) {
  const Assumptions& assumptions = context.request.assumptions;
  const FieldPath curves = path / "curves";
  for (std::size_t i = 0; i < assumptions.curves.size(); ++i) {
    const FieldPath curve = curves[i];
    context.CheckId(context.curves, assumptions.curves[i].id, i, curve);
    ValidateCurve(context, assumptions.curves[i], curve);
  }
  DerivedDepths(context, curves).Check();
  const FieldPath carriers = path / "carriers";
  for (std::size_t i = 0; i < assumptions.carriers.size(); ++i) {
    const FieldPath carrier = carriers[i];
    context.CheckId(context.carriers, assumptions.carriers[i].id, i, carrier);
    ValidateCarrier(context, assumptions.carriers[i], carrier);
  }
  const FieldPath rates = path / "discount_rates";
  if (assumptions.discount_rates.empty()) context.Fail(rates, "is empty; expected at least one, for the perspectives");
  for (std::size_t i = 0; i < assumptions.discount_rates.size(); ++i) {
    const FieldPath rate = rates[i];
    context.CheckId(context.discount_rates, assumptions.discount_rates[i].id, i, rate);
    ValidateDiscountRate(context, assumptions.discount_rates[i], rate);
  }
  ValidateGeneralIndex(context, path / "general_index_curve_id");
  if (assumptions.carbon_value) ValidateCarbonValue(context, *assumptions.carbon_value, path / "carbon_value");
}

}  // namespace calanque::model
