// Present values and ratios of them: which category counts where.
#include <gtest/gtest.h>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;

// Factors 1, 0.8, 0.64: present values by category can be read off.
InputFixture AllCategories() {
  InputFixture flows(3, 0.0, 0.25);
  flows
      .Set(Category::kInvestment, {-100, 0, 0})      // -100
      .Set(Category::kReplacement, {0, -5, 0})       // -4
      .Set(Category::kInvestmentTax, {-20, 10, 0})   // -12
      .Set(Category::kResidualValue, {0, 0, 10})     // 6.4
      .Set(Category::kOperatingCost, {0, -10, -10})  // -14.4
      .Set(Category::kEnergy, {0, 25, 25})           // 36
      .Set(Category::kEnergyTax, {0, 5, 5})          // 7.2
      .Set(Category::kRevenue, {0, 50, 50})          // 72
      .Set(Category::kCertificate, {0, 5, 0})        // 4
      .Set(Category::kTax, {0, -2.5, -2.5})          // -3.6
      .Set(Category::kGrant, {20, 0, 0})             // 20
      .Set(Category::kFinancing, {50, 0, 0})         // 50
      .Set(Category::kDebtService, {0, -30, -35})    // -46.4
      .Set(Category::kCarbon, {0, 12.5, 12.5})       // 18
      .Set(Category::kCoBenefit, {0, 0, 25});        // 16
  return flows;
}

TEST(PresentValue, EachNameCountsItsCategories) {
  const InputFixture flows = AllCategories();
  EXPECT_NEAR(flows.Number("fnpv_c_amount"), -8.4, 1e-12);
  EXPECT_NEAR(flows.Number("npv_amount"), -8.4 + 20 + 50 - 46.4, 1e-12);
  EXPECT_EQ(flows.Number("fnpv_k_amount"), flows.Number("npv_amount"));
  EXPECT_NEAR(flows.Number("enpv_amount"), -8.4 + 20 + 18 + 16, 1e-12);
}

TEST(PresentValue, EachColumnIsDiscountedAtItsOwnStream) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-100, 0}).Set(Category::kEnergy, {0, 110}, {1.0, 0.9});
  EXPECT_NEAR(flows.Number("npv_amount"), -1.0, 1e-12);
}

// numpy-financial, docstring of npv: the first flow is undiscounted.
TEST(PresentValue, NumpyFinancialNpv) {
  InputFixture flows(5, 0.0, 0.08);
  flows.Set(Category::kRevenue, {-40000, 5000, 8000, 12000, 30000});
  EXPECT_NEAR(flows.Number("npv_amount"), 3065.22267, 5e-6);
}

TEST(BenefitCostRatio, NetsEachCategory) {
  EXPECT_NEAR(AllCategories().Number("benefit_cost_ratio"),
              (6.4 + 36 + 7.2 + 72 + 4 + 20 + 18 + 16) / (100 + 4 + 12 + 14.4 + 3.6), 1e-12);
}

TEST(BenefitCostRatio, FailsWithoutCosts) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kRevenue, {1, 1});
  EXPECT_EQ(flows.FailureOf("benefit_cost_ratio").message, "there are no costs");
}

TEST(BenefitCostRatio, IsZeroWithoutBenefits) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-1, 0});
  EXPECT_EQ(flows.Number("benefit_cost_ratio"), 0.0);
}

TEST(ProfitabilityIndex, IsOnePlusNpvPerInvestment) {
  EXPECT_NEAR(AllCategories().Number("profitability_index"), 1.0 + 15.2 / 112.0, 1e-12);
}

TEST(Investment, CountsReplacementAndTaxesLessTheirRefundAndIsPositive) {
  EXPECT_NEAR(AllCategories().Number("investment_amount"), 115.0, 1e-12);
  EXPECT_NEAR(AllCategories().Number("investment_present_value_amount"), 116.0, 1e-12);
}

TEST(Investment, AvoidedInvestmentMakesItNegative) {
  InputFixture flows(2, 0.0, 0.25);
  flows.Set(Category::kInvestment, {-60, 100});
  EXPECT_EQ(flows.Number("investment_amount"), -40.0);
}

}  // namespace
}  // namespace calanque::metric
