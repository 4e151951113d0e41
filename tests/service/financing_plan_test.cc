// PlanFinancing as a client sees it: a plan, what is impossible, and everything wrong at once.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "tests/service/good_request.h"
#include "tests/service/planning_test.h"

namespace calanque::service {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr const char* kTerms = R"pb(
  city_party_id: "city"
  discount_rate_nominal_per_year: 0.03
  public_party_ids: [ "city", "state" ]
  funding_sources {
    id: "own"
    payer_party_id: "city"
    max_amount_per_year: 300
    own_funds {}
  }
  funding_sources {
    id: "grant"
    payer_party_id: "state"
    payee_party_ids: "city"
    max_fraction: 0.2
    grant { payment_lag_years: 1 }
  }
  funding_sources {
    id: "bank"
    payer_party_id: "supplier"
    payee_party_ids: "city"
    loan {
      loan { interest_rate_nominal_per_year: 0.02 tenor_years: 8 repayment_profile: REPAYMENT_PROFILE_EQUAL_PRINCIPAL }
      fee_fraction: 0.001
    }
  }
  stacking_caps { id: "aid" funding_source_ids: "grant" max_fraction: 0.8 counts_scenario_grants: true }
  accounts {
    opening_debt_amount: 5000
    operating_revenue { amounts: 4000 growth_nominal_per_year: 0.02 }
    operating_expenditure { amounts: 3300 growth_nominal_per_year: 0.02 }
    principal_repaid { amounts: 400 }
    borrowed { amounts: 350 }
    other_investment { amounts: 300 }
  }
  rules { debt_ceiling_years: 12 }
)pb";

class PlanFinancing : public testing::PlanningTest<v1::PlanFinancingRequest, v1::PlanFinancingResponse,
                                                   &v1::PlanningService::Stub::PlanFinancing> {
 protected:
  static v1::PlanFinancingRequest Good() {
    v1::PlanFinancingRequest request;
    if (!google::protobuf::TextFormat::ParseFromString(kTerms, &request)) throw std::logic_error("terms do not parse");
    *request.mutable_appraisal() = testing::GoodRequest();
    return request;
  }
};

TEST_F(PlanFinancing, InEveryYearSourcesAndGapAreTheNeed) {
  const v1::PlanFinancingResponse response = Answer(Good());
  EXPECT_EQ(response.status(), v1::FINANCING_STATUS_OPTIMAL);
  ASSERT_GT(response.needs_size(), 0);
  for (const v1::NeedResult& need : response.needs()) {
    ASSERT_EQ(need.need_amounts_size(), 10);
    for (int t = 0; t < need.need_amounts_size(); ++t) {
      double paid = need.gap_after_amounts(t);
      for (const v1::SourceUse& use : need.uses()) paid += use.amounts(t);
      EXPECT_NEAR(paid, need.need_amounts(t), 1e-6);
    }
  }
  EXPECT_NEAR(response.gap_after_amount(), 0, 1e-6);
  EXPECT_GT(response.gap_before_amount(), 0);
  EXPECT_GT(response.largest_programme().scale_factor(), 1.0);
  EXPECT_EQ(response.accounts_with_size(), 10);
  EXPECT_EQ(response.accounts_with(0).year(), 2025);
  EXPECT_TRUE(response.leverage().has_private_per_public_factor());
  EXPECT_EQ(response.input_hash().size(), 64U);
}

TEST_F(PlanFinancing, SaysTheRateAndWhereThereIsNone) {
  v1::PlanFinancingRequest request = Good();
  request.set_discount_rate_nominal_per_year(0.035);
  v1::PlanFinancingResponse response = Answer(request);
  EXPECT_THAT(response.conventions().statements(), Contains(HasSubstr("at 0.035 a year")));
  EXPECT_EQ(response.warnings_size(), 0);
  request.clear_discount_rate_nominal_per_year();
  response = Answer(request);
  ASSERT_EQ(response.warnings_size(), 1);
  EXPECT_EQ(response.warnings(0).field_path(), "discount_rate_nominal_per_year");
}

TEST_F(PlanFinancing, TheSameRequestGivesTheSameBytes) {
  EXPECT_EQ(Answer(Good()).SerializeAsString(), Answer(Good()).SerializeAsString());
}

TEST_F(PlanFinancing, WithoutAccountsThereAreNoRulesAndNoTables) {
  v1::PlanFinancingRequest request = Good();
  request.clear_accounts();
  request.clear_rules();
  const v1::PlanFinancingResponse response = Answer(request);
  EXPECT_EQ(response.status(), v1::FINANCING_STATUS_OPTIMAL);
  EXPECT_THAT(response.accounts_without(), IsEmpty());
  EXPECT_THAT(response.accounts_with(), IsEmpty());
}

TEST_F(PlanFinancing, ValidateOnlyPlansNothing) {
  v1::PlanFinancingRequest request = Good();
  request.mutable_appraisal()->set_validate_only(true);
  const v1::PlanFinancingResponse response = Answer(request);
  EXPECT_EQ(response.status(), v1::FINANCING_STATUS_UNSPECIFIED);
  EXPECT_THAT(response.needs(), IsEmpty());
  EXPECT_EQ(response.city_party_id(), "city");
}

TEST_F(PlanFinancing, WhatCannotBeMetIsAnAnswerThatNamesWhatClashes) {
  v1::PlanFinancingRequest request = Good();
  request.add_closed_gap_party_ids("city");
  request.mutable_funding_sources(0)->set_max_amount_per_year(1);
  request.mutable_funding_sources(2)->set_max_amount(5);
  request.mutable_accounts()->mutable_operating_revenue()->set_amounts(0, 40'000);  // The budget is no limit.
  const v1::PlanFinancingResponse response = Answer(request);
  EXPECT_EQ(response.status(), v1::FINANCING_STATUS_INFEASIBLE);
  std::set<std::string> ids;
  for (const int index : response.conflict_constraint_indices()) ids.insert(response.constraints(index).id());
  EXPECT_THAT(ids, UnorderedElementsAre("city", "own", "bank"));
  EXPECT_FALSE(response.has_leverage());
  EXPECT_EQ(response.gap_after_amount(), response.gap_before_amount());
}

TEST_F(PlanFinancing, SaysAllThatIsWrongAtOnce) {
  v1::PlanFinancingRequest request = Good();
  request.set_city_party_id("nobody");
  request.set_discount_rate_nominal_per_year(2);
  request.mutable_appraisal()->mutable_options()->set_price_basis(v1::PRICE_BASIS_REAL);
  request.mutable_funding_sources(0)->add_payee_party_ids("city");
  request.mutable_funding_sources(0)->set_first_year(1999);
  request.mutable_funding_sources(1)->set_max_fraction(1.5);
  request.mutable_funding_sources(1)->set_payer_party_id("city");
  request.mutable_funding_sources(1)->add_eligible_project_ids("no-such-project");
  request.mutable_funding_sources(1)->set_first_year(2030);
  request.mutable_funding_sources(1)->set_last_year(2027);
  request.mutable_funding_sources(2)->mutable_loan()->mutable_loan()->set_tenor_years(2.5);
  request.mutable_funding_sources(2)->mutable_loan()->set_fee_fraction(-1);
  request.mutable_stacking_caps(0)->add_funding_source_ids("own");
  request.mutable_stacking_caps(0)->add_funding_source_ids("unknown");
  request.mutable_accounts()->set_opening_debt_amount(-1);
  request.mutable_accounts()->mutable_borrowed()->add_amounts(-5);
  request.mutable_rules()->set_debt_ceiling_years(0);
  request.add_closed_gap_party_ids("stranger");
  request.add_public_party_ids("city");
  EXPECT_THAT(Violations(request),
              UnorderedElementsAre("city_party_id", "discount_rate_nominal_per_year", "appraisal.options.price_basis",
                                   "funding_sources[0].payee_party_ids", "funding_sources[0].first_year",
                                   "funding_sources[1].max_fraction", "funding_sources[1].payee_party_ids[0]",
                                   "funding_sources[1].eligible_project_ids[0]", "funding_sources[1].last_year",
                                   "funding_sources[2].loan.loan.tenor_years", "funding_sources[2].loan.fee_fraction",
                                   "stacking_caps[0].funding_source_ids[1]", "stacking_caps[0].funding_source_ids[2]",
                                   "accounts.opening_debt_amount", "accounts.borrowed.amounts[1]",
                                   "rules.debt_ceiling_years", "closed_gap_party_ids[0]", "public_party_ids[2]"));
}

TEST_F(PlanFinancing, SyntaxComesFirst) {
  v1::PlanFinancingRequest request = Good();
  request.mutable_funding_sources(0)->clear_kind();
  request.mutable_funding_sources(2)->mutable_loan()->mutable_loan()->clear_repayment_profile();
  request.mutable_rules()->add_sources();
  EXPECT_THAT(Violations(request),
              UnorderedElementsAre("funding_sources[0]", "funding_sources[2].loan.loan.repayment_profile",
                                   "rules.sources[0].kind", "rules.sources[0].citation"));
}

TEST_F(PlanFinancing, RefusesNumbersThatAreNone) {
  v1::PlanFinancingRequest request = Good();
  request.mutable_funding_sources(0)->set_max_amount(std::numeric_limits<double>::quiet_NaN());
  request.mutable_accounts()->mutable_borrowed()->set_amounts(0, std::numeric_limits<double>::infinity());
  EXPECT_THAT(Violations(request),
              UnorderedElementsAre("funding_sources[0].max_amount", "accounts.borrowed.amounts[0]"));
}

TEST_F(PlanFinancing, RefusesMoreSourcesThanTheServerTakes) {
  v1::PlanFinancingRequest request = Good();
  for (int i = 0; i < 300; ++i) *request.add_funding_sources() = request.funding_sources(1);
  EXPECT_THAT(Violations(request, grpc::StatusCode::RESOURCE_EXHAUSTED), UnorderedElementsAre("funding_sources"));
}

TEST_F(PlanFinancing, AccountsThatRepayMoreThanIsOwedAreWrongInput) {
  v1::PlanFinancingRequest request = Good();
  request.mutable_accounts()->set_opening_debt_amount(1);
  EXPECT_THAT(Violations(request), UnorderedElementsAre("accounts.principal_repaid"));
}

TEST_F(PlanFinancing, ADeadlineEndsTheSearch) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() - std::chrono::seconds(1));
  v1::PlanFinancingResponse response;
  EXPECT_EQ(stub_->PlanFinancing(&context, Good(), &response).error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

}  // namespace
}  // namespace calanque::service
