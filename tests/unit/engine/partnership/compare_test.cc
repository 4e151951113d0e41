// Delivery modes side by side, and terms solved.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

using ::testing::HasSubstr;

ComparisonTerms Terms() {
  ComparisonTerms terms;
  terms.modes = {AllModes().at("direct"), AllModes().at("partnership")};
  terms.reference_mode_id = "direct";
  terms.discount_rates_per_year = {0.02, 0.08};
  model::RiskLine overrun;
  overrun.id = "overrun";
  overrun.base = model::RiskBase::kWorks;
  overrun.outcomes = {{0.5, 0.2}, {0.2, 0.5}};  // 20 % expected.
  overrun.allocations = {{"partnership", 0.75}};
  terms.risks = {overrun};
  return terms;
}

const ModeCost& CostOf(const Comparison& comparison, const std::string& mode, double rate) {
  for (const ModeCost& cost : comparison.costs) {
    if (cost.mode_id == mode && cost.discount_rate_per_year == rate) return cost;
  }
  throw std::runtime_error("no cost");
}

TEST(CompareDeliveryModes, RiskIsBorneByOneOfTheTwo) {
  const School school;
  const auto comparison = CompareDeliveryModes(school.project, Terms(), nullptr, {});
  ASSERT_TRUE(comparison) << comparison.error().message;
  const ModeCost& direct = CostOf(*comparison, "direct", 0.04);
  const ModeCost& partnership = CostOf(*comparison, "partnership", 0.04);
  const double works = 50e6 / 1.04 + 50e6 / 1.04 / 1.04;
  EXPECT_NEAR(direct.transferable_risk_present_amount, 0.2 * 0.75 * works, 1.0);
  EXPECT_NEAR(direct.retained_risk_present_amount, 0.2 * 0.25 * works, 1.0);
  EXPECT_NEAR(partnership.transferable_risk_present_amount, 0.0, 1e-6);
  EXPECT_NEAR(partnership.retained_risk_present_amount, direct.retained_risk_present_amount, 1e-6);
  EXPECT_NEAR(partnership.value_for_money_amount - partnership.value_for_money_before_risk_amount,
              direct.transferable_risk_present_amount, 1e-3);
}

TEST(CompareDeliveryModes, TheReferenceBeatsItselfByNothing) {
  const School school;
  const auto comparison = CompareDeliveryModes(school.project, Terms(), nullptr, {});
  ASSERT_TRUE(comparison);
  EXPECT_EQ(CostOf(*comparison, "direct", 0.08).value_for_money_amount, 0.0);
  EXPECT_EQ(comparison->costs.size(), 6U) << "two modes at three rates";
}

TEST(CompareDeliveryModes, WarningsPointAtTheirMode) {
  const School school;
  ComparisonTerms terms = Terms();
  std::get<model::AvailabilityPartnership>(terms.modes[1].contract).charge.amount_per_year = 17e6;
  const auto comparison = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(comparison);
  ASSERT_FALSE(comparison->modes[1].warnings.empty());
  EXPECT_EQ(comparison->modes[1].warnings[0].field_path, "modes[1].company.target_equity_irr_per_year");
}

TEST(CompareDeliveryModes, TheSignFlipsAtTheBreakEvenRate) {
  const School school;
  ComparisonTerms terms = Terms();
  const auto found = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(found);
  ASSERT_FALSE(found->switches.at(0).break_even_rates_per_year.empty());
  const double rate = found->switches.at(0).break_even_rates_per_year[0];
  terms.discount_rates_per_year = {rate - 1e-3, rate, rate + 1e-3};
  const auto around = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(around);
  const double below = CostOf(*around, "partnership", rate - 1e-3).value_for_money_amount;
  const double above = CostOf(*around, "partnership", rate + 1e-3).value_for_money_amount;
  EXPECT_NEAR(CostOf(*around, "partnership", rate).value_for_money_amount, 0.0, 1.0);
  EXPECT_LT(below * above, 0.0);
}

TEST(CompareDeliveryModes, IndifferenceReturnMakesBothCostTheSame) {
  const School school;
  ComparisonTerms terms = Terms();
  const auto found = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(found);
  const auto& irr = found->switches.at(0).indifference_equity_irr.value;
  ASSERT_TRUE(irr) << irr.error().message;
  terms.modes[1].company->target_equity_irr_per_year = *irr;
  const auto again = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(again);
  EXPECT_NEAR(CostOf(*again, "partnership", 0.04).value_for_money_amount, 0.0, 1.0);
}

TEST(CompareDeliveryModes, ABiasAndOutcomesOnOneLineAreRefused) {
  ComparisonTerms terms = Terms();
  terms.risks[0].optimism_bias = model::OptimismBias{0.24, 0.02, 0.5, {}};
  const Failures failures = ValidateRisks(terms.risks, terms.modes);
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].field_path, "risks[0]");
  EXPECT_THAT(failures[0].message, HasSubstr("both"));
}

struct SolveCase {
  const char* name;
  SolvedUnknown unknown;
  SolveTarget target;
  double value;
  const char* figure;
};

class EverySolve : public ::testing::TestWithParam<SolveCase> {};

TEST_P(EverySolve, MeetsItsTarget) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  mode.company->equity_discount_rate_per_year = 0.09;
  std::get<model::AvailabilityPartnership>(mode.contract).charge.amount_per_year = 19e6;
  SolveTermsOptions options{GetParam().unknown, GetParam().target, GetParam().value, ""};
  const auto solved = SolveTerms(school.project, mode, options);
  ASSERT_TRUE(solved) << solved.error().message;
  ASSERT_TRUE(solved->solved.has_value());
  EXPECT_NEAR(FigureOf(*solved, GetParam().figure), GetParam().value,
              1e-9 * std::max(1.0, FigureOf(*solved, "uses_amount") * (GetParam().value == 0.0 ? 1.0 : 0.0)));
}

INSTANTIATE_TEST_SUITE_P(
    Terms, EverySolve,
    ::testing::Values(
        SolveCase{"ChargeForIrr", SolvedUnknown::kCharge, SolveTarget::kEquityIrr, 0.12, "equity_irr_per_year"},
        SolveCase{"ChargeForNpv", SolvedUnknown::kCharge, SolveTarget::kEquityNpv, 0.0, "equity_npv_amount"},
        SolveCase{"ChargeForDscr", SolvedUnknown::kCharge, SolveTarget::kMinimumDscr, 1.3, "minimum_dscr"},
        SolveCase{"GrantForIrr", SolvedUnknown::kGrant, SolveTarget::kEquityIrr, 0.15, "equity_irr_per_year"},
        SolveCase{"DebtForDscr", SolvedUnknown::kDebt, SolveTarget::kMinimumDscr, 1.4, "minimum_dscr"},
        SolveCase{"SubsidyForDscr", SolvedUnknown::kOperatingSubsidy, SolveTarget::kMinimumDscr, 1.6, "minimum_dscr"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(SolveTerms, TheShortestTenorThatKeepsTheCover) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  std::get<model::AvailabilityPartnership>(mode.contract).charge.amount_per_year = 19e6;
  SolveTermsOptions options{SolvedUnknown::kTenor, SolveTarget::kMinimumDscr, 1.15, "senior"};
  const auto solved = SolveTerms(school.project, mode, options);
  ASSERT_TRUE(solved) << solved.error().message;
  EXPECT_GE(FigureOf(*solved, "minimum_dscr"), 1.15);
  mode.company->tranches[0].tenor_years = solved->solved->solution.value - 1.0;
  const auto shorter = StructureProject(school.project, mode, nullptr);
  ASSERT_TRUE(shorter);
  EXPECT_LT(FigureOf(*shorter, "minimum_dscr"), 1.15);
}

TEST(SolveTerms, ATenorIsSolvedForTheDebtThereIs) {
  // A sculpted loan sized by its cover would shrink with its tenor and meet any cover in one year.
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  std::get<model::AvailabilityPartnership>(mode.contract).charge.amount_per_year = 19e6;
  mode.company->tranches[0].profile = model::TrancheProfile::kSculpted;
  mode.company->tranches[0].limits.dscr_factor = 1.2;
  const auto before = StructureProject(school.project, mode, nullptr);
  SolveTermsOptions options{SolvedUnknown::kTenor, SolveTarget::kMinimumDscr, 1.2, ""};
  const auto solved = SolveTerms(school.project, mode, options);
  ASSERT_TRUE(before && solved);
  EXPECT_NEAR(FigureOf(*solved, "debt_amount"), FigureOf(*before, "debt_amount"), 1.0);
  EXPECT_GT(solved->solved->solution.value, 4.0);
}

TEST(SolveTerms, ATargetOutOfReachIsRefusedByName) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  std::get<model::AvailabilityPartnership>(mode.contract).charge.amount_per_year = 1e6;
  SolveTermsOptions options{SolvedUnknown::kTenor, SolveTarget::kMinimumDscr, 1.3, ""};
  const auto solved = SolveTerms(school.project, mode, options);
  ASSERT_FALSE(solved);
  EXPECT_THAT(solved.error().message, HasSubstr("no tenor"));
}

}  // namespace
}  // namespace calanque::partnership
