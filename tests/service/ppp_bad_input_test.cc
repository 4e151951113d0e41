// Partnerships that cannot be: the answer names the constraint, and no figure is ever NaN.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/service/school_requests.h"

namespace calanque::service {
namespace {

using ::testing::HasSubstr;

/// Every double of an answer is a number.
void ExpectFinite(const google::protobuf::Message& message) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const auto* field : fields) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_DOUBLE) {
        const double value = field->is_repeated() ? reflection->GetRepeatedDouble(message, field, i)
                                                  : reflection->GetDouble(message, field);
        EXPECT_TRUE(std::isfinite(value)) << field->full_name();
      } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        ExpectFinite(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                          : reflection->GetMessage(message, field));
      }
    }
  }
}

struct BadInput {
  const char* name;
  std::function<void(v1::SolveTermsRequest&)> spoil;
  const char* path;
  const char* message;
};

void PrintTo(const BadInput& input, std::ostream* out) { *out << input.name; }

v1::Tranche& Loan(v1::SolveTermsRequest& request) {
  return *request.mutable_mode()->mutable_company()->mutable_tranches(0);
}

void Target(v1::SolveTermsRequest& request, v1::SolvedUnknown unknown, v1::SolveTarget target, double value) {
  request.set_unknown(unknown);
  request.set_target(target);
  request.set_target_value(value);
}

class PppBadInput : public ::testing::TestWithParam<BadInput> {};

TEST_P(PppBadInput, IsAFailureThatNamesTheConstraint) {
  InProcessServer server;
  const auto stub = v1::PppService::NewStub(server.Channel());
  v1::SolveTermsRequest request = testing::Solve(1, v1::SOLVED_UNKNOWN_CHARGE, v1::SOLVE_TARGET_EQUITY_IRR, 0.1);
  GetParam().spoil(request);
  grpc::ClientContext context;
  v1::SolveTermsResponse response;
  const auto status = stub->SolveTerms(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << response.solved().ShortDebugString();
  v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(status.error_details()));
  ASSERT_EQ(detail.violations_size(), 1) << status.error_message();
  EXPECT_EQ(detail.violations(0).field_path(), GetParam().path) << detail.violations(0).message();
  EXPECT_THAT(detail.violations(0).message(), HasSubstr(GetParam().message));
  ExpectFinite(response);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, PppBadInput,
    ::testing::Values(
        BadInput{"ImpossibleCoverByDebt",
                 [](auto& request) { Target(request, v1::SOLVED_UNKNOWN_DEBT, v1::SOLVE_TARGET_MINIMUM_DSCR, 0.2); },
                 "target_value", "no debt gives the minimum DSCR asked for"},
        BadInput{"ImpossibleValueByGrant",
                 [](auto& request) { Target(request, v1::SOLVED_UNKNOWN_GRANT, v1::SOLVE_TARGET_PROJECT_NPV, 1e12); },
                 "mode.company", "grants exceed all uses"},
        BadInput{"ImpossibleTenor",
                 [](auto& request) { Target(request, v1::SOLVED_UNKNOWN_TENOR, v1::SOLVE_TARGET_MINIMUM_DSCR, 9.0); },
                 "target_value", "no tenor up to the 25 periods"},
        BadInput{"NegativeCfads",
                 [](auto& request) {
                   request.mutable_mode()->set_operating_cost_factor(20.0);
                   Target(request, v1::SOLVED_UNKNOWN_GRANT, v1::SOLVE_TARGET_EQUITY_IRR, 0.1);
                 },
                 "mode.company.tranches[0]", "cannot carry any debt: what is left of CFADS"},
        BadInput{"TenorBeyondTheConcession", [](auto& request) { Loan(request).set_tenor_years(26.0); },
                 "mode.company.tranches[0].tenor_years", "outlive the contract"},
        BadInput{"CircularCaps",
                 [](auto& request) {
                   Loan(request).mutable_limits()->clear_dscr_factor();
                   Loan(request).mutable_limits()->set_gearing_fraction(1.0);
                   Loan(request).set_upfront_fee_fraction(1.0);
                 },
                 "mode.company", "do not settle"},
        BadInput{"NoRevenueAtAll",
                 [](auto& request) {
                   request.mutable_mode()->mutable_availability()->mutable_charge()->set_amount_per_year(0.0);
                   Target(request, v1::SOLVED_UNKNOWN_GRANT, v1::SOLVE_TARGET_EQUITY_IRR, 0.1);
                 },
                 "mode.company.tranches[0]", "cannot carry any debt: what is left of CFADS"},
        BadInput{"ReservesAboveTheDebt",
                 [](auto& request) {
                   Loan(request).mutable_limits()->clear_dscr_factor();
                   Loan(request).mutable_limits()->set_gearing_fraction(1.0);
                   request.mutable_mode()->mutable_company()->mutable_reserves()->set_debt_service_months(400.0);
                 },
                 "mode.company", "reserves (debt_service_months) may ask for more than a larger loan brings"},
        BadInput{"NoTariffMeetsIt",
                 [](auto& request) { Target(request, v1::SOLVED_UNKNOWN_TARIFF, v1::SOLVE_TARGET_EQUITY_IRR, 0.1); },
                 "unknown", "users do not pay the operator"},
        BadInput{"ReturnBelowTheCostOfDebt", [](auto& request) { request.set_target_value(0.02); }, "target_value",
                 "below the cost of debt: loan 'senior' costs 0.032"},
        BadInput{"NoCoverWithoutDebt",
                 [](auto& request) {
                   request.mutable_mode()->mutable_company()->clear_tranches();
                   request.mutable_mode()->clear_refinancing();
                   Target(request, v1::SOLVED_UNKNOWN_CHARGE, v1::SOLVE_TARGET_MINIMUM_DSCR, 1.2);
                 },
                 "mode.company.tranches", "a cover ratio needs debt to cover"},
        BadInput{"CoverOfZero",
                 [](auto& request) { Target(request, v1::SOLVED_UNKNOWN_GRANT, v1::SOLVE_TARGET_MINIMUM_DSCR, 0.0); },
                 "target_value", "expected a cover ratio above 0"},
        BadInput{"ChargeOfAModeWithoutOne", [](auto& request) { request.mutable_mode()->mutable_concession(); },
                 "unknown", "pays none"},
        BadInput{"NoEquityAtRisk",
                 [](auto& request) {
                   Loan(request).mutable_limits()->Clear();
                   Loan(request).mutable_limits()->set_gearing_fraction(1.0);
                   request.mutable_mode()->mutable_company()->clear_reserves();
                 },
                 "target_value", "shareholders pay nothing in"},
        BadInput{"NoTimeOfConstruction",
                 [](auto& request) {
                   request.mutable_setting()->set_operation_start_date(
                       request.appraisal().options().grid().start_date());
                   request.mutable_setting()->clear_contract_end_date();
                   request.mutable_mode()->clear_refinancing();
                 },
                 "mode.company", "all works are paid after operation starts"},
        BadInput{"NoDebtInADownsideCase",
                 [](auto& request) {
                   auto& one = *request.mutable_mode()->mutable_company()->add_downside_cases();
                   one.set_revenue_factor(0.01);
                   one.set_operating_cost_factor(1.0);
                   one.set_dscr_factor(1.0);
                 },
                 "mode.company.tranches[0]", "not positive in downside case 1"},
        BadInput{"SolvedReturnBelowTheCostOfDebt",
                 [](auto& request) {
                   request.mutable_mode()->mutable_availability()->mutable_charge()->clear_amount_per_year();
                   request.mutable_mode()->mutable_company()->set_target_equity_irr_per_year(0.02);
                 },
                 "mode.company.target_equity_irr_per_year", "below the cost of debt"}),
    [](const auto& one) { return std::string(one.param.name); });

/// A limit of zero says that nobody lends: shareholders pay for all, which is no error.
TEST(PppOddInput, AGearingOfZeroIsACompanyOfShareholders) {
  InProcessServer server;
  const auto stub = v1::PppService::NewStub(server.Channel());
  v1::SolveTermsRequest request = testing::Solve(1, v1::SOLVED_UNKNOWN_CHARGE, v1::SOLVE_TARGET_EQUITY_IRR, 0.1);
  request.mutable_mode()->clear_refinancing();
  Loan(request).mutable_limits()->Clear();
  Loan(request).mutable_limits()->set_gearing_fraction(0.0);
  grpc::ClientContext context;
  v1::SolveTermsResponse response;
  const auto status = stub->SolveTerms(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ExpectFinite(response);
  EXPECT_EQ(response.mode().tranches(0).amount(), 0.0);
  EXPECT_EQ(response.mode().tranches(0).binding_limit(), "gearing");
}

}  // namespace
}  // namespace calanque::service
