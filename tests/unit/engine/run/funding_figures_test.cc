// What the ledger says of needs, sources and the city's current accounts.
#include "engine/run/funding_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using portfolio::FundingFigures;
using portfolio::FundingKind;
using portfolio::GivenMoney;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::SizeIs;

FundingFigures Gather(const model::AppraisalRequest& request) {
  return GatherFunding(testing::CompileOrThrow(request), request, "city");
}

/// The city spends 1,000 and 200 of VAT in 2025; 300 of grants, a refund of 200 a year later, gas saved from 2026 on.
model::AppraisalRequest OneProject() {
  model::AppraisalRequest request = testing::EmptyRequest(4);
  model::Project& project = testing::AddProject(request, "boiler");
  model::Investment works = testing::InvestmentOf(1000.0);
  works.vat_rate_fraction = 0.2;
  works.vat_payee_party_id = "state";
  works.residual_method = model::ResidualMethod::kStraightLine;
  project.with_project.push_back(testing::Item("works", "city", "supplier", works));
  model::Grant grant;
  grant.share_of_eligible_fraction = 0.3;
  grant.eligible_item_ids = {"works"};
  project.with_project.push_back(testing::Item("grant", "state", "city", grant));
  model::VatCompensation refund;
  refund.rate_fraction = 1.0 / 6.0;
  refund.eligible_item_ids = {"works"};
  refund.payment_lag_years = 1;
  refund.commitment = model::Commitment::kCommitted;
  project.with_project.push_back(testing::Item("refund", "state", "city", refund));
  model::EnergyFlow gas;
  gas.use = model::EnergyUse::kConsumed;
  gas.carrier_id = "gas";
  gas.quantity_mwh_per_year = 1.0;
  gas.span.start_date = testing::Day("2025-01-01");
  project.without_project.push_back(testing::Item("gas", "city", "", gas));
  model::CoBenefit health;
  health.quantity_per_year = 1e6;
  health.value_amount_per_unit = 1;
  health.span.start_date = testing::Day("2025-01-01");
  project.with_project.push_back(testing::Item("health", "nature", "city", health));
  project.without_project.push_back(testing::Item("repair", "city", "supplier", testing::InvestmentOf(50.0)));
  return request;
}

model::FinancingSource SourceOf(const std::string& id, const std::string& payer, double amount,
                                model::Commitment commitment) {
  model::FinancingSource source;
  source.id = id;
  source.payer_party_id = payer;
  source.payee_party_id = "city";
  source.amount = amount;
  source.payment_profile = {testing::Day("2025-01-01"), {1.0}};
  source.commitment = commitment;
  return source;
}

TEST(GatherFunding, NeedsAreCapitalSpendingAndItsVatWithTheProject) {
  const FundingFigures figures = Gather(OneProject());
  EXPECT_EQ(figures.first_year, 2025);
  EXPECT_EQ(figures.year_count, 4U);
  ASSERT_THAT(figures.needs, SizeIs(1));
  EXPECT_EQ(figures.party_ids[figures.needs[0].party], "city");
  EXPECT_THAT(figures.needs[0].amounts, ElementsAre(1200, 0, 0, 0));
}

TEST(GatherFunding, SourcesComeWhenTheyArePaid) {
  const FundingFigures figures = Gather(OneProject());
  ASSERT_THAT(figures.given, SizeIs(2));
  EXPECT_EQ(figures.given[0].id, "boiler/grant");
  EXPECT_EQ(figures.given[0].kind, FundingKind::kGrant);
  EXPECT_FALSE(figures.given[0].is_committed);
  EXPECT_FALSE(figures.given[0].is_contract);
  EXPECT_THAT(figures.given[0].amounts, ElementsAre(300, 0, 0, 0));
  EXPECT_EQ(figures.given[1].kind, FundingKind::kVatRefund);
  EXPECT_TRUE(figures.given[1].is_committed);
  EXPECT_EQ(figures.given[1].refund_lag_years, 1);
  EXPECT_THAT(figures.given[1].amounts, ElementsAre(0, DoubleNear(200, 1e-9), 0, 0));
}

// Bills saved count; co-benefits, grants and residual values are no money of the current accounts.
TEST(GatherFunding, CurrentAccountsCountBillsWithMinusWithout) {
  const FundingFigures figures = Gather(OneProject());
  EXPECT_THAT(figures.city_operating_effect_amounts, ElementsAre(100, 100, 100, 100));
}

TEST(GatherFunding, PlannedLoansAndOwnFundsAreForThePlanToFind) {
  model::AppraisalRequest request = OneProject();
  auto& sources = request.portfolio.financing_sources;
  sources.push_back(SourceOf("signed", "state", 70, model::Commitment::kCommitted));
  sources.back().project_id = "boiler";
  sources.back().kind = model::Loan{0.03, 2, 0, model::RepaymentProfile::kAnnuity};
  sources.push_back(SourceOf("hoped", "state", 80, model::Commitment::kPlanned));
  sources.back().kind = model::Loan{0.03, 2, 0, model::RepaymentProfile::kAnnuity};
  sources.push_back(SourceOf("wished", "city", 90, model::Commitment::kPlanned));
  sources.back().kind = model::OwnFunds{};
  sources.push_back(SourceOf("voted", "city", 60, model::Commitment::kCommitted));
  sources.back().kind = model::OwnFunds{};
  const FundingFigures figures = Gather(request);
  ASSERT_THAT(figures.given, SizeIs(4));
  const GivenMoney& loan = figures.given[2];
  EXPECT_EQ(loan.id, "signed");
  EXPECT_EQ(loan.kind, FundingKind::kLoan);
  EXPECT_TRUE(loan.is_contract);
  EXPECT_EQ(loan.project, 0U);
  ASSERT_TRUE(loan.loan.has_value());
  EXPECT_EQ(loan.loan->tenor_years, 2);
  EXPECT_THAT(loan.amounts, ElementsAre(70, 0, 0, 0));
  const GivenMoney& own = figures.given[3];
  EXPECT_EQ(own.id, "voted");
  EXPECT_EQ(own.kind, FundingKind::kOwnFunds);
  EXPECT_EQ(own.payer, own.payee);
  EXPECT_FALSE(own.project.has_value());
  // The service of a loan is financing, no current spending of the project.
  EXPECT_THAT(figures.city_operating_effect_amounts, ElementsAre(100, 100, 100, 100));
}

}  // namespace
}  // namespace calanque::run
