// Switching values: scaling a class by 1 + its switching value brings the net present value to 0.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;

const std::map<Category, std::vector<double>> kRows = {
    {Category::kInvestment, {-100, 0, 0}},  {Category::kReplacement, {0, -5, 0}},
    {Category::kResidualValue, {0, 0, 10}}, {Category::kOperatingCost, {0, -8, -8}},
    {Category::kEnergy, {0, 30, 31}},       {Category::kRevenue, {0, 50, 50}},
    {Category::kGrant, {20, 0, 0}},         {Category::kCertificate, {0, 4, 0}},
    {Category::kCarbon, {0, 3, 4}},         {Category::kCoBenefit, {0, 0, 7}},
};

InputFixture WithOneClassScaled(Category scaled, double scale) {
  InputFixture flows(3, 0.0, 0.25);
  for (auto [category, row] : kRows) {
    if (category == scaled) {
      for (double& amount : row) amount *= scale;
    }
    flows.Set(category, row);
  }
  return flows;
}

std::string Name(Category category) {
  return "switching_value_" + std::string(ledger::CategoryName(category)) + "_fraction";
}

TEST(SwitchingValue, BringsNetPresentValueToZero) {
  for (const auto& [category, row] : kRows) {
    const double change = WithOneClassScaled(category, 1.0).Number(Name(category));
    const bool outside_markets = category == Category::kCarbon || category == Category::kCoBenefit;
    const InputFixture changed = WithOneClassScaled(category, 1.0 + change);
    EXPECT_NEAR(changed.Number(outside_markets ? "enpv_amount" : "npv_amount"), 0.0, 1e-10) << Name(category);
    EXPECT_NE(change, 0.0);
  }
}

TEST(SwitchingValue, OfInvestmentIsTheRoomForOverruns) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-100, 0}).Set(Category::kRevenue, {0, 150});  // NPV 20.
  EXPECT_NEAR(flows.Number("switching_value_investment_fraction"), 0.2, 1e-12);
  EXPECT_NEAR(flows.Number("switching_value_revenue_fraction"), -20.0 / 120.0, 1e-12);
}

// All flows of a class move, its taxes with them.
TEST(SwitchingValue, TaxesMoveWithWhatTheyAreOn) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-100, 0}).Set(Category::kInvestmentTax, {-20, 5});  // -116.
  flows.Set(Category::kEnergy, {0, 150}).Set(Category::kEnergyTax, {0, 30});            // 144, NPV 28.
  EXPECT_NEAR(flows.Number("switching_value_investment_fraction"), 28.0 / 116.0, 1e-12);
  EXPECT_NEAR(flows.Number("switching_value_energy_fraction"), -28.0 / 144.0, 1e-12);
}

TEST(SwitchingValue, FailsWhereTheClassIsAbsent) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-100, 0});
  EXPECT_EQ(flows.FailureOf("switching_value_co_benefit_fraction").message, "no co_benefit flows cross the border");
}

}  // namespace
}  // namespace calanque::metric
