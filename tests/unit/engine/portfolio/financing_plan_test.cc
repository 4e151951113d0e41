#include "engine/portfolio/financing_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "engine/portfolio/repayment.h"
#include "tests/support/sample_funding.h"

namespace calanque::portfolio {
namespace {

using testing::BankLoan;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kBank;
using testing::kCity;
using testing::kMetropole;
using testing::kState;
using testing::OwnFunds;
using ::testing::Property;
using testing::SampleAccounts;
using testing::SampleFunding;
using testing::SampleTerms;
using ::testing::SizeIs;
using testing::StateGrant;
using ::testing::UnorderedElementsAre;

constexpr double kNear = 1e-5;

double SumOf(const std::vector<double>& amounts) { return std::accumulate(amounts.begin(), amounts.end(), 0.0); }

FinancingAnswer Plan(const FundingFigures& figures, const model::FinancingPlanTerms& terms) {
  auto answer = PlanFinancing(figures, terms);
  EXPECT_TRUE(answer.has_value()) << (answer.has_value() ? "" : answer.error().front().message);
  return answer.has_value() ? std::move(answer).value() : FinancingAnswer{};
}

const FundedSource& Source(const FinancingAnswer& answer, const std::string& id) {
  return *std::ranges::find(answer.sources, id, &FundedSource::id);
}

double Used(const FinancingAnswer& answer, const std::string& id) { return SumOf(Source(answer, id).used_amounts); }

std::vector<std::string> ConflictIds(const FinancingAnswer& answer) {
  std::vector<std::string> ids;
  for (const std::size_t i : answer.conflict) ids.push_back(answer.constraints[i].id);
  return ids;
}

const FundingConstraintState& Constraint(const FinancingAnswer& answer, const std::string& id, int year = 0) {
  return *std::ranges::find_if(answer.constraints,
                               [&](const FundingConstraintState& one) { return one.id == id && one.year == year; });
}

TEST(PlanFinancing, WithoutSourcesThatPayAllStaysOpen) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("metropole")};
  const FinancingAnswer answer = Plan(SampleFunding({{100, 50}}), terms);
  EXPECT_TRUE(answer.is_feasible);
  EXPECT_THAT(answer.needs[0].gap_after_amounts, ElementsAre(100, 50));
  EXPECT_EQ(answer.gap_before_amount, 150);
  EXPECT_EQ(answer.gap_after_amount, 150);
  EXPECT_THAT(answer.city_without, IsEmpty());
}

// One need, sources with limits and no rules: the cheapest pays first. A closed form for any number of sources.
TEST(PlanFinancing, TheCheapestSourcesPayFirst) {
  std::uint64_t state = 7;
  const auto next = [&state](double low, double high) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return low + (high - low) * static_cast<double>((state >> 33U) % 10'000U) / 10'000.0;
  };
  for (int trial = 0; trial < 40; ++trial) {
    model::FinancingPlanTerms terms = SampleTerms();
    terms.discount_rate_nominal_per_year = next(0.0, 0.06);
    std::vector<std::pair<double, double>> offers;  // Cost per unit, limit.
    for (int i = 0; i < 5; ++i) {
      model::FundingSource loan = BankLoan(next(0.0, 0.08), 1 + static_cast<int>(next(0, 30)), next(10, 400));
      loan.id = "loan" + std::to_string(i);
      offers.emplace_back(RepaymentOf(loan).PresentCost(terms.discount_rate_nominal_per_year), *loan.max_amount);
      terms.funding_sources.push_back(loan);
    }
    terms.funding_sources.push_back(OwnFunds("city", next(10, 400)));
    offers.emplace_back(1.0, *terms.funding_sources.back().max_amount_per_year);
    std::ranges::sort(offers);
    const double need = next(100, 2'000);
    double open = need;
    double cost = 0;
    for (const auto& [unit_cost, limit] : offers) {
      const double paid = std::min(open, limit);
      cost += paid * unit_cost;
      open -= paid;
    }
    const FinancingAnswer answer = Plan(SampleFunding({{need}}), terms);
    EXPECT_NEAR(answer.gap_after_amount, open, kNear);
    EXPECT_NEAR(answer.city_cost_present_amount, cost, kNear);
  }
}

// A loan is debt over gross savings after its own interest: x with D + x <= c (S - r x).
TEST(PlanFinancing, TheDebtCeilingCountsTheInterestOfTheLoanItself) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {BankLoan(0.05, 10)};
  terms.accounts = SampleAccounts(1'000, 900, 1'000);
  terms.rules.debt_ceiling_years = 12;
  const FinancingAnswer answer = Plan(SampleFunding({{10'000, 0}}), terms);
  const double expected = (12 * 100 - 1'000) / (1 + 12 * 0.05);
  EXPECT_NEAR(Used(answer, "loan"), expected, kNear);
  EXPECT_NEAR(answer.gap_after_amount, 10'000 - expected, kNear);
  EXPECT_NEAR(*answer.city_with[1].ratios.debt_repayment_years, 12.0, 1e-8);
  EXPECT_TRUE(Constraint(answer, "debt-ceiling", 2026).is_binding);
  EXPECT_NEAR(Constraint(answer, "debt-ceiling", 2026).gap_price, 1 / 1.6, 1e-6);
  EXPECT_NEAR(*answer.city_without[0].ratios.debt_repayment_years, 10.0, 1e-12);
}

// Capital is repaid from gross savings and own receipts: P + x / n <= S - r x + F.
TEST(PlanFinancing, TheBalanceRuleLimitsWhatMustBePaidBack) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {BankLoan(0.05, 10, {}, model::RepaymentProfile::kEqualPrincipal)};
  terms.accounts = SampleAccounts(1'000, 900, 1'000);
  terms.accounts->principal_repaid.amounts = {90};
  terms.accounts->own_capital_receipts.amounts = {20};
  terms.accounts->borrowed.amounts = {90};
  const FinancingAnswer answer = Plan(SampleFunding({{10'000, 0}}), terms);
  EXPECT_NEAR(Used(answer, "loan"), (100 + 20 - 90) / (0.1 + 0.05), kNear);
  EXPECT_TRUE(Constraint(answer, "balance", 2026).is_binding);
  terms.rules.ignores_balance_rule = true;  // Then what is left of the budget pays.
  EXPECT_NEAR(Used(Plan(SampleFunding({{10'000, 0}}), terms), "loan"), (100 - 90 + 90 + 20) / (0.1 + 0.05), kNear);
}

TEST(PlanFinancing, OwnMoneyIsWhatTheBudgetLeaves) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city")};
  terms.accounts = SampleAccounts(1'000, 900, 50);
  terms.accounts->other_investment.amounts = {130};
  terms.accounts->capital_grants.amounts = {60};
  terms.accounts->principal_repaid.amounts = {10, 0};
  FundingFigures figures = SampleFunding({{100, 100}});
  figures.city_operating_effect_amounts = {0, 5};
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_THAT(Source(answer, "own-city").used_amounts, ElementsAre(DoubleNear(20, kNear), DoubleNear(35, kNear)));
  EXPECT_NEAR(answer.city_with[1].ratios.gross_savings_amount, 105, 1e-9);
}

TEST(PlanFinancing, LeastSavingsAreKept) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {BankLoan(0.05, 10)};
  terms.accounts = SampleAccounts(1'000, 900, 0);
  terms.rules.minimum_gross_savings_fraction = 0.08;
  EXPECT_NEAR(Used(Plan(SampleFunding({{10'000, 0}}), terms), "loan"), 20 / 0.05, kNear);
}

// A grant that comes a year later cannot pay the first year's works; it pays the second year's with what is set aside.
TEST(PlanFinancing, ALateGrantMustBeBridged) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city", 50), StateGrant(0.5, 1)};
  const FinancingAnswer answer = Plan(SampleFunding({{100, 100}}), terms);
  EXPECT_THAT(answer.needs[0].gap_after_amounts, ElementsAre(DoubleNear(50, kNear), DoubleNear(0, kNear)));
  EXPECT_NEAR(Source(answer, "grant").paid_amounts[1], 50, kNear);
  EXPECT_THAT(answer.accounts[0].received_amounts, ElementsAre(DoubleNear(0, kNear), DoubleNear(50, kNear)));
}

// Own money can be saved up for a year that needs more.
TEST(PlanFinancing, OwnMoneyIsCarried) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city", 50)};
  const FinancingAnswer answer = Plan(SampleFunding({{0, 0, 120}}), terms);
  EXPECT_NEAR(answer.gap_after_amount, 0, kNear);
  EXPECT_NEAR(SumOf(answer.accounts[0].set_aside_amounts), 120, kNear);
  EXPECT_NEAR(answer.accounts[0].carried_amounts[2], 0, kNear);
}

TEST(PlanFinancing, EligibilityLimitsWhatAndWhen) {
  model::FinancingPlanTerms terms = SampleTerms();
  model::FundingSource grant = StateGrant(0.5);
  grant.eligible_project_ids = {"p0"};
  grant.first_year = 2026;
  grant.last_year = 2026;
  model::FundingSource large = StateGrant(1.0);
  large.id = "large";
  large.min_project_amount = 1'000;
  terms.funding_sources = {grant, large};
  const FinancingAnswer answer = Plan(SampleFunding({{100, 100, 100}, {10, 10, 10}}), terms);
  EXPECT_THAT(answer.needs[0].gap_after_amounts, ElementsAre(100, DoubleNear(50, kNear), 100));
  EXPECT_THAT(answer.needs[1].gap_after_amounts, ElementsAre(10, 10, 10));
  EXPECT_EQ(Used(answer, "large"), 0);
}

TEST(PlanFinancing, CapsHoldInAllByYearAndByProject) {
  model::FinancingPlanTerms terms = SampleTerms();
  model::FundingSource grant = StateGrant(1.0);
  grant.max_amount = 90;
  grant.max_amount_per_year = 40;
  grant.max_amount_per_project = 60;
  terms.funding_sources = {grant};
  const FinancingAnswer answer = Plan(SampleFunding({{50, 50, 50}, {50, 50, 50}}), terms);
  EXPECT_NEAR(Used(answer, "grant"), 90, kNear);
  for (const double paid : Source(answer, "grant").used_amounts) EXPECT_LE(paid, 40 + kNear);
  for (const FundedNeed& need : answer.needs) {
    EXPECT_LE(SumOf(need.need_amounts) - SumOf(need.gap_after_amounts), 60 + kNear);
  }
}

TEST(PlanFinancing, GrantsStackUpToTheirCap) {
  model::FinancingPlanTerms terms = SampleTerms();
  model::FundingSource other = StateGrant(0.6);
  other.id = "other";
  terms.funding_sources = {StateGrant(0.6), other, OwnFunds("city")};
  terms.stacking_caps = {{"aid", "Public aid", {"grant", "other"}, 0.8, true}};
  FundingFigures figures = SampleFunding({{100, 100}});
  EXPECT_NEAR(Used(Plan(figures, terms), "own-city"), 40, kNear);
  // Grants of the scenario take their part of the cap.
  figures.given = {
      {.id = "p0/aid", .is_committed = true, .project = 0, .payer = kState, .payee = kCity, .amounts = {30, 0}}};
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_NEAR(Used(answer, "grant") + Used(answer, "other"), 130, kNear);
  EXPECT_NEAR(Used(answer, "own-city"), 40, kNear);
  EXPECT_THAT(answer.needs[0].gap_before_amounts, ElementsAre(70, 100));
}

TEST(PlanFinancing, ARefundPaysBackAShareOfSpendingLater) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.discount_rate_nominal_per_year = 0.05;
  model::FundingSource refund = StateGrant(1.0);
  refund.id = "fctva";
  refund.kind = model::VatRefundTerms{0.16404, 1};
  terms.funding_sources = {OwnFunds("city"), refund};
  const FinancingAnswer answer = Plan(SampleFunding({{120, 0}}), terms);
  EXPECT_THAT(Source(answer, "fctva").paid_amounts, ElementsAre(0, DoubleNear(120 * 0.16404, kNear)));
  EXPECT_NEAR(answer.city_cost_present_amount, 120 - 120 * 0.16404 / 1.05, kNear);
  EXPECT_NEAR(answer.accounts[0].released_amounts[1], 120 * 0.16404, kNear);
}

// What a partner pays is no spending of the city: its refund comes with the rents.
TEST(PlanFinancing, APartnersWorksAreRefundedWithTheRents) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.discount_rate_nominal_per_year = 0.05;
  model::FundingSource refund = StateGrant(1.0);
  refund.id = "fctva";
  refund.kind = model::VatRefundTerms{0.2, 0};
  model::FundingSource partner = BankLoan(0, 1);
  partner.id = "partner";
  partner.kind = model::PartnershipTerms{0.03, 1, 2, 0.2};
  terms.funding_sources = {refund, partner};
  terms.accounts = SampleAccounts(1'000, 800, 0);
  const FinancingAnswer answer = Plan(SampleFunding({{100, 0, 0, 0}}), terms);
  EXPECT_NEAR(Used(answer, "partner"), 100, kNear);
  EXPECT_NEAR(SumOf(Source(answer, "fctva").paid_amounts), 0, kNear);
  EXPECT_NEAR(SumOf(answer.accounts[0].received_amounts), 0.2 * 103, kNear);
  EXPECT_EQ(answer.city_with[0].debt_closing_amount, 0);  // Nothing is owed before delivery.
  EXPECT_NEAR(answer.city_with[1].debt_closing_amount, 103, kNear);
  EXPECT_NEAR(answer.city_with[3].debt_closing_amount, 0, kNear);
  EXPECT_NEAR(Source(answer, "partner").charge_amount + 100, 2 * 103 * 0.03 * 1.03 * 1.03 / (1.03 * 1.03 - 1), kNear);
}

// The same where the scenario itself holds the refund: it reaches the city over the life of the rents, not at once.
TEST(PlanFinancing, AScenariosRefundIsNotDueOnAPartnersWorks) {
  model::FinancingPlanTerms terms = SampleTerms();
  model::FundingSource partner = BankLoan(0, 1, 60);
  partner.id = "partner";
  partner.kind = model::PartnershipTerms{0.0, 0, 2, 0.2};
  terms.funding_sources = {OwnFunds("city", 60), partner};
  FundingFigures figures = SampleFunding({{100, 0, 0}});
  figures.given = {{.id = "refund",
                    .kind = FundingKind::kVatRefund,
                    .is_committed = true,
                    .project = 0,
                    .payer = kState,
                    .payee = kCity,
                    .amounts = {0, 20, 0},
                    .refund_lag_years = 1}};
  const FinancingAnswer answer = Plan(figures, terms);
  const double paid = Used(answer, "partner");
  EXPECT_GE(paid, 40 - kNear);
  EXPECT_THAT(answer.accounts[0].received_amounts,
              ElementsAre(0, DoubleNear(20 - 0.2 * paid + 0.2 * paid / 2, kNear), DoubleNear(0.2 * paid / 2, kNear)));
}

TEST(PlanFinancing, TheCitysCapitalForOthersIsItsCostAndComesBack) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.discount_rate_nominal_per_year = 0.05;
  model::FundingSource capital = StateGrant(1.0);
  capital.id = "capital";
  capital.payer_party_id = "city";
  capital.payee_party_ids = {"metropole"};
  capital.kind = model::EquityTerms{0.02, 2};
  terms.funding_sources = {capital};
  terms.accounts = SampleAccounts(1'000, 900, 0);
  FundingFigures figures = SampleFunding({{0, 0, 0}});
  figures.needs = {{0, kMetropole, {150, 0, 0}}};
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_NEAR(Used(answer, "capital"), 100, kNear);  // The budget of the year.
  EXPECT_NEAR(answer.city_cost_present_amount, 100 - 2 / 1.05 - 102 / (1.05 * 1.05), kNear);
  EXPECT_NEAR(answer.city_with[1].ratios.gross_savings_amount, 102, kNear);
  EXPECT_FALSE(answer.largest.has_value());  // The city spends nothing itself.
}

TEST(PlanFinancing, TheLargestProgrammeIsWhatOwnFundsAndGrantsCarry) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city", 150), StateGrant(0.4)};
  FundingFigures figures = SampleFunding({{100}});
  const FinancingAnswer answer = Plan(figures, terms);
  ASSERT_TRUE(answer.largest.has_value());
  EXPECT_NEAR(answer.largest->scale_factor, 150 / 60.0, 1e-7);
  EXPECT_NEAR(answer.largest->city_need_amount, 250, kNear);
  ASSERT_THAT(answer.largest->binding, SizeIs(1));
  EXPECT_EQ(answer.constraints[answer.largest->binding[0]].id, "own-city");
  // A signed contract stays what it is; an item's grant grows with the programme.
  figures.given = {{.id = "signed",
                    .is_committed = true,
                    .is_contract = true,
                    .project = 0,
                    .payer = kState,
                    .payee = kCity,
                    .amounts = {30}}};
  EXPECT_NEAR(Plan(figures, terms).largest->scale_factor, 180 / 60.0, 1e-7);
  figures.given[0].is_contract = false;
  EXPECT_NEAR(Plan(figures, terms).largest->scale_factor, 150 / 30.0, 1e-7);
  terms.funding_sources.push_back(OwnFunds("metropole"));
  terms.funding_sources.push_back(BankLoan(0.03, 5));
  EXPECT_TRUE(Plan(figures, terms).largest->is_unlimited);
}

TEST(PlanFinancing, WhatCannotBeMetNamesWhatClashes) {
  model::FinancingPlanTerms terms = SampleTerms();
  model::FundingSource loan = BankLoan(0.03, 5, 20);
  loan.max_amount_per_project = 1'000;  // Has no part in it.
  terms.funding_sources = {OwnFunds("city", 50), loan};
  terms.closed_gap_party_ids = {"city"};
  FundingFigures figures = SampleFunding({{100}});
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_FALSE(answer.is_feasible);
  EXPECT_THAT(ConflictIds(answer), UnorderedElementsAre("own-city", "loan", "city"));
  EXPECT_THAT(answer.needs[0].gap_after_amounts, ElementsAre(100));
  terms.funding_sources[1].max_amount = 50;
  EXPECT_TRUE(Plan(figures, terms).is_feasible);
}

TEST(PlanFinancing, AccountsThatBreakTheRuleAloneAreNamed) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city", 0)};
  terms.accounts = SampleAccounts(1'000, 950, 1'000);
  terms.rules.debt_ceiling_years = 12;
  const FinancingAnswer answer = Plan(SampleFunding({{100}}), terms);
  EXPECT_FALSE(answer.is_feasible);
  EXPECT_THAT(ConflictIds(answer), ElementsAre("debt-ceiling"));
  EXPECT_FALSE(answer.city_without[0].ratios.is_within_ceiling);
}

TEST(PlanFinancing, RefusesAccountsThatRepayMoreThanIsOwed) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city")};
  terms.accounts = SampleAccounts(1'000, 900, 100);
  terms.accounts->principal_repaid.amounts = {60};
  const auto answer = PlanFinancing(SampleFunding({{1, 1}}), terms);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().front().field_path, "accounts.principal_repaid");
  EXPECT_THAT(answer.error().front().message, ::testing::HasSubstr("2026"));
}

// Prices are what a little more of the limit is worth.
TEST(PlanFinancing, PricesAreFiniteDifferences) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.discount_rate_nominal_per_year = 0.04;
  terms.funding_sources = {OwnFunds("city", 100), BankLoan(0.02, 10, 40), StateGrant(0.3)};
  terms.funding_sources[2].max_amount = 10;
  const FundingFigures figures = SampleFunding({{60, 70}});
  const FinancingAnswer before = Plan(figures, terms);
  for (const std::size_t s : {std::size_t{1}, std::size_t{2}}) {
    model::FinancingPlanTerms more = terms;
    *more.funding_sources[s].max_amount += 1;
    const double saved = before.city_cost_present_amount - Plan(figures, more).city_cost_present_amount;
    EXPECT_GT(saved, 0);
    EXPECT_NEAR(Constraint(before, terms.funding_sources[s].id).cost_price, saved, 1e-6);
  }
  terms.funding_sources[0].max_amount_per_year = 10;
  const FinancingAnswer open = Plan(figures, terms);
  model::FinancingPlanTerms more = terms;
  *more.funding_sources[1].max_amount += 1;
  EXPECT_NEAR(Constraint(open, "loan").gap_price, open.gap_after_amount - Plan(figures, more).gap_after_amount, 1e-6);
}

// One more unit for another party's gap is worth nothing to the city's cost: gaps are kept party by party.
TEST(PlanFinancing, OtherPartiesLimitsHaveNoPriceForTheCity) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city"), OwnFunds("metropole", 10)};
  FundingFigures figures = SampleFunding({{100}});
  figures.needs.push_back({0, kMetropole, {50}});
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_NEAR(Constraint(answer, "own-metropole", 2025).gap_price, 1, 1e-9);
  EXPECT_NEAR(Constraint(answer, "own-metropole", 2025).cost_price, 0, 1e-9);
}

TEST(PlanFinancing, PlannedGrantsCountWhereAskedFor) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city", 0)};
  FundingFigures figures = SampleFunding({{100}});
  figures.given = {{.id = "planned", .project = 0, .payer = kState, .payee = kCity, .amounts = {30}}};
  EXPECT_NEAR(Plan(figures, terms).gap_after_amount, 100, kNear);
  terms.uses_planned_grants = true;
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_NEAR(answer.gap_before_amount, 100, kNear);
  EXPECT_NEAR(answer.gap_after_amount, 70, kNear);
}

TEST(PlanFinancing, ASignedLoanIsInTheAccounts) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city")};
  terms.accounts = SampleAccounts(1'000, 900, 100);
  FundingFigures figures = SampleFunding({{100, 0, 0}});
  figures.given = {{.id = "eib",
                    .kind = FundingKind::kLoan,
                    .is_committed = true,
                    .is_contract = true,
                    .project = 0,
                    .payer = kBank,
                    .payee = kCity,
                    .amounts = {60, 0, 0},
                    .loan = model::Loan{0.05, 2, 0, model::RepaymentProfile::kEqualPrincipal}}};
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_NEAR(answer.city_with[0].debt_closing_amount, 160, kNear);
  EXPECT_NEAR(answer.city_with[1].debt_closing_amount, 130, kNear);
  EXPECT_NEAR(answer.city_with[1].ratios.gross_savings_amount, 97, kNear);
  EXPECT_NEAR(answer.city_cost_present_amount, 40 + 60 + 3 + 1.5, kNear);
  EXPECT_NEAR(Source(answer, "eib").charge_amount, 4.5, kNear);
  EXPECT_NEAR(answer.leverage.private_advance_amount, 60, kNear);
  EXPECT_NEAR(answer.leverage.public_amount, 100, kNear);
}

TEST(PlanFinancing, LeverageCountsWhoBearsTheMoney) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.public_party_ids = {"city", "state"};
  terms.funding_sources = {BankLoan(0.02, 5, 60), StateGrant(0.2), OwnFunds("metropole")};
  FundingFigures figures = SampleFunding({{80}});
  figures.needs.push_back({0, kMetropole, {25}});
  const FinancingAnswer answer = Plan(figures, terms);
  EXPECT_NEAR(answer.gap_after_amount, 4, kNear);
  EXPECT_NEAR(answer.leverage.public_amount, 60 + 16, kNear);
  EXPECT_NEAR(answer.leverage.private_amount, 25, kNear);
  EXPECT_NEAR(answer.leverage.private_advance_amount, 60, kNear);
}

TEST(PlanFinancing, StopsWhenTheCallerLeaves) {
  model::FinancingPlanTerms terms = SampleTerms();
  terms.funding_sources = {OwnFunds("city")};
  const auto answer = PlanFinancing(SampleFunding({{100}}), terms, StopPoll{[](const void*) { return true; }});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().front().reason, Reason::kCancelled);
}

TEST(PlanFinancing, RefusesWhatIsTooLarge) {
  model::FinancingPlanTerms terms = SampleTerms();
  for (int s = 0; s < 200; ++s) {
    terms.funding_sources.push_back(BankLoan(0.02, 5));
    terms.funding_sources.back().id = "loan" + std::to_string(s);
  }
  const std::vector<std::vector<double>> needs(100, std::vector<double>(60, 1.0));
  const auto answer = PlanFinancing(SampleFunding(needs), terms);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().front().reason, Reason::kResourceLimit);
}

}  // namespace
}  // namespace calanque::portfolio
