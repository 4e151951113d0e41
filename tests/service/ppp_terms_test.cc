// What a contract may say beyond its price, through the service: refinancing, early end, bias tables, premium, tariff.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/service/school_requests.h"
#include "tests/service/violations.h"

namespace calanque::service {
namespace {

using testing::OneMode;
using testing::PathsOf;
using testing::Schools;

class PppTerms : public ::testing::Test {
 protected:
  PppTerms() : stub_(v1::PppService::NewStub(server_.Channel())) {}

  v1::StructuredMode Structure(const v1::StructureProjectRequest& request) {
    grpc::ClientContext context;
    v1::StructureProjectResponse response;
    const auto status = stub_->StructureProject(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.mode();
  }
  v1::CompareDeliveryModesResponse Compare(const v1::CompareDeliveryModesRequest& request) {
    grpc::ClientContext context;
    v1::CompareDeliveryModesResponse response;
    const auto status = stub_->CompareDeliveryModes(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  InProcessServer server_;
  std::unique_ptr<v1::PppService::Stub> stub_;
};

double FindingOf(const v1::StructuredMode& mode, const std::string& name) {
  for (const auto& figure : mode.findings().figures()) {
    if (figure.name() == name) return figure.value();
  }
  ADD_FAILURE() << "no finding " << name;
  return 0.0;
}

double HighestOf(const v1::StructuredMode& mode, const std::string& name) {
  for (const auto& row : mode.findings().rows()) {
    if (row.name() == name) return *std::max_element(row.values().begin(), row.values().end());
  }
  ADD_FAILURE() << "no row " << name;
  return 0.0;
}

TEST_F(PppTerms, ARefinancingIsSharedAsItsTermsSay) {
  v1::StructureProjectRequest request = OneMode(1);
  const v1::StructuredMode half = Structure(request);
  const double gain = FindingOf(half, "refinancing_gain_amount");
  EXPECT_GT(gain, 1e6);
  EXPECT_NEAR(FindingOf(half, "refinancing_public_share_amount"), 0.5 * gain, 1e-6);
  request.mutable_mode()->mutable_refinancing()->set_public_share_fraction(0.3);
  EXPECT_NEAR(FindingOf(Structure(request), "refinancing_public_share_amount"), 0.3 * gain, 1e-6);
  request.mutable_mode()->clear_refinancing();
  const v1::StructuredMode without = Structure(request);
  for (const auto& figure : without.findings().figures()) {
    EXPECT_EQ(figure.name().find("refinancing"), std::string::npos);
  }
}

TEST_F(PppTerms, ARefinancingMayAddDebtUpToACover) {
  v1::StructureProjectRequest request = OneMode(1);
  const double usual = FindingOf(Structure(request), "refinancing_gain_amount");
  auto& refinancing = *request.mutable_mode()->mutable_refinancing();
  refinancing.set_dscr_factor(1.05);
  const v1::StructuredMode added = Structure(request);
  EXPECT_GT(FindingOf(added, "refinancing_added_debt_amount"), 1e6);
  EXPECT_NEAR(FindingOf(added, "refinancing_minimum_dscr"), 1.05, 1e-9);
  EXPECT_GT(FindingOf(added, "refinancing_gain_amount"), usual);
  EXPECT_NEAR(FindingOf(added, "refinancing_public_share_amount"), 0.5 * FindingOf(added, "refinancing_gain_amount"),
              1e-6);
  refinancing.set_added_debt_limit_amount(0.0);
  EXPECT_NEAR(FindingOf(Structure(request), "refinancing_gain_amount"), usual, 1e-3);
  refinancing.set_dscr_factor(0.5);
  grpc::ClientContext context;
  v1::StructureProjectResponse response;
  EXPECT_THAT(PathsOf(stub_->StructureProject(&context, request, &response)),
              ::testing::ElementsAre("mode.refinancing.dscr_factor"));
}

const v1::PeriodRow* CompanyRow(const v1::StructuredMode& mode, const std::string& name) {
  for (const auto& row : mode.company_rows()) {
    if (row.name() == name) return &row;
  }
  return nullptr;
}

TEST_F(PppTerms, AVatFacilityStandsInTheWaterfall) {
  v1::StructureProjectRequest request = OneMode(1);
  EXPECT_EQ(CompanyRow(Structure(request), "vat_paid_amount"), nullptr);
  auto& vat = *request.mutable_mode()->mutable_company()->mutable_vat_facility();
  vat.set_vat_rate_fraction(0.2);
  vat.set_refund_lag_years(1.0);
  vat.mutable_rate()->set_fixed_nominal_per_year(0.03);
  const v1::StructuredMode mode = Structure(request);
  const auto amounts = [&](const char* name) {
    const v1::PeriodRow* row = CompanyRow(mode, name);
    EXPECT_NE(row, nullptr) << name;
    return row == nullptr ? std::vector<double>() : std::vector<double>(row->amounts().begin(), row->amounts().end());
  };
  const auto works = amounts("works_amount");
  const auto drawn = amounts("vat_facility_draw_amount");
  const auto repaid = amounts("vat_facility_repayment_amount");
  const auto balance = amounts("vat_facility_balance_amount");
  ASSERT_EQ(mode.point_dates_size(), static_cast<int>(works.size()));
  for (std::size_t t = 0; t < works.size(); ++t) {
    EXPECT_NEAR(drawn[t], 0.2 * works[t], 1e-6) << t;
    EXPECT_NEAR(repaid[t], t == 0 ? 0.0 : drawn[t - 1], 1e-6) << t;
    EXPECT_NEAR(balance[t], drawn[t], 1e-6) << "a year's VAT is owed";
  }
  EXPECT_EQ(balance.back(), 0.0);
  EXPECT_GT(amounts("vat_facility_interest_amount")[1], 0.0);
  vat.set_refund_lag_years(40.0);
  grpc::ClientContext context;
  v1::StructureProjectResponse response;
  EXPECT_THAT(PathsOf(stub_->StructureProject(&context, request, &response)),
              ::testing::ElementsAre("mode.company.vat_facility.refund_lag_years"));
}

std::vector<double> YearsOf(const v1::StructuredMode& mode, const std::string& name) {
  for (const auto& row : mode.findings().rows()) {
    if (row.name() == name) return {row.values().begin(), row.values().end()};
  }
  return {};
}

// The loan of the shipped direct procurement, by hand: level service of what was drawn, in the ratios and nowhere else.
TEST_F(PppTerms, TheCitysOwnLoanStandsInItsRatios) {
  v1::StructureProjectRequest request = OneMode(0);
  const v1::Loan& terms = request.mode().direct().loan();
  ASSERT_EQ(terms.repayment_profile(), v1::REPAYMENT_PROFILE_ANNUITY);
  const v1::StructuredMode mode = Structure(request);
  const auto interest = YearsOf(mode, "city_loan_interest_amount");
  const auto principal = YearsOf(mode, "city_loan_principal_amount");
  const auto outstanding = YearsOf(mode, "city_loan_outstanding_amount");
  const double amount = FindingOf(mode, "city_loan_amount");
  double works = 0.0;
  for (const auto& column : mode.columns()) {
    if (column.category_name() != "investment" || column.payer_party_id() != "city") continue;
    for (const double paid : column.amounts()) works += paid;
  }
  EXPECT_NEAR(amount, 1.2 * works, 1e-3) << "all works, with VAT";
  const double rate = terms.interest_rate_nominal_per_year();
  const double level = amount * rate / (1.0 - std::pow(1.0 + rate, -terms.tenor_years()));
  const auto first = static_cast<std::size_t>(
      std::find_if(principal.begin(), principal.end(), [](double repaid) { return repaid > 0.0; }) - principal.begin());
  ASSERT_LT(first + 24, principal.size());
  for (std::size_t y = first; y < first + 25; ++y) EXPECT_NEAR(interest[y] + principal[y], level, 1e-3) << y;
  EXPECT_NEAR(outstanding[first + 24], 0.0, 1e-3);
  EXPECT_EQ(FindingOf(mode, "city_loan_settled_at_horizon_amount"), 0.0);
  const auto gross_without = YearsOf(mode, "gross_savings_without_amount");
  const auto gross = YearsOf(mode, "gross_savings_with_amount");
  const auto debt = YearsOf(mode, "debt_with_amount");
  const auto own = YearsOf(mode, "own_running_cost_added_amount");
  for (std::size_t y = 0; y < gross.size(); ++y) {
    EXPECT_NEAR(gross[y], gross_without[y] - interest[y] - own[y], 1e-3) << "no energy and no users in these schools";
    EXPECT_NEAR(debt[y], 1.54e9 + outstanding[y], 1e-3) << y;
  }
  const auto cost = [](const v1::StructuredMode& one) { return one.figures(0).value(); };
  request.mutable_mode()->mutable_direct()->clear_loan();
  request.mutable_mode()->mutable_direct()->clear_loan_share_fraction();
  const v1::StructuredMode silent = Structure(request);
  EXPECT_EQ(cost(silent), cost(mode)) << "the comparator is before financing";
  EXPECT_TRUE(YearsOf(silent, "gross_savings_with_amount").empty());
  EXPECT_FALSE(YearsOf(silent, "gross_savings_without_amount").empty());
}

TEST_F(PppTerms, WhatIsWrongWithTheCitysLoanIsNamed) {
  v1::StructureProjectRequest request = OneMode(0);
  auto& direct = *request.mutable_mode()->mutable_direct();
  direct.mutable_loan()->set_grace_years(30.0);
  direct.set_loan_share_fraction(2.0);
  grpc::ClientContext context;
  v1::StructureProjectResponse response;
  const auto status = stub_->StructureProject(&context, request, &response);
  EXPECT_THAT(PathsOf(status), ::testing::Contains("mode.direct.loan_share_fraction"));
  direct.set_loan_share_fraction(0.5);
  grpc::ClientContext again;
  EXPECT_THAT(PathsOf(stub_->StructureProject(&again, request, &response)),
              ::testing::ElementsAre("mode.direct.loan.grace_years"));
}

TEST_F(PppTerms, WrongTermsOfARefinancingAreNamed) {
  v1::StructureProjectRequest request = OneMode(1);
  auto& refinancing = *request.mutable_mode()->mutable_refinancing();
  refinancing.set_date("2050-01-01");
  refinancing.set_tranche_id("shareholder-loan");
  refinancing.set_fee_fraction(2.0);
  refinancing.clear_rate();
  grpc::ClientContext context;
  v1::StructureProjectResponse response;
  EXPECT_THAT(PathsOf(stub_->StructureProject(&context, request, &response)),
              ::testing::UnorderedElementsAre("mode.refinancing.rate", "mode.refinancing.fee_fraction"));
  refinancing.set_fee_fraction(0.0);
  refinancing.mutable_rate()->set_fixed_nominal_per_year(0.02);
  grpc::ClientContext again;
  EXPECT_THAT(PathsOf(stub_->StructureProject(&again, request, &response)),
              ::testing::ElementsAre("mode.refinancing.tranche_id"));
}

TEST_F(PppTerms, EveryBasisOfTheAuthoritysDefaultIsThere) {
  v1::StructureProjectRequest request = OneMode(1);
  auto& terms = *request.mutable_mode()->mutable_termination();
  const double base = HighestOf(Structure(request), "termination_authority_default_amount");
  terms.set_authority_default_equity_basis(v1::EQUITY_BASIS_MARKET_VALUE);
  terms.set_market_equity_return_per_year(0.06);
  EXPECT_GT(HighestOf(Structure(request), "termination_authority_default_amount"), base);
  terms.set_authority_default_equity_basis(v1::EQUITY_BASIS_RETURN_TO_DATE);
  terms.clear_market_equity_return_per_year();
  EXPECT_NEAR(HighestOf(Structure(request), "termination_authority_default_amount"), base, 1.0);
  terms.set_breakage_debt_fraction(0.0);
  EXPECT_LT(HighestOf(Structure(request), "termination_authority_default_amount"), base);
}

// The shipped table, and a line that refers to it in place of outcomes.
TEST_F(PppTerms, ARiskLineRefersToAPublishedTable) {
  v1::CompareDeliveryModesRequest request = Schools();
  cli::Problems problems;
  cli::ReadScenario(CALANQUE_SOURCE_DIR "/scenarios/united-kingdom/optimism-bias.yaml", Limits(), request, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  ASSERT_EQ(request.bias_types_size(), 6);
  request.mutable_risks(0)->clear_outcomes();
  request.mutable_risks(0)->mutable_optimism_bias()->set_mitigation_fraction(0.25);
  request.mutable_risks(0)->mutable_optimism_bias()->add_types()->set_type_id("standard-buildings");
  const auto by_table = Compare(request);
  request.mutable_risks(0)->mutable_optimism_bias()->clear_types();
  request.mutable_risks(0)->mutable_optimism_bias()->set_upper_fraction(0.24);
  request.mutable_risks(0)->mutable_optimism_bias()->set_lower_fraction(0.02);
  const auto by_hand = Compare(request);
  ASSERT_GT(by_table.costs_size(), 0);
  for (int i = 0; i < by_table.costs_size(); ++i) {
    EXPECT_EQ(by_table.costs(i).total_present_amount(), by_hand.costs(i).total_present_amount());
  }
}

TEST_F(PppTerms, APremiumIsStatedBesideTheCommonRate) {
  v1::CompareDeliveryModesRequest request = Schools();
  request.mutable_modes(1)->set_risk_share_premium_per_year(0.01);
  const auto response = Compare(request);
  for (const auto& cost : response.costs()) {
    if (cost.mode_id() == request.reference_mode_id()) {
      EXPECT_EQ(cost.total_with_premium_present_amount(), cost.total_present_amount());
    } else {
      EXPECT_LT(cost.total_with_premium_present_amount(), cost.total_present_amount());
      EXPECT_GT(cost.value_for_money_with_premium_amount(), cost.value_for_money_amount());
    }
  }
  // One percent more moves the break-even down by about as much.
  ASSERT_EQ(response.switches(0).break_even_rates_with_premium_per_year_size(), 1);
  EXPECT_LT(response.switches(0).break_even_rates_with_premium_per_year(0),
            response.switches(0).break_even_rates_per_year(0));
}

TEST_F(PppTerms, GrossPaymentsAreWhatTheOperatorIsPaid) {
  const v1::StructuredMode mode = Structure(OneMode(1));
  for (const auto& figure : mode.figures()) {
    if (figure.name() == "contract_payments_amount") {
      EXPECT_NEAR(figure.value(), 25 * 41.68e6, 1e-3);  // The published rents.
      return;
    }
  }
  ADD_FAILURE() << "no gross payments";
}

}  // namespace
}  // namespace calanque::service
