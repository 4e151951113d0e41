// Partnerships through the service: answers tie out, wrong input is named all at once, nothing is evaluated on request.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/service/school_requests.h"
#include "tests/service/violations.h"

namespace calanque::service {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using testing::PathsOf;

using testing::OneMode;
using testing::Schools;

class PppServiceTest : public ::testing::Test {
 protected:
  PppServiceTest() : stub_(v1::PppService::NewStub(server_.Channel())) {}

  grpc::Status Structure(const v1::StructureProjectRequest& request, v1::StructureProjectResponse& response) {
    grpc::ClientContext context;
    return stub_->StructureProject(&context, request, &response);
  }

  InProcessServer server_;
  std::unique_ptr<v1::PppService::Stub> stub_;
};

TEST_F(PppServiceTest, CostOfTheCityIsWhatItsColumnsSay) {
  v1::StructureProjectResponse response;
  const auto status = Structure(OneMode(1), response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const auto& mode = response.mode();
  ASSERT_EQ(mode.city_cost_amounts_size(), mode.period_dates_size());
  for (int p = 0; p < mode.city_cost_amounts_size(); ++p) {
    double net = 0.0;
    for (const auto& column : mode.columns()) {
      if (column.payer_party_id() == "city") net += column.amounts(p);
      if (column.payee_party_id() == "city") net -= column.amounts(p);
    }
    EXPECT_NEAR(mode.city_cost_amounts(p), net, 1e-6) << mode.period_dates(p);
  }
  EXPECT_EQ(response.currency_code(), "EUR");
  EXPECT_EQ(response.input_hash().size(), 64U);
  EXPECT_THAT(response.conventions(), ::testing::Contains(HasSubstr("CFADS is after tax")));
}

TEST_F(PppServiceTest, PublicFindingsHoldTheFourItems) {
  v1::StructureProjectResponse response;
  ASSERT_TRUE(Structure(OneMode(1), response).ok());
  std::vector<std::string> names;
  for (const auto& figure : response.mode().findings().figures()) names.push_back(figure.name());
  for (const auto& row : response.mode().findings().rows()) names.push_back(row.name());
  EXPECT_THAT(names, IsSupersetOf({"contract_average_cost_amount_per_year", "contract_share_of_gross_savings_fraction",
                                   "contract_debt_outstanding_amount", "off_balance_sheet_commitments_amount",
                                   "termination_authority_default_amount", "termination_operator_default_amount",
                                   "termination_force_majeure_amount", "debt_repayment_with_years",
                                   "vat_compensation_amount"}));
}

// Without its rate a comparison went through at 0 %, and its value for money was another one.
TEST_F(PppServiceTest, SaysWhereNothingIsDiscounted) {
  const auto warned_paths = [&](const v1::StructureProjectRequest& request) {
    v1::StructureProjectResponse response;
    EXPECT_TRUE(Structure(request, response).ok());
    std::vector<std::string> paths;
    for (const auto& warning : response.mode().warnings()) paths.push_back(warning.field_path());
    return paths;
  };
  v1::StructureProjectRequest request = OneMode(1);
  const std::string rate = "setting.discount_rate_nominal_per_year";
  EXPECT_THAT(warned_paths(request), Not(Contains(rate)));
  request.mutable_setting()->clear_discount_rate_nominal_per_year();
  EXPECT_THAT(warned_paths(request), Contains(rate));
}

TEST_F(PppServiceTest, EveryViolationIsNamedAtOnce) {
  v1::StructureProjectRequest request = OneMode(1);
  auto& company = *request.mutable_mode()->mutable_company();
  company.mutable_tranches(0)->set_upfront_fee_fraction(1.5);
  company.mutable_tranches(0)->mutable_limits()->set_dscr_factor(-1.0);
  company.mutable_tranches(0)->mutable_rate()->set_margin_per_year(1.4);  // Percent: 140 % a year was taken.
  company.mutable_tax_regime()->mutable_taxes(0)->set_rate_fraction(25.0);
  request.mutable_setting()->set_operation_start_date("soon");
  request.mutable_mode()->mutable_availability()->mutable_charge()->set_expected_deduction_fraction(2.0);
  v1::StructureProjectResponse response;
  const auto status = Structure(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(
      PathsOf(status),
      IsSupersetOf({"mode.company.tranches[0].upfront_fee_fraction", "mode.company.tranches[0].limits.dscr_factor",
                    "mode.company.tranches[0].rate.margin_per_year", "mode.company.tax_regime.taxes[0].rate_fraction",
                    "setting.operation_start_date", "mode.availability.charge.expected_deduction_fraction"}));
}

TEST_F(PppServiceTest, MeaningIsCheckedAfterSyntax) {
  v1::StructureProjectRequest request = OneMode(1);
  request.mutable_mode()->mutable_company()->mutable_tranches(0)->set_tenor_years(40.0);
  request.mutable_mode()->mutable_company()->mutable_tranches(0)->set_lender_party_id("nobody");
  v1::StructureProjectResponse response;
  const auto status = Structure(request, response);
  EXPECT_THAT(PathsOf(status), ::testing::UnorderedElementsAre("mode.company.tranches[0].tenor_years",
                                                               "mode.company.tranches[0].lender_party_id"));
}

TEST_F(PppServiceTest, NumbersThatAreNoneAreRefused) {
  v1::StructureProjectRequest request = OneMode(1);
  request.mutable_mode()->mutable_company()->set_closing_cost_amount(std::nan(""));
  v1::StructureProjectResponse response;
  EXPECT_THAT(PathsOf(Structure(request, response)), ::testing::ElementsAre("mode.company.closing_cost_amount"));
}

TEST_F(PppServiceTest, ManyTranchesAreRefusedBeforeAnyWork) {
  v1::StructureProjectRequest request = OneMode(1);
  for (int i = 0; i < 30; ++i)
    *request.mutable_mode()->mutable_company()->add_tranches() = request.mode().company().tranches(0);
  v1::StructureProjectResponse response;
  const auto status = Structure(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(PathsOf(status), ::testing::Contains("mode.company.tranches"));
}

TEST_F(PppServiceTest, ValidateOnlyAnswersNoFigures) {
  v1::StructureProjectRequest request = OneMode(1);
  request.mutable_appraisal()->set_validate_only(true);
  v1::StructureProjectResponse response;
  ASSERT_TRUE(Structure(request, response).ok());
  EXPECT_FALSE(response.has_mode());
}

TEST_F(PppServiceTest, ABiasAndOutcomesOnOneLineAreRefused) {
  v1::CompareDeliveryModesRequest request = Schools();
  request.mutable_risks(0)->mutable_optimism_bias()->set_upper_fraction(0.24);
  grpc::ClientContext context;
  v1::CompareDeliveryModesResponse response;
  const auto status = stub_->CompareDeliveryModes(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(PathsOf(status), ::testing::ElementsAre("risks[0]"));
}

TEST_F(PppServiceTest, ACompanyThatCannotBorrowIsAnAnswerAboutItsTranche) {
  v1::StructureProjectRequest request = OneMode(1);
  request.mutable_mode()->mutable_availability()->mutable_charge()->set_amount_per_year(1e6);
  v1::StructureProjectResponse response;
  const auto status = Structure(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(PathsOf(status), ::testing::ElementsAre("mode.company.tranches[0]"));
}

TEST_F(PppServiceTest, SolvedChargeMeetsItsTarget) {
  const v1::StructureProjectRequest one = OneMode(1);
  v1::SolveTermsRequest request;
  *request.mutable_appraisal() = one.appraisal();
  *request.mutable_setting() = one.setting();
  *request.mutable_mode() = one.mode();
  request.set_unknown(v1::SOLVED_UNKNOWN_CHARGE);
  request.set_target(v1::SOLVE_TARGET_EQUITY_IRR);
  request.set_target_value(0.08);
  grpc::ClientContext context;
  v1::SolveTermsResponse response;
  const auto status = stub_->SolveTerms(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.solved().name(), "charge_amount_per_year");
  const auto& figures = response.mode().figures();
  const auto irr = std::find_if(figures.begin(), figures.end(),
                                [](const auto& figure) { return figure.name() == "equity_irr_per_year"; });
  ASSERT_NE(irr, figures.end());
  EXPECT_NEAR(irr->value(), 0.08, 1e-9);
}

TEST_F(PppServiceTest, ComparesEveryModeAtEveryRate) {
  const v1::CompareDeliveryModesRequest request = Schools();
  grpc::ClientContext context;
  v1::CompareDeliveryModesResponse response;
  const auto status = stub_->CompareDeliveryModes(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.modes_size(), request.modes_size());
  EXPECT_EQ(response.costs_size(), request.modes_size() * (1 + request.discount_rates_per_year_size()));
  EXPECT_EQ(response.switches_size(), request.modes_size() - 1);
  EXPECT_EQ(response.published_totals_size(), request.published_totals_size());
  for (const auto& cost : response.costs()) {
    EXPECT_NEAR(cost.total_present_amount(),
                cost.raw_present_amount() + cost.competitive_neutrality_present_amount() +
                    cost.transferable_risk_present_amount() + cost.retained_risk_present_amount(),
                1e-3);
  }
}

TEST_F(PppServiceTest, ValidateOnlyComparesAndSolvesNothing) {
  v1::CompareDeliveryModesRequest request = Schools();
  request.mutable_appraisal()->set_validate_only(true);
  grpc::ClientContext context;
  v1::CompareDeliveryModesResponse response;
  ASSERT_TRUE(stub_->CompareDeliveryModes(&context, request, &response).ok());
  EXPECT_EQ(response.modes_size(), 0);
  v1::SolveTermsRequest solve;
  *solve.mutable_appraisal() = request.appraisal();
  *solve.mutable_setting() = request.setting();
  *solve.mutable_mode() = request.modes(1);
  solve.set_unknown(v1::SOLVED_UNKNOWN_CHARGE);
  solve.set_target(v1::SOLVE_TARGET_EQUITY_IRR);
  solve.set_target_value(0.1);
  grpc::ClientContext another;
  v1::SolveTermsResponse answer;
  ASSERT_TRUE(stub_->SolveTerms(&another, solve, &answer).ok());
  EXPECT_FALSE(answer.has_solved());
}

TEST_F(PppServiceTest, TheRegisterIsDrawnOverTheSameFuturesForAllModes) {
  v1::CompareDeliveryModesRequest request = Schools();
  request.mutable_simulation()->set_path_count(4'000);
  request.mutable_simulation()->set_seed(3);
  const auto ask = [&] {
    grpc::ClientContext context;
    v1::CompareDeliveryModesResponse response;
    const auto status = stub_->CompareDeliveryModes(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  };
  const v1::CompareDeliveryModesResponse response = ask();
  EXPECT_EQ(response.simulation().path_count(), 4'000);
  EXPECT_EQ(response.SerializeAsString(), ask().SerializeAsString()) << "same seed, same bytes";
  std::map<std::string, double> cheaper;
  std::size_t marks = 0;
  for (const auto& probability : response.simulation().probabilities()) {
    if (probability.name() == "cheaper") cheaper[probability.mode_id()] = probability.probability();
    if (probability.name() == "at_most_published") ++marks;
  }
  EXPECT_NEAR(cheaper.at("direct") + cheaper.at("partnership"), 1.0, 1e-12);
  EXPECT_EQ(marks, 2U) << "734 and 692";
  for (const auto& row : response.simulation().figures()) {
    if (row.figure().metric_name() != "city_cost_present_amount") continue;
    const auto cost = std::find_if(response.costs().begin(), response.costs().end(),
                                   [&](const auto& one) { return one.mode_id() == row.mode_id(); });
    ASSERT_NE(cost, response.costs().end());
    EXPECT_NEAR(row.figure().mean(), cost->total_present_amount(), 4.0 * row.figure().standard_error());
  }
}

TEST_F(PppServiceTest, AFaultySimulationOfTheRegisterIsRefused) {
  v1::CompareDeliveryModesRequest request = Schools();
  request.mutable_simulation();  // No paths.
  auto& pair = *request.add_line_correlations();
  pair.set_first_driver_id("works-overrun");
  pair.set_second_driver_id("weather");
  pair.set_correlation(1.5);
  auto& line = *request.mutable_risks(0);
  line.mutable_factor_distribution()->mutable_pert()->set_low(1.0);
  grpc::ClientContext context;
  v1::CompareDeliveryModesResponse response;
  const auto status = stub_->CompareDeliveryModes(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(PathsOf(status),
              IsSupersetOf({"risks[0]", "risks[0].factor_distribution.mode", "simulation.path_count",
                            "line_correlations[0].second_driver_id", "line_correlations[0].correlation"}));
}

/// The schools with what moves their prices and the service, beside the register.
v1::SimulateDeliveryModesRequest SchoolsOnFutures(std::int64_t path_count) {
  v1::SimulateDeliveryModesRequest request;
  v1::CompareDeliveryModesRequest& comparison = *request.mutable_comparison();
  comparison = Schools();
  comparison.mutable_simulation()->set_path_count(path_count);
  comparison.mutable_simulation()->set_seed(3);
  auto& inflation = *comparison.mutable_risk_model()->add_drivers();
  inflation.set_id("inflation");
  inflation.mutable_mean_reverting_rate()->set_volatility_per_sqrt_year(0.012);
  inflation.mutable_mean_reverting_rate()->set_reversion_per_year(0.4);
  inflation.mutable_indices()->add_curve_ids("index");
  auto& service = *comparison.mutable_risk_model()->add_drivers();
  service.set_id("service");
  service.mutable_draw()->mutable_uniform()->set_low(0.9);
  service.mutable_draw()->mutable_uniform()->set_high(1.0);
  service.mutable_quantity()->add_kinds(v1::QUANTITY_KIND_AVAILABILITY);
  return request;
}

TEST_F(PppServiceTest, ModesOnFuturesComeWithProgressAndAreThoseOfTheUnaryCall) {
  const v1::SimulateDeliveryModesRequest request = SchoolsOnFutures(60'000);
  grpc::ClientContext context;
  const auto stream = stub_->SimulateDeliveryModes(&context, request);
  v1::SimulateDeliveryModesResponse message;
  v1::CompareDeliveryModesResponse result;
  int progress_count = 0;
  int result_count = 0;
  while (stream->Read(&message)) {
    if (message.has_progress()) {
      ++progress_count;
      EXPECT_EQ(result_count, 0) << "the result is the last";
      EXPECT_EQ(message.progress().total_path_count(), 60'000);
    }
    if (message.has_result()) {
      ++result_count;
      result = message.result();
    }
  }
  const auto status = stream->Finish();
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_GE(progress_count, 1);
  EXPECT_EQ(result_count, 1);
  EXPECT_EQ(result.simulation().path_count(), 60'000);
  EXPECT_EQ(result.simulation().warnings_size(), 0);
  bool is_deducted = false;
  for (const auto& row : result.simulation().figures()) {
    is_deducted = is_deducted || (row.figure().metric_name() == "deduction_present_amount" && row.figure().mean() > 0);
  }
  EXPECT_TRUE(is_deducted);
  grpc::ClientContext other;
  v1::CompareDeliveryModesResponse unary;
  ASSERT_TRUE(stub_->CompareDeliveryModes(&other, request.comparison(), &unary).ok());
  EXPECT_EQ(unary.simulation().SerializeAsString(), result.simulation().SerializeAsString());
}

TEST_F(PppServiceTest, FaultyDriversOfModesAreNamedAsTheyWereWritten) {
  v1::SimulateDeliveryModesRequest request = SchoolsOnFutures(10);
  v1::RiskModel& risk = *request.mutable_comparison()->mutable_risk_model();
  const auto paths = [&] {
    grpc::ClientContext context;
    const auto stream = stub_->SimulateDeliveryModes(&context, request);
    v1::SimulateDeliveryModesResponse message;
    while (stream->Read(&message)) ADD_FAILURE() << "an answer";
    const auto status = stream->Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    return PathsOf(status);
  };
  risk.mutable_drivers(0)->mutable_indices()->set_curve_ids(0, "weather");
  EXPECT_THAT(paths(), ::testing::ElementsAre("comparison.risk_model.drivers[0].indices.curve_ids[0]"));
  risk.mutable_drivers(0)->mutable_indices()->set_curve_ids(0, "index");
  risk.mutable_drivers(1)->mutable_quantity()->set_kinds(0, v1::QUANTITY_KIND_INVESTMENT);
  EXPECT_THAT(paths(), ::testing::ElementsAre("comparison.risk_model.drivers[1].quantity"))
      << "works stand in the register";
  request.mutable_comparison()->clear_simulation();
  EXPECT_THAT(paths(), ::testing::ElementsAre("comparison.simulation"));
}

TEST_F(PppServiceTest, ACallerWhoLeavesStopsTheFutures) {
  const v1::SimulateDeliveryModesRequest request = SchoolsOnFutures(2'000'000);
  grpc::ClientContext context;
  const auto stream = stub_->SimulateDeliveryModes(&context, request);
  v1::SimulateDeliveryModesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_TRUE(message.has_progress());
  const auto start = std::chrono::steady_clock::now();
  context.TryCancel();
  while (stream->Read(&message)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // The workers come back: another call gets them.
  grpc::ClientContext other;
  const auto next = stub_->SimulateDeliveryModes(&other, SchoolsOnFutures(10));
  while (next->Read(&message)) {
  }
  EXPECT_TRUE(next->Finish().ok());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5)) << "two million would take longer";
}

}  // namespace
}  // namespace calanque::service
