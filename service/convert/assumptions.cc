#include "service/convert/from_proto.h"

namespace calanque::service {
namespace {

model::Interpolation ConvertInterpolation(v1::Interpolation interpolation, const FieldPath& path, Reader& reader) {
  switch (interpolation) {
    case v1::INTERPOLATION_UNSPECIFIED:
    case v1::INTERPOLATION_LINEAR:
      return model::Interpolation::kLinear;
    case v1::INTERPOLATION_LOG_LINEAR:
      return model::Interpolation::kLogLinear;
    case v1::INTERPOLATION_STEP:
      return model::Interpolation::kStep;
    default:
      reader.FailEnum(interpolation, path);
      return model::Interpolation::kLinear;
  }
}

model::Curve ConvertCurve(const v1::Curve& curve, const FieldPath& path, Reader& reader) {
  model::Curve out;
  out.id = curve.id();
  out.display_name = curve.display_name();
  out.unit = curve.unit();
  if (curve.has_price_terms()) out.price_terms = reader.PriceTerms(curve.price_terms(), path / "price_terms");
  out.sources = reader.Sources(curve.sources(), path / "sources");
  switch (curve.shape_case()) {
    case v1::Curve::kConstantValue:
      out.shape = model::CurveConstant{curve.constant_value()};
      break;
    case v1::Curve::kPoints: {
      const FieldPath points = path / "points";
      out.shape =
          model::CurvePoints{ToVector(curve.points().years()), ToVector(curve.points().values()),
                             ConvertInterpolation(curve.points().interpolation(), points / "interpolation", reader)};
      break;
    }
    case v1::Curve::kGrowth: {
      const FieldPath growth = path / "growth";
      const double base = curve.growth().base_value();
      out.shape = model::CurveGrowth{reader.Date(curve.growth().base_date(), growth / "base_date"),
                                     base == 0.0 ? 1.0 : base, curve.growth().rate_per_year()};
      break;
    }
    case v1::Curve::kDerived:
      out.shape = model::CurveDerived{curve.derived().base_curve_id(),
                                      curve.derived().has_multiplier() ? curve.derived().multiplier() : 1.0,
                                      curve.derived().addend()};
      break;
    case v1::Curve::SHAPE_NOT_SET:
      reader.Fail(path, "has no shape; expected one of constant_value, points, growth, derived");
      break;
  }
  return out;
}

model::Carrier ConvertCarrier(const v1::Carrier& carrier, const FieldPath& path, Reader& reader) {
  model::Carrier out{carrier.id(), carrier.display_name(), {}, {}, reader.Sources(carrier.sources(), path / "sources")};
  for (const v1::CarrierPrice& price : carrier.prices()) {
    out.prices.push_back({price.price_curve_id(), price.payee_party_id(), price.is_tax()});
  }
  for (int i = 0; i < carrier.emissions_size(); ++i) {
    const FieldPath list = path / "emissions";
    const FieldPath element = list[i];
    out.emissions.push_back(
        {reader.Scope(carrier.emissions(i).scope(), element / "scope"), carrier.emissions(i).factor_curve_id()});
  }
  return out;
}

model::YieldCurve ConvertYieldCurve(const v1::YieldCurve& curve, const FieldPath& path, Reader& reader) {
  model::YieldCurve out{{}, ToVector(curve.tenor_months()), ToVector(curve.rates_per_year())};
  for (int i = 0; i < curve.quote_kinds_size(); ++i) {
    const auto kind = curve.quote_kinds(i);
    if (kind != v1::QUOTE_KIND_DEPOSIT && kind != v1::QUOTE_KIND_SWAP) {
      const FieldPath list = path / "quote_kinds";
      reader.FailEnum(kind, list[i]);
    }
    out.quote_kinds.push_back(kind == v1::QUOTE_KIND_SWAP ? model::QuoteKind::kSwap : model::QuoteKind::kDeposit);
  }
  return out;
}

model::DiscountRate ConvertDiscountRate(const v1::DiscountRate& rate, const FieldPath& path, Reader& reader) {
  model::DiscountRate out;
  out.id = rate.id();
  out.display_name = rate.display_name();
  out.basis = reader.PriceBasis(rate.basis(), path / "basis");
  out.sources = reader.Sources(rate.sources(), path / "sources");
  switch (rate.kind_case()) {
    case v1::DiscountRate::kConstantRatePerYear:
      out.kind = model::ConstantRate{rate.constant_rate_per_year()};
      break;
    case v1::DiscountRate::kStepped:
      out.kind = model::SteppedRate{ToVector(rate.stepped().from_years()), ToVector(rate.stepped().rates_per_year())};
      break;
    case v1::DiscountRate::kYieldCurve:
      out.kind = ConvertYieldCurve(rate.yield_curve(), path / "yield_curve", reader);
      break;
    case v1::DiscountRate::kRiskAdjusted: {
      const auto& adjusted = rate.risk_adjusted();
      out.kind = model::RiskAdjustedRate{adjusted.risk_free_rate_per_year(), adjusted.risk_premium_per_year(),
                                         adjusted.has_default_beta() ? adjusted.default_beta() : 1.0};
      break;
    }
    case v1::DiscountRate::KIND_NOT_SET:
      reader.Fail(path, "has no kind; expected one of constant_rate_per_year, stepped, yield_curve, risk_adjusted");
      break;
  }
  return out;
}

}  // namespace

model::Assumptions ConvertAssumptions(const v1::Assumptions& assumptions, const FieldPath& path, Reader& reader) {
  model::Assumptions out;
  const FieldPath curves = path / "curves";
  for (int i = 0; i < assumptions.curves_size() && !reader.IsStopped(); ++i) {
    out.curves.push_back(ConvertCurve(assumptions.curves(i), curves[i], reader));
  }
  const FieldPath carriers = path / "carriers";
  for (int i = 0; i < assumptions.carriers_size(); ++i) {
    out.carriers.push_back(ConvertCarrier(assumptions.carriers(i), carriers[i], reader));
  }
  const FieldPath rates = path / "discount_rates";
  for (int i = 0; i < assumptions.discount_rates_size(); ++i) {
    out.discount_rates.push_back(ConvertDiscountRate(assumptions.discount_rates(i), rates[i], reader));
  }
  out.general_index_curve_id = assumptions.general_index_curve_id();
  if (assumptions.has_carbon_value()) {
    const auto& carbon = assumptions.carbon_value();
    out.carbon_value = model::CarbonValue{carbon.curve_id(), carbon.beneficiary_party_id(), carbon.source_party_id()};
  }
  return out;
}

}  // namespace calanque::service
