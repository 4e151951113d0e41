// Conventions A1 to A6 side by side, and the carbon price that breaks even.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/kernel/annuity.h"
#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;
using testing::HasSubstr;

constexpr const char* kA[] = {"abatement_cost_a1_amount_per_t_co2e", "abatement_cost_a2_amount_per_t_co2e",
                              "abatement_cost_a3_amount_per_t_co2e", "abatement_cost_a4_amount_per_t_co2e",
                              "abatement_cost_a5_amount_per_t_co2e", "abatement_cost_a6_amount_per_t_co2e"};
constexpr const char* kBreakEven = "break_even_carbon_price_amount_per_t_co2e";

// Factors 1, 0.8, 0.64.
InputFixture Measure() {
  InputFixture flows(3, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-100, 0, 0})
      .Set(Category::kReplacement, {0, -10, 0})
      .Set(Category::kEnergy, {0, 20, 25})
      .Set(Category::kGrant, {16, 0, 0})
      .Set(Category::kFinancing, {70, 0, 0})  // Neither financing nor externalities are costs of abatement.
      .Set(Category::kDebtService, {0, -40, -40})
      .Set(Category::kCarbon, {0, 500, 500})
      .Set(Category::kCoBenefit, {0, 10, 0})
      .SetEmissions(1, {0, -3, -5})
      .SetEmissions(2, {0, 1, 0})
      .SetCarbonValue({50, 75, 100});
  flows.options.target_year = 2027;
  return flows;
}

TEST(AbatementCost, SixConventionsByHand) {
  const InputFixture flows = Measure();
  const double cost = 100 + 10 * 0.8 - 20 * 0.8 - 25 * 0.64 - 16;  // 60
  EXPECT_NEAR(flows.Number(kA[0]), 110.0 / 5.0, 1e-12);
  EXPECT_NEAR(flows.Number(kA[1]), 108.0 / 5.0, 1e-12);
  EXPECT_NEAR(flows.Number(kA[2]), cost / 7.0, 1e-12);
  EXPECT_NEAR(flows.Number(kA[3]), cost / (2 * 0.8 + 5 * 0.64), 1e-12);
  // Lump sums 100 + 8 - 16 = 92 as an annuity in two periods, running costs -45 and 7 t in two periods.
  EXPECT_NEAR(flows.Number(kA[4]), (92.0 / 1.44 - 45.0 / 2) / 3.5, 1e-12);
  EXPECT_NEAR(flows.Number(kA[5]), cost / (2 * 0.8 * 1.5 + 5 * 0.64 * 2.0), 1e-12);
}

// Electric bus against diesel, 45,000 km a year for 12 years at 4 %; costs and consumption of both buses from PyPSA
// technology-data (transport, buses), electricity 0.172 and diesel 0.17 EUR/kWh.
InputFixture ElectricBus(double rate) {
  InputFixture bus(13, 0.0, rate);
  std::vector<double> energy(13, 10307.0), maintenance(13, 657.0), emissions(13, -29.45);
  energy[0] = maintenance[0] = emissions[0] = 0.0;
  bus.Set(Category::kInvestment, {-220733.0}).Set(Category::kEnergy, energy).Set(Category::kOperatingCost, maintenance);
  bus.SetEmissions(1, emissions).SetCarbonValue(std::vector<double>(13, 250.0));
  bus.options.target_year = 2030;
  return bus;
}

TEST(AbatementCost, ElectricBus) {
  EXPECT_NEAR(ElectricBus(0.04).Number(kA[4]), 426.0, 0.5);
  EXPECT_NEAR(ElectricBus(0.04).Number(kA[0]), 7495.0, 0.5);
  EXPECT_NEAR(ElectricBus(0.04).Number(kA[4]),
              (220733.0 * kernel::CapitalRecoveryFactor(0.04, 12) - 10307 - 657) / 29.45, 1e-9);
}

TEST(AbatementCost, A4EqualsA5ForConstantFlows) {
  EXPECT_NEAR(ElectricBus(0.04).Number(kA[3]), ElectricBus(0.04).Number(kA[4]), 1e-9);
  EXPECT_NEAR(ElectricBus(0.0).Number(kA[3]), ElectricBus(0.0).Number(kA[4]), 1e-9);
}

TEST(AbatementCost, A4EqualsA5ForConstantFlowsOnMonthsWithLumpSums) {
  auto months = InputFixture::WithPeriods(48, 1.0 / 12, 12, 0.06);
  std::vector<double> investment(48), grant(48), residual(48), replacement(48), saving(48), emissions(48);
  investment[2] = -900;
  grant[7] = 200;
  replacement[30] = -90;
  residual[47] = 50;
  for (std::size_t i = 12; i < 48; ++i) {
    saving[i] = 3;
    emissions[i] = -0.5;
  }
  months.Set(Category::kInvestment, investment).Set(Category::kGrant, grant).Set(Category::kReplacement, replacement);
  months.Set(Category::kResidualValue, residual).Set(Category::kEnergy, saving).SetEmissions(1, emissions);
  EXPECT_NEAR(months.Number(kA[3]), months.Number(kA[4]), 1e-9);
}

TEST(AbatementCost, A4EqualsA5ForConstantFlowsWhateverTaxIsPaidAndRefundedOnWorks) {
  InputFixture bus = ElectricBus(0.04);
  bus.Set(Category::kInvestmentTax, {-44146.6, 0.0, 43450.4}).Set(Category::kEnergyTax, std::vector<double>(13, 0.0));
  EXPECT_NEAR(bus.Number(kA[3]), bus.Number(kA[4]), 1e-9);
  EXPECT_NEAR(bus.Number(kA[0]), (220733.0 + 44146.6 - 43450.4) / 29.45, 1e-9);
  EXPECT_NEAR(bus.Number(kA[1]), (220733.0 + 44146.6 - 43450.4 / (1.04 * 1.04)) / 29.45, 1e-9);
}

TEST(AbatementCost, A5TakesSteppedRates) {
  InputFixture bus(4, 0.0, 0.04);
  bus.SetFactors({1.0, 0.97, 0.9, 0.8})
      .Set(Category::kInvestment, {-100})
      .Set(Category::kOperatingCost, {0, -2, -2, -2})
      .SetEmissions(1, {0, -5, -5, -5});
  EXPECT_NEAR(bus.Number(kA[4]), bus.Number(kA[3]), 1e-12);
}

TEST(AbatementCost, A6IsA4UnderAFlatCarbonValueAndA3UnderHotelling) {
  EXPECT_NEAR(ElectricBus(0.04).Number(kA[5]), ElectricBus(0.04).Number(kA[3]), 1e-9);
  InputFixture rising = ElectricBus(0.04);
  std::vector<double> values(13);
  for (std::size_t i = 0; i < 13; ++i) values[i] = 250 * std::pow(1.04, static_cast<double>(i));
  rising.SetCarbonValue(values);
  EXPECT_NEAR(rising.Number(kA[5]), rising.Number(kA[2]), 1e-9);
}

TEST(AbatementCost, A6NeedsACarbonValue) {
  InputFixture flows = Measure();
  flows.SetCarbonValue({0, 75, 100});
  EXPECT_EQ(flows.FailureOf(kA[5]).reason, Reason::kNotApplicable);
  InputFixture without(2, 0.0, 0.04);
  EXPECT_EQ(without.FailureOf(kA[5]).reason, Reason::kMissingData);
}

TEST(AbatementCost, NegativeCostIsASaving) {
  InputFixture led(2, 0.0, 0.0);
  led.Set(Category::kInvestment, {-10}).Set(Category::kEnergy, {0, 30}).SetEmissions(2, {0, -4});
  EXPECT_NEAR(led.Number(kA[3]), -5.0, 1e-12);
}

// A measure that raises emissions must never get the flattering cost of an absolute value.
TEST(AbatementCost, RaisedEmissionsAreAFailureThatSaysSo) {
  InputFixture flows = Measure();
  flows.SetEmissions(1, {0, 3, 5}).SetEmissions(2, {});
  EXPECT_EQ(flows.FailureOf(kA[0]).message, "the measure raises emissions by 5 t in 2027");
  EXPECT_EQ(flows.FailureOf(kA[2]).message, "the measure raises emissions by 8 t");
  EXPECT_THAT(flows.FailureOf(kA[3]).message, HasSubstr("raises emissions by 5.6 t when discounted"));
  for (const char* name : kA) EXPECT_EQ(flows.FailureOf(name).reason, Reason::kNotApplicable) << name;
  EXPECT_THAT(flows.FailureOf(kBreakEven).message, HasSubstr("raises emissions"));
}

TEST(AbatementCost, ZeroTonnesAreAFailure) {
  InputFixture flows = Measure();
  flows.SetEmissions(1, {}).SetEmissions(2, {});
  EXPECT_EQ(flows.FailureOf(kA[0]).message, "no tonnes are avoided in 2027");
  EXPECT_EQ(flows.FailureOf(kA[4]).message, "no tonnes are avoided");
  for (const char* name : kA) EXPECT_EQ(flows.FailureOf(name).reason, Reason::kNotApplicable) << name;
}

TEST(BreakEvenCarbonPrice, PutInAsCarbonValueItGivesZeroEnpv) {
  InputFixture flows = Measure();
  const double price = flows.Number(kBreakEven);
  EXPECT_NEAR(price, (60.0 - 8.0) / (2 * 0.8 + 5 * 0.64), 1e-12);
  flows.Set(Category::kCarbon, {0, 2 * price, 5 * price});
  EXPECT_NEAR(flows.Number("enpv_amount"), 0.0, 1e-12);
}

TEST(BreakEvenCarbonPrice, IsA4WithoutCoBenefits) {
  EXPECT_NEAR(ElectricBus(0.04).Number(kBreakEven), ElectricBus(0.04).Number(kA[3]), 1e-9);
}

}  // namespace
}  // namespace calanque::metric
