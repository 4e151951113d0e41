// Every kind of item, from its fields to the amounts in the ledger, by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/plan/compile.h"
#include "engine/run/evaluate.h"
#include "tests/support/one_project.h"

namespace calanque {
namespace {

using ledger::Category;
using testing::AddProject;
using testing::CompileOrThrow;
using testing::Day;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using testing::EmptyRequest;
using ::testing::HasSubstr;
using testing::InvestmentOf;
using ::testing::IsEmpty;
using testing::Item;
using testing::OneProject;
using ::testing::SizeIs;

MATCHER_P(Near, expected, "") { return std::abs(arg - expected) <= 1e-9 * std::max(1.0, std::abs(expected)); }

/// A request of one project with these items, compiled and filled.
class Filled {
 public:
  explicit Filled(model::AppraisalRequest request) : plan_(CompileOrThrow(request)), block_(run::FillLedger(plan_)) {}

  /// Amounts of the only column of this category.
  [[nodiscard]] std::vector<double> Money(Category category) const {
    std::vector<double> sum(static_cast<std::size_t>(plan_.schema.axis.point_count()), 0.0);
    for (std::uint32_t c = 0; c < plan_.schema.money.size(); ++c) {
      if (plan_.schema.money[c].category != category) continue;
      const auto amounts = block_.Money(c);
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += amounts[i];
    }
    return sum;
  }
  [[nodiscard]] std::vector<double> Physical(ledger::PhysicalKind kind) const {
    for (std::uint32_t c = 0; c < plan_.schema.physical.size(); ++c) {
      if (plan_.schema.physical[c].kind == kind) return {block_.Physical(c).begin(), block_.Physical(c).end()};
    }
    return {};
  }
  [[nodiscard]] const plan::Plan& plan() const { return plan_; }

 private:
  plan::Plan plan_;
  ledger::Block block_;
};

model::CashFlowItem Real(model::CashFlowItem item) {
  item.price_terms = model::PriceTerms{model::PriceBasis::kReal, std::nullopt, ""};
  return item;
}

TEST(CompileItem, InvestmentWritesSpendingVatAndResidualValue) {
  model::Investment bus = InvestmentOf(100.0);
  bus.life_years = 4.0;
  bus.residual_method = model::ResidualMethod::kStraightLine;
  bus.vat_rate_fraction = 0.2;
  bus.vat_payee_party_id = "state";
  const Filled filled(OneProject(3, {Item("bus", "city", "supplier", bus)}));
  EXPECT_THAT(filled.Money(Category::kInvestment), ElementsAre(100, 0, 0));
  EXPECT_THAT(filled.Money(Category::kInvestmentTax), ElementsAre(20, 0, 0));
  EXPECT_THAT(filled.Money(Category::kResidualValue), ElementsAre(0, 0, Near(50.0)));
}

TEST(CompileItem, VatOnRunningCostIsAnotherTax) {
  model::OperatingCost upkeep;
  upkeep.fixed_amount_per_year = 10.0;
  upkeep.span = {Day("2025-01-01"), {}};
  upkeep.vat_rate_fraction = 0.2;
  upkeep.vat_payee_party_id = "state";
  const Filled filled(OneProject(2, {Item("upkeep", "city", "supplier", upkeep)}));
  EXPECT_THAT(filled.Money(Category::kTax), ElementsAre(Near(2.0), Near(2.0)));
  EXPECT_THAT(filled.Money(Category::kInvestmentTax), ElementsAre(0, 0));
}

// A tax on capital is spent with it, unless it comes back for certain; other taxes are neither need nor source.
TEST(CompileItem, AnExplicitTaxIsANeedWhereItIsOnCapital) {
  const auto role = [](Category category, std::optional<model::Commitment> commitment) {
    model::ExplicitSeries series = testing::SeriesOf(category, {1.0});
    series.commitment = commitment;
    return CompileOrThrow(OneProject(1, {Item("tax", "city", "state", series)})).schema.money[0].funding_role;
  };
  EXPECT_EQ(role(Category::kInvestmentTax, {}), ledger::FundingRole::kNeed);
  EXPECT_EQ(role(Category::kInvestmentTax, model::Commitment::kCommitted), ledger::FundingRole::kCommittedSource);
  EXPECT_EQ(role(Category::kTax, {}), ledger::FundingRole::kNone);
  EXPECT_EQ(role(Category::kTax, model::Commitment::kCommitted), ledger::FundingRole::kCommittedSource);
  EXPECT_EQ(role(Category::kEnergyTax, {}), ledger::FundingRole::kNone);
}

// Indexed to the day of the flow: end of year k is k years after the base date.
TEST(CompileItem, RealAmountsFollowTheIndex) {
  model::OperatingCost upkeep;
  upkeep.fixed_amount_per_year = 60.0;
  upkeep.variable_amount_per_unit = 2.0;
  upkeep.quantity_per_year = 20.0;
  upkeep.span = {Day("2025-01-01"), {}};
  const Filled filled(OneProject(2, {Real(Item("upkeep", "city", "supplier", upkeep))}));
  EXPECT_THAT(filled.Money(Category::kOperatingCost), ElementsAre(Near(102.0), Near(104.04)));
}

TEST(CompileItem, EnergySavedSplitsTheBillAndAvoidsTonnes) {
  model::EnergyFlow saving;
  saving.use = model::EnergyUse::kSaved;
  saving.carrier_id = "gas";
  saving.quantity_mwh_per_year = 10.0;
  saving.rebound_fraction = 0.2;
  saving.degradation_per_year = 0.1;
  saving.span = {Day("2025-01-01"), {}};
  const Filled filled(OneProject(2, {Item("saving", "city", "", saving)}));
  EXPECT_THAT(filled.Money(Category::kEnergy), ElementsAre(Near(-640.0), Near(-576.0)));
  EXPECT_THAT(filled.Money(Category::kEnergyTax), ElementsAre(Near(-160.0), Near(-144.0)));
  EXPECT_THAT(filled.Physical(ledger::PhysicalKind::kEmissionScope1), ElementsAre(Near(-1.6), Near(-1.44)));
  EXPECT_THAT(filled.Physical(ledger::PhysicalKind::kEnergyConsumed), ElementsAre(Near(-8.0), Near(-7.2)));
}

// Money that a tax office took would leave the economy's view: it is a transfer there.
TEST(CompileItem, AnOwnPriceGoesToTheSupplierWhereverTheTaxIsListed) {
  model::AppraisalRequest request = EmptyRequest(1);
  auto& prices = request.assumptions.carriers[0].prices;
  ASSERT_THAT(prices, SizeIs(2));
  ASSERT_NE(prices[0].payee_party_id, prices[1].payee_party_id);
  model::EnergyFlow use;
  use.carrier_id = request.assumptions.carriers[0].id;
  use.quantity_mwh_per_year = 10.0;
  use.price_curve_id = prices[0].price_curve_id;
  use.span = {Day("2025-01-01"), {}};
  AddProject(request, "p").with_project = {Item("use", "city", "", use)};
  const ledger::PartyIndex payee = CompileOrThrow(request).schema.money[0].payee;
  std::swap(prices[0], prices[1]);
  EXPECT_EQ(CompileOrThrow(request).schema.money[0].payee, payee);
}

// Energy sold earns the whole price; it avoids tonnes only where the item says so.
TEST(CompileItem, EnergySoldIsRevenueAndProduction) {
  model::EnergyFlow sale;
  sale.use = model::EnergyUse::kSold;
  sale.carrier_id = "gas";
  sale.quantity_mwh_per_year = 10.0;
  sale.span = {Day("2025-01-01"), {}};
  const Filled plain(OneProject(1, {Item("sale", "households", "city", sale)}));
  EXPECT_THAT(plain.Money(Category::kRevenue), ElementsAre(Near(1000.0)));
  EXPECT_THAT(plain.Physical(ledger::PhysicalKind::kEnergyProduced), ElementsAre(Near(10.0)));
  EXPECT_THAT(plain.Physical(ledger::PhysicalKind::kEmissionScope1), IsEmpty());
  sale.displaces_emissions = true;
  const Filled displacing(OneProject(1, {Item("sale", "households", "city", sale)}));
  EXPECT_THAT(displacing.Physical(ledger::PhysicalKind::kEmissionScope1), ElementsAre(Near(-2.0)));
}

TEST(CompileItem, RevenueRampsUp) {
  model::Revenue fares;
  fares.tariff_amount_per_unit = 2.0;
  fares.volume_per_year = 100.0;
  fares.ramp_up_fractions = {0.5};
  fares.span = {Day("2025-01-01"), {}};
  const Filled filled(OneProject(2, {Item("fares", "households", "operator", fares)}));
  EXPECT_THAT(filled.Money(Category::kRevenue), ElementsAre(100, 200));
}

model::Grant Share(double share) {
  model::Grant grant;
  grant.share_of_eligible_fraction = share;
  grant.eligible_item_ids = {"capex"};
  return grant;
}

TEST(CompileItem, GrantIsAShareOfEligibleCostAfterItsLag) {
  model::Grant grant = Share(0.4);
  grant.payment_lag_years = 1;
  const Filled filled(
      OneProject(3, {Item("grant", "state", "city", grant), Item("capex", "city", "supplier", InvestmentOf(100.0))}));
  EXPECT_THAT(filled.Money(Category::kGrant), ElementsAre(0, 40, 0));
}

TEST(CompileItem, GrantStaysWithinItsCapAsPaid) {
  model::Grant grant = Share(0.4);
  grant.cap_amount = 30.0;
  const Filled filled(
      OneProject(2, {Item("capex", "city", "supplier", InvestmentOf(100.0)), Item("grant", "state", "city", grant)}));
  EXPECT_THAT(filled.Money(Category::kGrant), ElementsAre(Near(30.0), 0));
}

// A cap is of the whole grant, an amount in step is of the whole spending: a shorter horizon cuts years off, it moves
// no money of later years into those before.
TEST(CompileItem, AShorterHorizonLeavesGrantsOfTheYearsBeforeAsTheyAre) {
  model::Investment works = InvestmentOf(1000.0);
  works.spend_profile.fractions = {0.25, 0.25, 0.25, 0.25};
  model::Grant along = Share(0.8);
  along.cap_amount = 400.0;
  model::Grant late = along;
  late.payment_lag_years = 1;
  along.payment_profile = works.spend_profile;
  model::Grant amount_along = along;
  amount_along.share_of_eligible_fraction.reset();
  amount_along.amount = 800.0;
  model::Grant amount_in_step = Share(0.0);
  amount_in_step.share_of_eligible_fraction.reset();
  amount_in_step.amount = 400.0;
  for (const model::Grant& grant : {along, late, amount_along, amount_in_step}) {
    const auto paid = [&](int periods) {
      return Filled(
                 OneProject(periods, {Item("capex", "city", "supplier", works), Item("grant", "state", "city", grant)}))
          .Money(Category::kGrant);
    };
    const double first = grant.payment_lag_years == 1 ? 0.0 : 100.0;
    EXPECT_THAT(paid(5)[0], Near(first));
    EXPECT_THAT(paid(5)[1], Near(100.0));
    EXPECT_THAT(paid(2), ElementsAre(Near(first), Near(100.0)));
  }
}

// 40 % of all of 1,000, half of it in the first year: 200, however much of the works the grid sees.
TEST(CompileItem, AShareAlongAProfileIsOfAllTheWorks) {
  model::Investment works = InvestmentOf(1000.0);
  works.spend_profile.fractions = {0.25, 0.25, 0.25, 0.25};
  model::Grant grant = Share(0.4);
  grant.payment_profile = model::YearlyProfile{Day("2025-01-01"), {0.5, 0.0, 0.5}};
  for (const int periods : {1, 2, 4}) {
    const Filled filled(
        OneProject(periods, {Item("capex", "city", "supplier", works), Item("grant", "state", "city", grant)}));
    EXPECT_THAT(filled.Money(Category::kGrant)[0], Near(200.0)) << periods;
  }
}

// Works in other prices, and of which the grid sees another part, must not weigh each other.
TEST(CompileItem, AShareOfTwoWorksAlongAProfileIsTheSumOfBoth) {
  model::Investment late = InvestmentOf(1000.0);
  late.spend_profile = {Day("2026-01-01"), {0.5, 0.5}};
  const auto paid = [&](std::vector<std::string> ids) {
    model::Grant grant = Share(0.5);
    grant.eligible_item_ids = std::move(ids);
    grant.payment_profile = model::YearlyProfile{Day("2025-01-01"), {1.0}};
    const Filled filled(
        OneProject(2, {Item("old", "city", "supplier", InvestmentOf(1000.0)),
                       Real(Item("late", "city", "supplier", late)), Item("grant", "state", "city", grant)}));
    return filled.Money(Category::kGrant)[0];
  };
  EXPECT_THAT(paid({"old"}), Near(500.0));
  EXPECT_GT(paid({"late"}), 500.0) << "money of its day";
  EXPECT_THAT(paid({"old", "late"}), Near(paid({"old"}) + paid({"late"})));
}

TEST(CompileItem, GrantOfAFixedAmountFollowsItsProfile) {
  model::Grant grant;
  grant.amount = 50.0;
  grant.payment_profile = model::YearlyProfile{Day("2025-01-01"), {0.2, 0.8}};
  const Filled filled(OneProject(2, {Item("grant", "state", "city", grant)}));
  EXPECT_THAT(filled.Money(Category::kGrant), ElementsAre(Near(10.0), Near(40.0)));
}

// Money that the horizon cuts off must not vanish in silence.
TEST(CompileItem, WarnsOfPaymentsBeyondTheHorizon) {
  model::Grant grant = Share(0.4);
  grant.payment_lag_years = 2;
  const Filled filled(
      OneProject(2, {Item("capex", "city", "supplier", InvestmentOf(100.0)), Item("grant", "state", "city", grant)}));
  EXPECT_THAT(filled.Money(Category::kGrant), ElementsAre(0, 0));
  ASSERT_THAT(filled.plan().warnings, SizeIs(1));
  EXPECT_EQ(filled.plan().warnings[0].field_path, "portfolio.projects[0].with_project[1]");
}

// Spending, payments and sources that the horizon cuts are named with their share, wherever a profile stands.
TEST(CompileItem, WarnsOfProfilesBeyondTheHorizon) {
  model::Investment works = InvestmentOf(100.0);
  works.spend_profile.fractions = {0.5, 0.25, 0.25};
  model::Grant grant;
  grant.amount = 50.0;
  grant.payment_profile = model::YearlyProfile{Day("2026-01-01"), {0.5, 0.5}};
  model::AppraisalRequest request =
      OneProject(2, {Item("capex", "city", "supplier", works), Item("grant", "state", "city", grant)});
  model::FinancingSource source;
  source.id = "budget";
  source.payer_party_id = "city";
  source.payee_party_id = "city";
  source.amount = 10.0;
  source.payment_profile = {Day("2026-07-01"), {1.0}};
  request.portfolio.financing_sources = {source};
  const Filled filled(request);
  const Failures& warnings = filled.plan().warnings;
  ASSERT_THAT(warnings, SizeIs(3));
  EXPECT_EQ(warnings[0].field_path, "portfolio.projects[0].with_project[0].investment.spend_profile");
  EXPECT_THAT(warnings[0].message, HasSubstr("25 % of this amount falls beyond the horizon"));
  EXPECT_EQ(warnings[1].field_path, "portfolio.projects[0].with_project[1].grant.payment_profile");
  EXPECT_THAT(warnings[1].message, HasSubstr("50 %"));
  EXPECT_EQ(warnings[2].field_path, "portfolio.financing_sources[0].payment_profile");
}

// The published rate of FCTVA on 1,200,000 incl. VAT gives 196,848 (CGCT art. L1615-6).
TEST(CompileItem, VatIsRefundedOnSpendingInclVat) {
  model::Investment works = InvestmentOf(1e6);
  works.vat_rate_fraction = 0.2;
  works.vat_payee_party_id = "state";
  model::VatCompensation refund;
  refund.rate_fraction = 0.16404;
  refund.eligible_item_ids = {"capex"};
  refund.payment_lag_years = 1;
  const Filled filled(
      OneProject(2, {Item("capex", "city", "supplier", works), Item("refund", "state", "city", refund)}));
  EXPECT_THAT(filled.Money(Category::kInvestmentTax), ElementsAre(Near(200000.0), Near(196848.0)));
}

TEST(CompileItem, GrantsAreDeductedFromTheRefundBase) {
  model::VatCompensation refund;
  refund.rate_fraction = 0.1;
  refund.eligible_item_ids = {"capex"};
  refund.deducted_item_ids = {"grant"};
  const Filled filled(
      OneProject(1, {Item("refund", "state", "city", refund), Item("grant", "state", "city", Share(0.4)),
                     Item("capex", "city", "supplier", InvestmentOf(100.0))}));
  EXPECT_THAT(filled.Money(Category::kInvestmentTax), ElementsAre(Near(6.0)));
}

// A grant paid the year after reduces the refund of what it paid for: no year's refund is below 0.
TEST(CompileItem, AGrantReducesTheRefundsWheneverItIsPaid) {
  model::Grant late = Share(0.4);
  late.payment_lag_years = 2;
  model::Investment works = InvestmentOf(100.0);
  works.spend_profile.fractions = {0.25, 0.75};
  model::VatCompensation refund;
  refund.rate_fraction = 0.1;
  refund.eligible_item_ids = {"capex"};
  refund.deducted_item_ids = {"grant"};
  const Filled filled(OneProject(4, {Item("capex", "city", "supplier", works), Item("grant", "state", "city", late),
                                     Item("refund", "state", "city", refund)}));
  EXPECT_THAT(filled.Money(Category::kInvestmentTax), ElementsAre(Near(1.5), Near(4.5), 0.0, 0.0));
}

TEST(CompileItem, GrantsAboveTheSpendingLeaveNoRefund) {
  model::Grant fixed = Share(0.0);
  fixed.share_of_eligible_fraction.reset();
  fixed.amount = 150.0;
  model::VatCompensation refund;
  refund.rate_fraction = 0.1;
  refund.eligible_item_ids = {"capex"};
  refund.deducted_item_ids = {"grant"};
  const Filled filled(OneProject(1, {Item("capex", "city", "supplier", InvestmentOf(100.0)),
                                     Item("grant", "state", "city", fixed), Item("refund", "state", "city", refund)}));
  EXPECT_THAT(filled.Money(Category::kInvestmentTax), ElementsAre(0.0));
}

// 10 a year that goes on for 2 years at 0 % is worth 20 at the horizon.
TEST(CompileItem, ContinuingFlowsHaveAResidualValue) {
  model::Revenue fares;
  fares.tariff_amount_per_unit = 1.0;
  fares.volume_per_year = 30.0;
  fares.span = {Day("2025-01-01"), {}};
  model::OperatingCost upkeep;
  upkeep.fixed_amount_per_year = 20.0;
  upkeep.span = {Day("2025-01-01"), {}};
  model::ResidualValue rest;
  rest.continuing_item_ids = {"fares", "upkeep"};
  rest.remaining_years = 2.0;
  const Filled filled(
      OneProject(2, {Item("fares", "households", "operator", fares), Item("upkeep", "operator", "supplier", upkeep),
                     Item("rest", "supplier", "operator", rest)}));
  EXPECT_THAT(filled.Money(Category::kResidualValue), ElementsAre(0, Near(20.0)));
}

// Health that goes on is worth health, not cash: 10 a year for 3 years at 0 %.
TEST(CompileItem, TheValueOfContinuingBenefitsIsABenefit) {
  model::CoBenefit health;
  health.quantity_per_year = 10.0;
  health.value_amount_per_unit = 1.0;
  health.span = {Day("2025-01-01"), {}};
  model::Revenue fares;
  fares.tariff_amount_per_unit = 1.0;
  fares.volume_per_year = 20.0;
  fares.span = {Day("2025-01-01"), {}};
  model::ResidualValue rest;
  rest.continuing_item_ids = {"health", "fares"};
  rest.remaining_years = 3.0;
  const Filled filled(
      OneProject(2, {Item("health", "nature", "city", health), Item("fares", "households", "city", fares),
                     Item("rest", "supplier", "city", rest)}));
  EXPECT_THAT(filled.Money(Category::kCoBenefit), ElementsAre(Near(10.0), Near(40.0)));
  EXPECT_THAT(filled.Money(Category::kResidualValue), ElementsAre(0.0, Near(60.0)));
}

// A twelfth of nothing is nothing: shares that add up to all but for rounding leave no residual value.
TEST(CompileItem, WhatIsPaidForAfterTheHorizonHasNoResidualValue) {
  model::Investment works = InvestmentOf(57678.04);
  works.spend_profile = {Day("2027-05-01"), {0.0, 0.5, 1.0 / 3.0, 1.0 / 6.0}};
  works.life_years = 20.0;
  works.residual_method = model::ResidualMethod::kStraightLine;
  const Filled filled(OneProject(2, {Item("capex", "city", "supplier", works)}));
  EXPECT_THAT(filled.Money(Category::kResidualValue), ElementsAre(0.0, 0.0));
}

TEST(CompileItem, CertificatesArePaidAtTheirPrice) {
  model::AppraisalRequest request = OneProject(1, {});
  model::EnergySavingCertificate certificate;
  certificate.certified_mwh_cumac = 1000.0;
  certificate.price_curve_id = "gas-tax";
  certificate.payment_profile = {Day("2025-01-01"), {1.0}};
  request.portfolio.projects[0].with_project = {Item("cee", "operator", "city", certificate)};
  EXPECT_THAT(Filled(request).Money(Category::kCertificate), ElementsAre(Near(20000.0)));
}

// Avoided tonnes flow from nature to those who enjoy them; emitted ones the other way.
TEST(CompileItem, CarbonIsWorthItsValueOnBothSides) {
  model::AppraisalRequest request = EmptyRequest(1);
  request.assumptions.carbon_value = model::CarbonValue{"carbon", "households", "nature"};
  model::Emission emission;
  emission.quantity_t_co2e_per_year = 5.0;
  emission.span = {Day("2025-01-01"), {}};
  model::Project& project = AddProject(request, "p");
  project.without_project = {Item("old", "", "", emission)};
  emission.quantity_t_co2e_per_year = 2.0;
  project.with_project = {Item("new", "", "", emission)};
  const plan::Plan plan = CompileOrThrow(request);
  const auto cells = testing::EvaluateOrThrow(plan);
  EXPECT_THAT(testing::ValueOf(plan, cells, "enpv_amount", "p", "economy"), Near(300.0 / 1.05));
  EXPECT_THAT(testing::ValueOf(plan, cells, "npv_amount", "p", "economy"), Near(0.0));
}

// The beta of an emission is the risk of what its carbon is worth: it was read by nobody.
TEST(CompileItem, CarbonHasTheRiskOfItsEmission) {
  model::AppraisalRequest request = EmptyRequest(1);
  request.assumptions.carbon_value = model::CarbonValue{"carbon", "households", "nature"};
  model::Emission emission;
  emission.quantity_t_co2e_per_year = -5.0;
  emission.span = {Day("2025-01-01"), {}};
  model::CashFlowItem risky = Item("risky", "", "", emission);
  risky.beta = 0.5;
  AddProject(request, "p").with_project = {Item("plain", "", "", emission), risky, Item("plain-too", "", "", emission)};
  std::vector<std::uint32_t> streams;
  for (const auto& column : CompileOrThrow(request).schema.money) streams.push_back(column.stream);
  EXPECT_THAT(streams, ElementsAre(0, 1));
  EXPECT_THAT(Filled(request).Money(Category::kCarbon), ElementsAre(Near(3.0 * 5.0 * 100.0)));
}

TEST(CompileItem, DatedFlowsKeepTheirDates) {
  model::DatedFlows flows;
  flows.category = Category::kRevenue;
  flows.dates = {Day("2026-07-02"), Day("2025-07-02")};
  flows.amounts = {100.0, 50.0};
  const Filled filled(OneProject(2, {Item("dated", "households", "city", flows)}));
  EXPECT_THAT(filled.Money(Category::kRevenue), ElementsAre(0, 0, 50, 100));
  EXPECT_THAT(filled.plan().schema.axis.years[2], Near(182.0 / 365.0));
}

TEST(CompileItem, YearlySeriesSpreadOverTheirPeriods) {
  model::AppraisalRequest request = OneProject(4, {});
  request.options.grid.months_per_period = 6;
  model::ExplicitSeries series = testing::SeriesOf(Category::kOperatingCost, {10.0, 30.0});
  series.step = model::SeriesStep::kYear;
  request.portfolio.projects[0].with_project = {Item("series", "city", "supplier", series)};
  EXPECT_THAT(Filled(request).Money(Category::kOperatingCost), ElementsAre(5, 5, 15, 15));
}

TEST(Compile, RefusesUnknownMetricsAllAtOnce) {
  model::AppraisalRequest request = OneProject(1, {Item("capex", "city", "supplier", InvestmentOf(1.0))});
  request.options.metric_names = {"npv_amount", "npv", "irr"};
  const auto plan = plan::Compile(request);
  ASSERT_FALSE(plan);
  ASSERT_THAT(plan.error(), SizeIs(2));
  EXPECT_EQ(plan.error()[0].field_path, "options.metric_names[1]");
  EXPECT_THAT(plan.error()[1].message, HasSubstr("'irr'"));
}

// A small request with a huge ledger must be refused before memory is taken.
TEST(Compile, RefusesALedgerOverTheLimit) {
  const auto plan = plan::Compile(testing::RandomRequest(1, 50, 40), {1000});
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error()[0].reason, Reason::kResourceLimit);
}

}  // namespace
}  // namespace calanque
