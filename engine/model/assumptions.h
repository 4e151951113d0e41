// What the portfolio takes from outside. Field meanings, units and ranges: proto/calanque/v1/assumptions.proto.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/model/common.h"

namespace calanque::model {

enum class Interpolation { kLinear, kLogLinear, kStep };

struct CurveConstant {
  double value = 0.0;
};

struct CurvePoints {
  std::vector<int> years;
  std::vector<double> values;
  Interpolation interpolation = Interpolation::kLinear;
};

struct CurveGrowth {
  time::Date base_date{};
  double base_value = 1.0;
  double rate_per_year = 0.0;
};

struct CurveDerived {
  std::string base_curve_id;
  double multiplier = 1.0;
  double addend = 0.0;
};

struct Curve {
  std::string id;
  std::string display_name;
  std::string unit;
  std::optional<PriceTerms> price_terms;
  std::variant<CurveConstant, CurvePoints, CurveGrowth, CurveDerived> shape;
  std::vector<SourceNote> sources;
};

struct CarrierPrice {
  std::string price_curve_id;
  std::string payee_party_id;
  bool is_tax = false;
};

struct CarrierEmission {
  EmissionScope scope = EmissionScope::kScope1;
  std::string factor_curve_id;
};

struct Carrier {
  std::string id;
  std::string display_name;
  std::vector<CarrierPrice> prices;
  std::vector<CarrierEmission> emissions;
  std::vector<SourceNote> sources;
};

struct ConstantRate {
  double rate_per_year = 0.0;
};

struct SteppedRate {
  std::vector<double> from_years;
  std::vector<double> rates_per_year;
};

enum class QuoteKind { kDeposit, kSwap };

struct YieldCurve {
  std::vector<QuoteKind> quote_kinds;
  std::vector<int> tenor_months;
  std::vector<double> rates_per_year;
};

struct RiskAdjustedRate {
  double risk_free_rate_per_year = 0.0;
  double risk_premium_per_year = 0.0;
  double default_beta = 1.0;
};

struct DiscountRate {
  std::string id;
  std::string display_name;
  PriceBasis basis = PriceBasis::kReal;
  std::variant<ConstantRate, SteppedRate, YieldCurve, RiskAdjustedRate> kind;
  std::vector<SourceNote> sources;
};

struct CarbonValue {
  std::string curve_id;
  std::string beneficiary_party_id;
  std::string source_party_id;  ///< Empty: the last party that stands outside.
};

struct Assumptions {
  std::vector<Curve> curves;
  std::vector<Carrier> carriers;
  std::vector<DiscountRate> discount_rates;
  std::string general_index_curve_id;  ///< May be empty where nothing is real.
  std::optional<CarbonValue> carbon_value;
};

}  // namespace calanque::model
