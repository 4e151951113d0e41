#include <charconv>
#include <string_view>
#include <utility>

#include "service/convert/from_proto_risk.h"

namespace calanque::service {

model::Distribution ConvertDistribution(const v1::Distribution& in, const FieldPath& path, Reader& reader) {
  switch (in.kind_case()) {
    case v1::Distribution::kLognormal:
      return model::Lognormal{in.lognormal().median(), in.lognormal().log_standard_deviation()};
    case v1::Distribution::kTriangular:
      return model::Triangular{in.triangular().low(), in.triangular().mode(), in.triangular().high()};
    case v1::Distribution::kPert: {
      const v1::Pert& pert = in.pert();
      model::Pert out{pert.low(), pert.mode(), pert.high()};
      if (pert.has_mode_weight()) out.mode_weight = pert.mode_weight();
      return out;
    }
    case v1::Distribution::kUniform:
      return model::Uniform{in.uniform().low(), in.uniform().high()};
    case v1::Distribution::kQuantileTable:
      return model::QuantileTable{ToVector(in.quantile_table().cumulative_probabilities()),
                                  ToVector(in.quantile_table().values())};
    case v1::Distribution::kDiscrete:
      return model::Discrete{ToVector(in.discrete().probabilities()), ToVector(in.discrete().values())};
    case v1::Distribution::KIND_NOT_SET:
      break;
  }
  reader.Fail(path, "is missing; expected one of lognormal, triangular, pert, uniform, quantile_table, discrete");
  return model::Uniform{};
}

namespace {

model::DriverShape ConvertShape(const v1::RiskDriver& in, const FieldPath& path, Reader& reader) {
  switch (in.shape_case()) {
    case v1::RiskDriver::kGeometricBrownian:
      return model::GeometricBrownian{in.geometric_brownian().drift_per_year(),
                                      in.geometric_brownian().volatility_per_sqrt_year()};
    case v1::RiskDriver::kMeanRevertingLog:
      return model::MeanRevertingLog{in.mean_reverting_log().volatility_per_sqrt_year(),
                                     in.mean_reverting_log().reversion_per_year()};
    case v1::RiskDriver::kMeanRevertingRate:
      return model::MeanRevertingRate{in.mean_reverting_rate().volatility_per_sqrt_year(),
                                      in.mean_reverting_rate().reversion_per_year()};
    case v1::RiskDriver::kDraw:
      return model::Draw{ConvertDistribution(in.draw(), path / "draw", reader)};
    case v1::RiskDriver::kEvent: {
      const FieldPath event = path / "event";
      return model::Event{in.event().probability_per_year(),
                          ConvertDistribution(in.event().impact_amount(), event / "impact_amount", reader)};
    }
    case v1::RiskDriver::SHAPE_NOT_SET:
      break;
  }
  reader.Fail(path,
              "does not say how it moves; expected one of geometric_brownian, mean_reverting_log, mean_reverting_rate, "
              "draw, event");
  return model::GeometricBrownian{};
}

model::QuantityTarget Convert(const v1::QuantityTarget& in, const FieldPath& path, Reader& reader) {
  model::QuantityTarget out;
  const FieldPath kinds = path / "kinds";
  for (int i = 0; i < in.kinds_size(); ++i) {
    const v1::QuantityKind kind = in.kinds(i);
    if (kind < v1::QUANTITY_KIND_INVESTMENT || kind > v1::QUANTITY_KIND_AVAILABILITY) {
      reader.FailEnum(kind, kinds[static_cast<std::size_t>(i)]);
    } else {
      out.kinds.push_back(static_cast<model::QuantityKind>(kind - 1));  // Same order, one apart; held by a test.
    }
  }
  out.project_ids = ToVector(in.project_ids());
  out.item_ids = ToVector(in.item_ids());
  return out;
}

model::EventTarget Convert(const v1::EventTarget& in, const FieldPath& path, Reader& reader) {
  model::EventTarget out;
  out.project_id = in.project_id();
  out.payer_party_id = in.payer_party_id();
  out.payee_party_id = in.payee_party_id();
  if (in.category() != v1::FLOW_CATEGORY_UNSPECIFIED) {
    out.category = reader.Category(in.category(), path / "category");
  }
  if (in.has_price_terms()) out.price_terms = reader.PriceTerms(in.price_terms(), path / "price_terms");
  out.first_year = in.first_year();
  out.last_year = in.last_year();
  return out;
}

model::DriverTarget ConvertTarget(const v1::RiskDriver& in, const FieldPath& path, Reader& reader) {
  switch (in.target_case()) {
    case v1::RiskDriver::kCurves:
      return model::CurveTarget{ToVector(in.curves().curve_ids())};
    case v1::RiskDriver::kIndices:
      return model::IndexTarget{ToVector(in.indices().curve_ids())};
    case v1::RiskDriver::kDiscount:
      return model::DiscountTarget{ToVector(in.discount().discount_rate_ids())};
    case v1::RiskDriver::kBaseRates:
      return model::RateTarget{ToVector(in.base_rates().curve_ids())};
    case v1::RiskDriver::kQuantity:
      return Convert(in.quantity(), path / "quantity", reader);
    case v1::RiskDriver::kDelay:
      return model::DelayTarget{ToVector(in.delay().project_ids()), in.delay().cost_growth_real_fraction_per_year()};
    case v1::RiskDriver::kMoney:
      return Convert(in.money(), path / "money", reader);
    case v1::RiskDriver::TARGET_NOT_SET:
      break;
  }
  reader.Fail(path, "does not say what it moves; expected one of curves, indices, discount, quantity, delay, money");
  return model::CurveTarget{};
}

model::Stress Convert(const v1::Stress& in, const FieldPath& path, Reader& reader) {
  model::Stress out{in.id(), in.display_name(), {}, reader.Sources(in.sources(), path / "sources")};
  for (const v1::StressedDriver& driver : in.drivers()) out.drivers.push_back({driver.driver_id(), driver.value()});
  return out;
}

model::ReverseStress Convert(const v1::ReverseStress& in, const FieldPath& path, Reader& reader) {
  model::ReverseStress out;
  out.id = in.id();
  out.display_name = in.display_name();
  if (in.has_driver()) {
    out.move = model::StressedDriver{in.driver().driver_id(), in.driver().value()};
  } else if (in.move_case() == v1::ReverseStress::kStressId) {
    out.move = in.stress_id();
  } else {
    reader.Fail(path, "does not say what moves; expected stress_id or driver");
  }
  if (in.has_most_multiple_factor()) out.most_multiple = in.most_multiple_factor();
  out.limit.metric_name = in.limit().metric_name();
  out.limit.perspective_id = in.limit().perspective_id();
  if (in.limit().bound_case() == v1::StressLimit::kLeastValue) out.limit.least_value = in.limit().least_value();
  if (in.limit().bound_case() == v1::StressLimit::kGreatestValue)
    out.limit.greatest_value = in.limit().greatest_value();
  reader.Sources(in.sources(), path / "sources");
  return out;
}

model::Sampling ConvertSampling(v1::Sampling sampling, const FieldPath& path, Reader& reader) {
  switch (sampling) {
    case v1::SAMPLING_UNSPECIFIED:
    case v1::SAMPLING_PSEUDO_RANDOM:
      return model::Sampling::kPseudoRandom;
    case v1::SAMPLING_SOBOL:
      return model::Sampling::kSobol;
    case v1::SAMPLING_LATIN_HYPERCUBE:
      return model::Sampling::kLatinHypercube;
    default:
      reader.FailEnum(sampling, path);
      return model::Sampling::kPseudoRandom;
  }
}

/// Name of the field that is set in a oneof; empty where none is.
std::string OneofField(const google::protobuf::Message& message, const char* oneof_name) {
  const auto* oneof = message.GetDescriptor()->FindOneofByName(oneof_name);
  const auto* field = message.GetReflection()->GetOneofFieldDescriptor(message, oneof);
  return field == nullptr ? "" : field->name();
}

void ReplaceFirst(std::string& text, const std::string& part, const std::string& by) {
  const auto at = text.find(part);
  const auto end = at + part.size();
  if (at == std::string::npos || (end < text.size() && text[end] != '.' && text[end] != '[')) return;
  text.replace(at, part.size(), by.empty() ? "" : "." + by);
}

}  // namespace

model::RiskModel ConvertRiskModel(const v1::RiskModel& in, const FieldPath& path, Reader& reader) {
  model::RiskModel out;
  const FieldPath drivers = path / "drivers";
  for (int i = 0; i < in.drivers_size(); ++i) {
    const v1::RiskDriver& driver = in.drivers(i);
    const FieldPath at = drivers[static_cast<std::size_t>(i)];
    out.drivers.push_back({driver.id(), driver.display_name(), ConvertShape(driver, at, reader),
                           ConvertTarget(driver, at, reader), driver.own_share_fraction(),
                           reader.Sources(driver.sources(), at / "sources")});
  }
  const FieldPath correlations = path / "correlations";
  for (int i = 0; i < in.correlations_size(); ++i) {
    const v1::DriverCorrelation& pair = in.correlations(i);
    const FieldPath at = correlations[static_cast<std::size_t>(i)];
    reader.Sources(pair.sources(), at / "sources");
    out.correlations.push_back({pair.first_driver_id(), pair.second_driver_id(), pair.correlation()});
  }
  const FieldPath stresses = path / "stresses";
  for (int i = 0; i < in.stresses_size(); ++i) {
    out.stresses.push_back(Convert(in.stresses(i), stresses[static_cast<std::size_t>(i)], reader));
  }
  const FieldPath reverse_stresses = path / "reverse_stresses";
  for (int i = 0; i < in.reverse_stresses_size(); ++i) {
    const FieldPath at = reverse_stresses[static_cast<std::size_t>(i)];
    out.reverse_stresses.push_back(Convert(in.reverse_stresses(i), at, reader));
  }
  out.repairs_correlation = in.repairs_correlation();
  return out;
}

model::SensitivityOptions ConvertSensitivity(const v1::SensitivityOptions& in, const FieldPath& path, Reader& reader) {
  model::SensitivityOptions out;
  out.path_count = in.path_count();
  switch (in.grouping()) {
    case v1::SENSITIVITY_GROUPING_UNSPECIFIED:
    case v1::SENSITIVITY_GROUPING_CORRELATED_TOGETHER:
      break;
    case v1::SENSITIVITY_GROUPING_DRIVERS_ALONE:
      out.grouping = model::SensitivityGrouping::kDriversAlone;
      break;
    default:
      reader.FailEnum(in.grouping(), path / "grouping");
  }
  return out;
}

model::SimulationOptions ConvertSimulationOptions(const v1::SimulationOptions& in, const FieldPath& path,
                                                  Reader& reader) {
  model::SimulationOptions out;
  out.seed = in.seed();
  out.path_count = in.path_count();
  out.sampling = ConvertSampling(in.sampling(), path / "sampling", reader);
  out.is_antithetic = in.is_antithetic();
  if (in.has_target_standard_error_fraction()) {
    out.target_standard_error_fraction = in.target_standard_error_fraction();
  }
  if (in.quantile_probabilities_size() > 0) out.quantile_probabilities = ToVector(in.quantile_probabilities());
  if (in.has_tail_probability()) out.tail_probability = in.tail_probability();
  out.project_future_count = in.project_future_count();
  out.has_project_years = in.has_project_years();
  return out;
}

std::string PathAsWritten(const v1::RiskModel& risk, const std::string& engine_path) {
  constexpr std::string_view kDrivers = "drivers[";
  std::string out = engine_path;
  if (out.starts_with("reverse_stresses[")) {
    ReplaceFirst(out, ".move", "");
    ReplaceFirst(out, ".most_multiple", "most_multiple_factor");
  }
  if (!out.starts_with(kDrivers)) return out;
  int index = -1;
  std::from_chars(out.data() + kDrivers.size(), out.data() + out.size(), index);
  if (index < 0 || index >= risk.drivers_size()) return out;
  const v1::RiskDriver& driver = risk.drivers(index);
  if (driver.has_draw()) {
    ReplaceFirst(out, ".distribution", OneofField(driver.draw(), "kind"));
  } else if (driver.has_event()) {
    const std::string kind = OneofField(driver.event().impact_amount(), "kind");
    ReplaceFirst(out, ".impact_amount", kind.empty() ? "impact_amount" : "impact_amount." + kind);
  }
  ReplaceFirst(out, ".shape", OneofField(driver, "shape"));
  ReplaceFirst(out, ".target", OneofField(driver, "target"));
  return out;
}

}  // namespace calanque::service
