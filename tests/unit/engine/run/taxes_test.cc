// Which figures a tax belongs to: VAT on works to the works, tax in a bill to the energy, the rest to running cost.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/run/quantity_target.h"
#include "tests/support/one_project.h"

namespace calanque {
namespace {

using ledger::Category;
using testing::Day;
using testing::InvestmentOf;
using testing::Item;
using testing::OneProject;
using testing::SeriesOf;

model::CashFlowItem Works(double amount, double vat_rate_fraction) {
  model::Investment works = InvestmentOf(amount);
  works.vat_rate_fraction = vat_rate_fraction;
  if (vat_rate_fraction > 0.0) works.vat_payee_party_id = "state";
  return Item("works", "city", "supplier", works);
}

/// FCTVA: 16.404 % of spending with VAT, a year later.
model::CashFlowItem Refund() {
  model::VatCompensation refund;
  refund.rate_fraction = 0.16404;
  refund.eligible_item_ids = {"works"};
  refund.payment_lag_years = 1;
  refund.commitment = model::Commitment::kCommitted;
  return Item("refund", "state", "city", refund);
}

/// At 80 a MWh, and 20 of tax where the carrier's price holds.
model::CashFlowItem Gas(model::EnergyUse use, double mwh_per_year, const char* from = "2025-01-01") {
  model::EnergyFlow gas;
  gas.use = use;
  gas.carrier_id = "gas";
  gas.quantity_mwh_per_year = mwh_per_year;
  gas.span = {Day(from), {}};
  const bool is_sold = use == model::EnergyUse::kSold;
  if (is_sold) gas.price_curve_id = "gas-energy";
  return is_sold ? Item("gas-sold", "households", "city", gas) : Item("gas", "city", "", gas);
}

/// A figure of the one project.
double Figure(model::AppraisalRequest request, double rate_per_year, const char* metric, const char* perspective,
              metric::View view = metric::View::kIncremental) {
  request.assumptions.discount_rates[0].kind = model::ConstantRate{rate_per_year};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const auto cells = testing::EvaluateOrThrow(plan);
  return testing::ValueOf(plan, cells, metric, "p", perspective, view);
}

/// Works of 100 with VAT of 20, sales of 150 in the next year, undiscounted: 30 remain.
model::AppraisalRequest Sales() {
  return OneProject(
      2, {Works(100.0, 0.2), Item("sales", "households", "city", SeriesOf(Category::kRevenue, {0.0, 150.0}))});
}

TEST(VatOnWorks, IsCapitalSpendingOfWhoPaysIt) {
  EXPECT_NEAR(Figure(Sales(), 0.0, "npv_amount", "city"), 30.0, 1e-9);
  EXPECT_NEAR(Figure(Sales(), 0.0, "investment_amount", "city"), 120.0, 1e-9);
  EXPECT_NEAR(Figure(Sales(), 0.25, "investment_present_value_amount", "city"), 96.0, 1e-9);
}

TEST(VatOnWorks, IsDividedByInTheProfitabilityIndex) {
  EXPECT_NEAR(Figure(Sales(), 0.0, "profitability_index", "city"), 1.25, 1e-9);
}

// Works that cost a quarter more bear a quarter more VAT: 125 and 25 take all that is earned.
TEST(VatOnWorks, MovesWithTheSwitchingValueOfInvestment) {
  const double change = Figure(Sales(), 0.0, "switching_value_investment_fraction", "city");
  EXPECT_NEAR(change, 0.25, 1e-9);
  model::AppraisalRequest dearer = Sales();
  dearer.portfolio.projects[0].with_project[0] = Works(100.0 * (1.0 + change), 0.2);
  EXPECT_NEAR(Figure(dearer, 0.0, "npv_amount", "city"), 0.0, 1e-9);
}

TEST(VatOnWorks, NetsOutWhereTheStateStandsInside) {
  EXPECT_NEAR(Figure(Sales(), 0.0, "investment_amount", "economy"), 100.0, 1e-9);
  EXPECT_NEAR(Figure(Sales(), 0.0, "switching_value_investment_fraction", "economy"), -1.0, 1e-9);
}

// The State spends no capital, and none that is negative, on works of others: it has a tax, less what it refunds.
TEST(VatOnWorks, IsATaxToWhoReceivesIt) {
  model::AppraisalRequest request = Sales();
  request.portfolio.projects[0].with_project.push_back(Refund());
  request.portfolio.perspectives.push_back({"treasury", "", {"state"}, false, "five"});
  EXPECT_EQ(Figure(request, 0.0, "investment_amount", "treasury"), 0.0);
  EXPECT_EQ(Figure(request, 0.0, "investment_amount", "treasury", metric::View::kWith), 0.0);
  EXPECT_NEAR(Figure(request, 0.0, "npv_amount", "treasury"), 20.0 - 19.6848, 1e-9);
  EXPECT_NEAR(Figure(request, 0.0, "fnpv_c_amount", "treasury"), 20.0 - 19.6848, 1e-9);
}

// 16.404 % of 120 come back.
TEST(VatOnWorks, CountsLessItsRefund) {
  model::AppraisalRequest request = Sales();
  request.portfolio.projects[0].with_project.push_back(Refund());
  EXPECT_NEAR(Figure(request, 0.0, "investment_amount", "city"), 120.0 - 19.6848, 1e-9);
  EXPECT_NEAR(Figure(request, 0.25, "investment_present_value_amount", "city"), 96.0 - 19.6848 * 0.64, 1e-9);
  EXPECT_NEAR(Figure(request, 0.0, "financing_need_amount", "city", metric::View::kWith), 120.0, 1e-9);
  EXPECT_NEAR(Figure(request, 0.0, "committed_sources_amount", "city", metric::View::kWith), 19.6848, 1e-9);
}

/// 0.5 MWh saved, 50 with tax and 0.1 t, in each of the two years after works of 100.
model::AppraisalRequest Saving(double vat_rate_fraction) {
  return OneProject(3, {Works(100.0, vat_rate_fraction), Gas(model::EnergyUse::kSaved, 0.5, "2026-01-01")});
}

// At 25 % works and VAT are worth 96, the savings 57.6, and 0.2 t count as 0.1152: 33.33 a year for each 0.1 t.
TEST(VatOnWorks, IsALumpSumOfTheAbatementCostAsAnnuity) {
  EXPECT_NEAR(Figure(Saving(0.2), 0.25, "abatement_cost_a4_amount_per_t_co2e", "city"), 1000.0 / 3.0, 1e-9);
  EXPECT_NEAR(Figure(Saving(0.2), 0.25, "abatement_cost_a5_amount_per_t_co2e", "city"), 1000.0 / 3.0, 1e-9);
}

TEST(VatOnWorks, OfTheTargetYearStandsInA1AndA2) {
  model::AppraisalRequest request = Saving(0.2);
  request.portfolio.baseline = model::EmissionBaseline{"city", 2019, 2026, {}};
  EXPECT_NEAR(Figure(request, 0.25, "abatement_cost_a1_amount_per_t_co2e", "city"), 1200.0, 1e-9);
  EXPECT_NEAR(Figure(request, 0.25, "abatement_cost_a2_amount_per_t_co2e", "city"), 960.0, 1e-9);
}

// As a series, VAT is dearer with dearer works; other taxes are not.
TEST(VatOnWorks, GivenAsASeriesMovesWithInvestment) {
  const auto request = OneProject(1, {Item("vat", "city", "state", SeriesOf(Category::kInvestmentTax, {20.0})),
                                      Item("levy", "city", "state", SeriesOf(Category::kTax, {1.0}))});
  const plan::Plan plan = testing::CompileOrThrow(request);
  model::QuantityTarget overrun;
  overrun.kinds = {model::QuantityKind::kInvestment};
  EXPECT_TRUE(run::MovesColumn(overrun, plan.schema.money.at(0), request, 0));
  EXPECT_FALSE(run::MovesColumn(overrun, plan.schema.money.at(1), request, 0));
}

// A plant of 760 that makes 10 MWh, beside 500 MWh of gas saved: 76 a MWh, whatever excise is saved on the gas.
TEST(EnergyTax, SavedElsewhereMakesNoProductionCheaper) {
  const auto plant =
      OneProject(1, {Works(760.0, 0.0), Gas(model::EnergyUse::kSold, 10.0), Gas(model::EnergyUse::kSaved, 500.0)});
  EXPECT_NEAR(Figure(plant, 0.0, "levelised_cost_amount_per_mwh", "city"), 76.0, 1e-9);
}

TEST(EnergyTax, OfFuelIsACostOfProduction) {
  const auto plant =
      OneProject(1, {Works(760.0, 0.0), Gas(model::EnergyUse::kSold, 10.0), Gas(model::EnergyUse::kConsumed, 5.0)});
  EXPECT_NEAR(Figure(plant, 0.0, "levelised_cost_amount_per_mwh", "city"), 126.0, 1e-9);
}

// 100 saved against 80 spent: a fifth less energy, with its tax, leaves nothing.
TEST(EnergyTax, MovesWithTheSwitchingValueOfEnergy) {
  const auto request = OneProject(1, {Works(80.0, 0.0), Gas(model::EnergyUse::kSaved, 1.0)});
  EXPECT_NEAR(Figure(request, 0.0, "switching_value_energy_fraction", "city"), -0.2, 1e-9);
}

}  // namespace
}  // namespace calanque
