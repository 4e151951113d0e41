// What is refused of assumptions.
#include "tests/unit/engine/model/refusals.h"

namespace calanque::model {
namespace {

using testing::Day;
using R = AppraisalRequest;

}  // namespace

std::vector<Refusal> AssumptionRefusals() {
  return {
      {"curve_id", "assumptions.curves[5].id", "'carbon' stands twice",
       [](R& r) { r.assumptions.curves.push_back(CurveOf("carbon", CurveConstant{1.0})); }},
      {"points_empty", "assumptions.curves[5].points.years", "at least one year",
       [](R& r) { r.assumptions.curves.push_back(CurveOf("x", CurvePoints{})); }},
      {"points_order", "assumptions.curves[5].points.years[1]", "2030 does not follow 2030",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{2030, 2030}, {1.0, 1.0}, {}}));
       }},
      {"points_year", "assumptions.curves[5].points.years[0]", "1900 to 2300",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{1899}, {1.0}, {}}));
       }},
      {"points_count", "assumptions.curves[5].points.values", "has 1 numbers for 2 years",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{2020, 2030}, {1.0}, {}}));
       }},
      {"log_linear", "assumptions.curves[5].points.values[1]", "above 0",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurvePoints{{2020, 2030}, {1.0, 0.0}, Interpolation::kLogLinear}));
       }},
      {"growth", "assumptions.curves[5].growth.rate_per_year", "above -1",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurveGrowth{Day("2025-01-01"), 1.0, -1.0}));
       }},
      {"derived", "assumptions.curves[5].derived.base_curve_id", "unknown curve 'carbin'; did you mean 'carbon'?",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurveDerived{"carbin", 1.0, 0.0}));
       }},
      {"derived_circle", "assumptions.curves[6].derived.base_curve_id", "in a circle",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("x", CurveDerived{"y", 1.0, 0.0}));
         r.assumptions.curves.push_back(CurveOf("y", CurveDerived{"x", 1.0, 0.0}));
       }},
      {"derived_too_deep", "assumptions.curves[37].derived.base_curve_id", "shorter chain",
       [](R& r) {
         std::string base = "carbon";
         for (int i = 0; i < 34; ++i) {
           const std::string id = "c" + std::to_string(i);
           r.assumptions.curves.push_back(CurveOf(id.c_str(), CurveDerived{base, 1.0, 0.0}));
           base = id;
         }
       }},
      {"carrier_price", "assumptions.carriers[0].prices[0].price_curve_id", "unknown curve 'gas-energi'",
       [](R& r) { r.assumptions.carriers[0].prices[0].price_curve_id = "gas-energi"; }},
      {"carrier_payee", "assumptions.carriers[0].prices[1].payee_party_id", "is missing",
       [](R& r) { r.assumptions.carriers[0].prices[1].payee_party_id = ""; }},
      {"carrier_scope", "assumptions.carriers[0].emissions[1].scope", "stands twice",
       [](R& r) { r.assumptions.carriers[0].emissions.push_back(r.assumptions.carriers[0].emissions[0]); }},
      {"carrier_factor", "assumptions.carriers[0].emissions[0].factor_curve_id", "unknown curve",
       [](R& r) { r.assumptions.carriers[0].emissions[0].factor_curve_id = "nothing"; }},
      {"rate_twice", "assumptions.discount_rates[1].id", "'five' stands twice",
       [](R& r) { r.assumptions.discount_rates.push_back(RateOf("five", ConstantRate{0.01})); }},
      {"rate_constant", "assumptions.discount_rates[1].constant_rate_per_year", "is 45; expected a fraction",
       [](R& r) { r.assumptions.discount_rates.push_back(RateOf("x", ConstantRate{45.0})); }},
      {"rate_stepped_start", "assumptions.discount_rates[1].stepped.from_years[0]", "expected 0",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{1.0}, {0.03}}));
       }},
      {"rate_stepped_order", "assumptions.discount_rates[1].stepped.from_years[1]", "strictly increasing",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{0.0, 0.0}, {0.03, 0.02}}));
       }},
      {"rate_stepped_counts", "assumptions.discount_rates[1].stepped", "has 2 starts and 1 rates",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{0.0, 30.0}, {0.03}}));
       }},
      {"rate_stepped_value", "assumptions.discount_rates[1].stepped.rates_per_year[0]", "above -1",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", SteppedRate{{0.0}, {-1.0}}));
       }},
      {"quotes_counts", "assumptions.discount_rates[1].yield_curve", "as many of each",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kSwap}, {12, 24}, {0.03}}));
       }},
      {"quotes_order", "assumptions.discount_rates[1].yield_curve.tenor_months[1]", "strictly increasing",
       [](R& r) {
         r.assumptions.discount_rates.push_back(
             RateOf("x", YieldCurve{{QuoteKind::kSwap, QuoteKind::kSwap}, {24, 24}, {0.03, 0.03}}));
       }},
      {"quotes_second_deposit_tenor", "assumptions.discount_rates[1].yield_curve.tenor_months[1]", "1 to 12 months",
       [](R& r) {
         r.assumptions.discount_rates.push_back(
             RateOf("x", YieldCurve{{QuoteKind::kDeposit, QuoteKind::kDeposit}, {6, 18}, {0.03, 0.03}}));
       }},
      {"quotes_deposit_tenor", "assumptions.discount_rates[1].yield_curve.tenor_months[0]", "1 to 12 months",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kDeposit}, {13}, {0.03}}));
       }},
      {"quotes_swap_tenor", "assumptions.discount_rates[1].yield_curve.tenor_months[0]", "whole years",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kSwap}, {18}, {0.03}}));
       }},
      {"quotes_rate", "assumptions.discount_rates[1].yield_curve.rates_per_year[0]", "between -0.5 and 1",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", YieldCurve{{QuoteKind::kSwap}, {12}, {3.0}}));
       }},
      {"rate_premium", "assumptions.discount_rates[1].risk_adjusted.risk_premium_per_year", "0 to 1",
       [](R& r) {
         r.assumptions.discount_rates.push_back(RateOf("x", RiskAdjustedRate{0.012, 2.0, 1.0}));
       }},
      {"index_in_prices", "assumptions.general_index_curve_id", "expected none for an index",
       [](R& r) { r.assumptions.curves[0].price_terms = PriceTerms{}; }},
      {"factor_in_prices", "assumptions.carriers[0].emissions[0].factor_curve_id", "expected none for emission factors",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("factor", CurveConstant{0.2}));
         r.assumptions.curves.back().price_terms = PriceTerms{};
         r.assumptions.carriers[0].emissions[0].factor_curve_id = "factor";
       }},
      {"derived_from_prices", "assumptions.curves[6].price_terms", "the base curve 'tariff' has terms",
       [](R& r) {
         r.assumptions.curves.push_back(CurveOf("tariff", CurveConstant{100.0}));
         r.assumptions.curves.back().price_terms = PriceTerms{PriceBasis::kReal, std::nullopt, "inflation"};
         r.assumptions.curves.push_back(CurveOf("share-of-tariff", CurveDerived{"tariff", 0.5, 0.0}));
       }},
      {"rate_basis", "assumptions.discount_rates[0].basis", "general_index_curve_id",
       [](R& r) {
         r.assumptions.discount_rates[0].basis = PriceBasis::kReal;
         r.assumptions.general_index_curve_id = "";
       }},
      {"general_index", "assumptions.general_index_curve_id", "unknown curve 'inflatio'",
       [](R& r) { r.assumptions.general_index_curve_id = "inflatio"; }},
      {"carbon_curve", "assumptions.carbon_value.curve_id", "is missing",
       [](R& r) {
         r.assumptions.carbon_value = CarbonValue{"", "households", "nature"};
       }},
      {"carbon_beneficiary", "assumptions.carbon_value.beneficiary_party_id", "outside every border",
       [](R& r) {
         r.assumptions.carbon_value = CarbonValue{"carbon", "nature", "nature"};
       }},
      {"carbon_source_inside", "assumptions.carbon_value.source_party_id", "stands inside",
       [](R& r) {
         r.assumptions.carbon_value = CarbonValue{"carbon", "households", "state"};
       }},
      {"carbon_no_outside", "assumptions.carbon_value.source_party_id", "no party of the portfolio stands outside",
       [](R& r) {
         for (Party& party : r.portfolio.parties) party.is_outside = false;
         r.assumptions.carbon_value = CarbonValue{"carbon", "households", ""};
       }},
  };
}

}  // namespace calanque::model
