// Risk models from proto to model, and the engine's paths back to what the caller wrote.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "service/convert/from_proto_risk.h"
#include "service/convert/to_proto_risk.h"
#include "service/progress_writer.h"

namespace calanque::service {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

v1::RiskModel Parse(const std::string& text) {
  v1::RiskModel model;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &model));
  return model;
}

model::RiskModel Convert(const std::string& text, Reader& reader) {
  const FieldPath root;
  return ConvertRiskModel(Parse(text), root / "risk", reader);
}

TEST(ConvertRiskModel, ReadsEveryDistribution) {
  Reader reader;
  const auto converted = Convert(
      "drivers { draw { lognormal { median: 2 log_standard_deviation: 0.3 } } quantity {} }"
      "drivers { draw { triangular { low: 1 mode: 2 high: 3 } } quantity {} }"
      "drivers { draw { pert { low: 1 mode: 2 high: 3 } } quantity {} }"
      "drivers { draw { pert { low: 1 mode: 2 high: 3 mode_weight: 6 } } quantity {} }"
      "drivers { draw { uniform { low: 1 high: 3 } } quantity {} }"
      "drivers { draw { quantile_table { cumulative_probabilities: [0, 1] values: [4, 5] } } quantity {} }"
      "drivers { event { probability_per_year: 0.1 impact_amount { discrete { probabilities: 1 values: 9 } } } money "
      "{} }",
      reader);
  ASSERT_THAT(reader.failures(), IsEmpty());
  const auto& drivers = converted.drivers;
  const auto drawn = [&](std::size_t i) { return std::get<model::Draw>(drivers[i].shape).distribution; };
  EXPECT_EQ(std::get<model::Lognormal>(drawn(0)).median, 2.0);
  EXPECT_EQ(std::get<model::Lognormal>(drawn(0)).log_standard_deviation, 0.3);
  EXPECT_EQ(std::get<model::Triangular>(drawn(1)).mode, 2.0);
  EXPECT_EQ(std::get<model::Pert>(drawn(2)).mode_weight, 4.0) << "the usual weight where none is stated";
  EXPECT_EQ(std::get<model::Pert>(drawn(3)).mode_weight, 6.0);
  EXPECT_EQ(std::get<model::Uniform>(drawn(4)).high, 3.0);
  EXPECT_THAT(std::get<model::QuantileTable>(drawn(5)).values, ElementsAre(4.0, 5.0));
  const auto& event = std::get<model::Event>(drivers[6].shape);
  EXPECT_EQ(event.probability_per_year, 0.1);
  EXPECT_THAT(std::get<model::Discrete>(event.impact_amount).values, ElementsAre(9.0));
  EXPECT_EQ(std::get<model::EventTarget>(drivers[6].target).category, ledger::Category::kOperatingCost);
}

TEST(ConvertRiskModel, ReadsEveryProcessAndTarget) {
  Reader reader;
  const auto converted = Convert(
      "drivers { geometric_brownian { drift_per_year: 0.01 volatility_per_sqrt_year: 0.2 } curves { curve_ids: 'a' } }"
      "drivers { mean_reverting_log { volatility_per_sqrt_year: 0.3 reversion_per_year: 0.4 } curves { curve_ids: 'b' "
      "} }"
      "drivers { mean_reverting_rate { volatility_per_sqrt_year: 0.01 reversion_per_year: 0.1 }"
      "  indices { curve_ids: 'c' } }"
      "drivers { mean_reverting_rate {} discount { discount_rate_ids: 'd' } }"
      "drivers { draw { uniform {} } delay { project_ids: 'p' cost_growth_real_fraction_per_year: 0.02 } }"
      "drivers { event { impact_amount { uniform {} } } money { project_id: 'p' category: FLOW_CATEGORY_GRANT"
      "  price_terms { basis: PRICE_BASIS_REAL } first_year: 2030 last_year: 2040 } }",
      reader);
  ASSERT_THAT(reader.failures(), IsEmpty());
  const auto& drivers = converted.drivers;
  EXPECT_EQ(std::get<model::GeometricBrownian>(drivers[0].shape).drift_per_year, 0.01);
  EXPECT_EQ(std::get<model::MeanRevertingLog>(drivers[1].shape).reversion_per_year, 0.4);
  EXPECT_EQ(std::get<model::MeanRevertingRate>(drivers[2].shape).volatility_per_sqrt_year, 0.01);
  EXPECT_THAT(std::get<model::CurveTarget>(drivers[1].target).curve_ids, ElementsAre("b"));
  EXPECT_THAT(std::get<model::IndexTarget>(drivers[2].target).curve_ids, ElementsAre("c"));
  EXPECT_THAT(std::get<model::DiscountTarget>(drivers[3].target).discount_rate_ids, ElementsAre("d"));
  EXPECT_EQ(std::get<model::DelayTarget>(drivers[4].target).cost_growth_real_fraction_per_year, 0.02);
  const auto& money = std::get<model::EventTarget>(drivers[5].target);
  EXPECT_EQ(money.category, ledger::Category::kGrant);
  EXPECT_EQ(money.price_terms->basis, model::PriceBasis::kReal);
  EXPECT_EQ(money.last_year, 2040);
}

// The enums stand in the same order, one apart: a kind put between would shift all that follow.
TEST(ConvertRiskModel, KindsOfQuantitiesMatchByName) {
  Reader reader;
  const auto converted = Convert(
      "drivers { geometric_brownian {} quantity { kinds: [QUANTITY_KIND_INVESTMENT, QUANTITY_KIND_OPERATING_COST,"
      "QUANTITY_KIND_ENERGY_SAVED, QUANTITY_KIND_ENERGY_CONSUMED, QUANTITY_KIND_REVENUE, QUANTITY_KIND_GRANT,"
      "QUANTITY_KIND_CERTIFICATE, QUANTITY_KIND_CO_BENEFIT, QUANTITY_KIND_EMISSION, QUANTITY_KIND_EVERYTHING] } }",
      reader);
  using model::QuantityKind;
  EXPECT_THAT(std::get<model::QuantityTarget>(converted.drivers[0].target).kinds,
              ElementsAre(QuantityKind::kInvestment, QuantityKind::kOperatingCost, QuantityKind::kEnergySaved,
                          QuantityKind::kEnergyConsumed, QuantityKind::kRevenue, QuantityKind::kGrant,
                          QuantityKind::kCertificate, QuantityKind::kCoBenefit, QuantityKind::kEmission,
                          QuantityKind::kEverything));
}

TEST(ConvertRiskModel, SaysAllThatIsMissing) {
  Reader reader;
  Convert(
      "drivers {}"
      "drivers { draw {} quantity { kinds: QUANTITY_KIND_UNSPECIFIED } sources { kind: SOURCE_KIND_PUBLISHED } }",
      reader);
  EXPECT_THAT(reader.failures(), ElementsAre(Field(&Failure::field_path, "risk.drivers[0]"),
                                             Field(&Failure::field_path, "risk.drivers[0]"),
                                             Field(&Failure::field_path, "risk.drivers[1].draw"),
                                             Field(&Failure::field_path, "risk.drivers[1].quantity.kinds[0]"),
                                             Field(&Failure::field_path, "risk.drivers[1].sources[0].citation")));
}

TEST(ConvertSimulationOptions, FillsDefaultsAndEchoesThem) {
  Reader reader;
  v1::SimulationOptions options;
  options.set_path_count(12);
  const auto converted = ConvertSimulationOptions(options, FieldPath(), reader);
  EXPECT_EQ(converted.sampling, model::Sampling::kPseudoRandom);
  EXPECT_EQ(converted.tail_probability, 0.05);
  v1::SimulationOptions echo;
  FillOptions(converted, echo);
  EXPECT_EQ(echo.path_count(), 12);
  EXPECT_EQ(echo.sampling(), v1::SAMPLING_PSEUDO_RANDOM);
  EXPECT_THAT(echo.quantile_probabilities(), ElementsAre(0.05, 0.10, 0.50, 0.90, 0.95));
  EXPECT_FALSE(echo.has_target_standard_error_fraction());
  options.set_sampling(static_cast<v1::Sampling>(9));
  ConvertSimulationOptions(options, FieldPath(), reader);
  EXPECT_THAT(reader.failures(), ElementsAre(Field(&Failure::message, HasSubstr("number 9"))));
}

TEST(PathAsWritten, NamesTheArmsTheCallerChose) {
  const v1::RiskModel model = Parse(
      "drivers { geometric_brownian {} curves {} }"
      "drivers { draw { pert {} } delay {} }"
      "drivers { event { impact_amount { uniform {} } } money {} }");
  EXPECT_EQ(PathAsWritten(model, "drivers[0].shape.drift_per_year"), "drivers[0].geometric_brownian.drift_per_year");
  EXPECT_EQ(PathAsWritten(model, "drivers[0].target.curve_ids[3]"), "drivers[0].curves.curve_ids[3]");
  EXPECT_EQ(PathAsWritten(model, "drivers[1].shape.distribution.mode"), "drivers[1].draw.pert.mode");
  EXPECT_EQ(PathAsWritten(model, "drivers[1].target"), "drivers[1].delay");
  EXPECT_EQ(PathAsWritten(model, "drivers[2].shape.impact_amount.low"), "drivers[2].event.impact_amount.uniform.low");
  EXPECT_EQ(PathAsWritten(model, "drivers[9].shape"), "drivers[9].shape") << "no such driver";
  EXPECT_EQ(PathAsWritten(model, "correlations[0].correlation"), "correlations[0].correlation");
}

// The error falls with the square root of the paths: at twice the target, four times as many are needed.
TEST(ExpectedPathCount, FollowsTheTargetError) {
  run::SimulationProgress progress{1'000, 100'000, -50.0, 2.0, {}};
  model::SimulationOptions options;
  EXPECT_EQ(ExpectedPathCount(progress, options), 100'000.0) << "no target: all";
  options.target_standard_error_fraction = 0.02;
  EXPECT_NEAR(ExpectedPathCount(progress, options), 4'000.0, 1e-6);
  options.target_standard_error_fraction = 1e-6;
  EXPECT_EQ(ExpectedPathCount(progress, options), 100'000.0) << "never more than asked for";
  options.target_standard_error_fraction = 1.0;
  EXPECT_EQ(ExpectedPathCount(progress, options), 1'000.0) << "never fewer than done";
}

}  // namespace
}  // namespace calanque::service
