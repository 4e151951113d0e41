// Equivalent annual cost and levelised cost of energy.
#include <gtest/gtest.h>

#include "engine/kernel/annuity.h"
#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;

TEST(EquivalentAnnualCost, IsTheCapitalRecoveryFactorAtAConstantRate) {
  InputFixture flows(3, 1.0, 0.1);
  flows.Set(Category::kInvestment, {-1100, 0, 0});  // 1,000 today.
  EXPECT_NEAR(flows.Number("equivalent_annual_cost_amount_per_year"), 1000 * kernel::CapitalRecoveryFactor(0.1, 3),
              1e-9);
}

TEST(EquivalentAnnualCost, OfALevelCostIsThatCostUnderSteppedRates) {
  InputFixture flows(3, 1.0, 0.1);
  flows.SetFactors({0.95, 0.85, 0.6}).Set(Category::kOperatingCost, {-50, -50, -50});
  EXPECT_NEAR(flows.Number("equivalent_annual_cost_amount_per_year"), 50, 1e-12);
}

TEST(EquivalentAnnualCost, IsPerYearOnAMonthlyGrid) {
  auto months = InputFixture::WithPeriods(24, 1.0 / 12, 12, 0.07);
  months.Set(Category::kOperatingCost, std::vector<double>(24, -10));
  EXPECT_NEAR(months.Number("equivalent_annual_cost_amount_per_year"), 120, 1e-9);
}

TEST(EquivalentAnnualCost, CountsDatedFlowsButNotTheirPointsAsPeriods) {
  InputFixture flows(2, 1.0, 0.0);
  flows.AddDatedPoint(0.5, 0, 0.0).Set(Category::kOperatingCost, {0, 0, -30});
  EXPECT_NEAR(flows.Number("equivalent_annual_cost_amount_per_year"), 15, 1e-12);
}

// NREL, System Advisor Model, test case of the fixed-charge-rate LCOE calculator (cmod_lcoefcr, 2022.08.08): the fixed
// charge rate is the inverse of the annuity factor, so capital stands at factor 1 and one year of costs and energy at 1
// / rate.
TEST(LevelisedCost, FixedChargeRateCaseOfSam) {
  InputFixture flows(2, 0.0, 0.0);
  flows.SetFactors({1.0, 1.0 / 0.08160257742914295})
      .Set(Category::kInvestment, {-52000000, 0})
      .Set(Category::kOperatingCost, {0, -650000})
      .SetProduced({0, 105741823.8917052});
  EXPECT_NEAR(flows.Number("levelised_cost_amount_per_mwh"), 0.0462762400554667, 1e-16);
}

TEST(LevelisedCost, CountsFuelButNeitherSalesNorSupportNorTheEnergySaved) {
  InputFixture plant(2, 0.0, 0.0);
  plant.Set(Category::kInvestment, {-80, 0}).Set(Category::kResidualValue, {0, 10}).SetProduced({0, 10});
  plant.Set(Category::kRevenue, {0, 500}).Set(Category::kGrant, {40, 0}).Set(Category::kCertificate, {5, 0});
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 7.0, 1e-12);
  plant.Set(Category::kEnergy, {0, 30});  // Self-consumption: purchases avoided.
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 7.0, 1e-12);
  plant.Set(Category::kEnergy, {0, -30});  // Fuel.
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 10.0, 1e-12);
}

TEST(LevelisedCost, CountsTheTaxOfFuelAndOfWorksButNotOfEnergySaved) {
  InputFixture plant(2, 0.0, 0.0);
  plant.Set(Category::kInvestment, {-80, 0}).Set(Category::kInvestmentTax, {-16, 6}).SetProduced({0, 10});
  plant.Set(Category::kTax, {0, -10});
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 10.0, 1e-12);
  plant.Set(Category::kEnergy, {0, -30}).Set(Category::kEnergyTax, {0, -10});
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 14.0, 1e-12);
  plant.Set(Category::kEnergy, {0, 30}).Set(Category::kEnergyTax, {0, 10});
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 10.0, 1e-12);
  plant.Set(Category::kEnergy, {0, -30}).Set(Category::kEnergyTax, {0, 40});  // Taxed and untaxed bills: saved in all.
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 10.0, 1e-12);
}

TEST(LevelisedCost, DiscountsEnergy) {
  InputFixture plant(2, 0.0, 0.25);
  plant.Set(Category::kInvestment, {-80, 0}).SetProduced({0, 10});
  EXPECT_NEAR(plant.Number("levelised_cost_amount_per_mwh"), 10.0, 1e-12);
}

TEST(LevelisedCost, FailsWithoutProduction) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-80, 0});
  EXPECT_EQ(flows.FailureOf("levelised_cost_amount_per_mwh").message, "no energy is produced");
}

}  // namespace
}  // namespace calanque::metric
