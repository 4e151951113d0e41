// The four methods over gRPC in one process: answers, status codes, details, limits, cancellation, concurrency.

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>
#include <vector>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/service/good_request.h"
#include "tests/service/violations.h"

namespace calanque::service {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::PathsOf;
using ::testing::SizeIs;
using Clock = std::chrono::steady_clock;

/// Value of a single-valued cell; NaN where there is none.
double ValueOf(const google::protobuf::RepeatedPtrField<v1::MetricCell>& cells, const std::string& metric,
               const std::string& project, const std::string& perspective) {
  for (const v1::MetricCell& cell : cells) {
    if (cell.metric_name() == metric && cell.project_id() == project && cell.perspective_id() == perspective &&
        cell.view() == v1::FLOW_VIEW_INCREMENTAL && cell.outcome_case() == v1::MetricCell::kValue) {
      return cell.value();
    }
  }
  return std::nan("");
}

class AppraisalServiceTest : public ::testing::Test {
 protected:
  static Limits SmallLimits() {
    Limits limits;
    limits.max_projects = 20'000;
    limits.max_cases = 3;
    limits.max_violations = 3;
    return limits;
  }

  grpc::Status Appraise(const v1::AppraisePortfolioRequest& request) {
    grpc::ClientContext context;
    response_.Clear();
    return stub_->AppraisePortfolio(&context, request, &response_);
  }

  InProcessServer server_{SmallLimits()};
  std::unique_ptr<v1::AppraisalService::Stub> stub_ = v1::AppraisalService::NewStub(server_.Channel());
  v1::AppraisePortfolioResponse response_;
};

TEST_F(AppraisalServiceTest, AnswersWithFiguresConventionsVersionAndHash) {
  ASSERT_TRUE(Appraise(testing::GoodRequest()).ok());
  EXPECT_EQ(response_.label(), "sample");
  EXPECT_THAT(response_.input_hash(), SizeIs(64));
  EXPECT_EQ(response_.engine_version(), "0.1.0");
  EXPECT_EQ(response_.conventions().currency_code(), "EUR");
  EXPECT_EQ(response_.conventions().options().valuation_date(), "2025-01-01");
  EXPECT_THAT(response_.conventions().statements(), Not(IsEmpty()));
  EXPECT_EQ(response_.project_names(0).display_name(), "school");
  EXPECT_EQ(response_.party_names(0).display_name(), "City");
  // One project and its own loan: the portfolio is that project.
  const double portfolio = ValueOf(response_.cells(), "npv_amount", "", "city");
  EXPECT_TRUE(std::isfinite(portfolio));
  EXPECT_DOUBLE_EQ(ValueOf(response_.cells(), "npv_amount", "school", "city"), portfolio);
  for (const v1::MetricCell& cell : response_.cells()) {
    EXPECT_NE(cell.outcome_case(), v1::MetricCell::OUTCOME_NOT_SET) << cell.metric_name();
    EXPECT_THAT(cell.unit(), Not(HasSubstr("CURRENCY"))) << cell.metric_name();
  }
}

TEST_F(AppraisalServiceTest, ValidateOnlyHasNamesAndWarningsButNoCells) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  request.set_validate_only(true);
  ASSERT_TRUE(Appraise(request).ok());
  EXPECT_THAT(response_.cells(), IsEmpty());
  EXPECT_THAT(response_.project_names(), SizeIs(1));
  request.mutable_portfolio()->set_currency_code("");
  EXPECT_EQ(Appraise(request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

// A percentage written as a number discounts at 400 %: the figures look harmless.
TEST_F(AppraisalServiceTest, WarnsOfARateOfMoreThanOneHundredPercent) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  ASSERT_TRUE(request.assumptions().discount_rates(0).has_constant_rate_per_year());
  ASSERT_TRUE(Appraise(request).ok());
  const int before = response_.warnings_size();
  request.mutable_assumptions()->mutable_discount_rates(0)->set_constant_rate_per_year(4.0);
  ASSERT_TRUE(Appraise(request).ok());
  ASSERT_EQ(response_.warnings_size(), before + 1);
  const v1::Violation& warning = response_.warnings(before);
  EXPECT_EQ(warning.field_path(), "assumptions.discount_rates[0].constant_rate_per_year");
  EXPECT_THAT(warning.message(), HasSubstr("is 4, more than 100 % a year (4 % is 0.04)"));
  auto& stepped = *request.mutable_assumptions()->mutable_discount_rates(0)->mutable_stepped();
  stepped.add_from_years(0.0);
  stepped.add_from_years(30.0);
  stepped.add_rates_per_year(0.032);
  stepped.add_rates_per_year(2.5);
  ASSERT_TRUE(Appraise(request).ok());
  ASSERT_EQ(response_.warnings_size(), before + 1);
  EXPECT_EQ(response_.warnings(before).field_path(), "assumptions.discount_rates[0].stepped.rates_per_year[1]");
}

// A planned refund in taxes was dropped from the planned sources without a word.
TEST_F(AppraisalServiceTest, RefusesATaxThatIsSaidToBePlanned) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  auto& refund = *request.mutable_portfolio()->mutable_projects(0)->add_with_project();
  refund.set_id("tax-back");
  refund.set_payer_party_id("state");
  refund.set_payee_party_id("city");
  refund.mutable_explicit_series()->set_category(v1::FLOW_CATEGORY_TAX);
  refund.mutable_explicit_series()->add_amounts(3.0);
  ASSERT_TRUE(Appraise(request).ok());
  refund.mutable_explicit_series()->set_commitment(v1::COMMITMENT_COMMITTED);
  ASSERT_TRUE(Appraise(request).ok());
  refund.mutable_explicit_series()->set_commitment(v1::COMMITMENT_PLANNED);
  const std::string path = "portfolio.projects[0].with_project[" +
                           std::to_string(request.portfolio().projects(0).with_project_size() - 1) +
                           "].explicit_series.commitment";
  EXPECT_THAT(PathsOf(Appraise(request)), Contains(path));
}

TEST_F(AppraisalServiceTest, RefusesWithAllViolationsUpToTheLimit) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  request.mutable_portfolio()->set_currency_code("");
  request.mutable_options()->clear_price_basis();
  const grpc::Status two = Appraise(request);
  EXPECT_EQ(two.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(PathsOf(two), ::testing::ElementsAre("options.price_basis", "portfolio.currency_code"));
  request.mutable_portfolio()->clear_id();
  request.mutable_portfolio()->mutable_projects(0)->set_id("A");
  request.mutable_portfolio()->set_inhabitant_count(-1);
  const grpc::Status five = Appraise(request);
  EXPECT_THAT(PathsOf(five), SizeIs(3));
  v1::ErrorDetail detail;
  detail.ParseFromString(five.error_details());
  EXPECT_EQ(detail.omitted_violation_count(), 3);  // The loan lost its project too.
}

TEST_F(AppraisalServiceTest, AnEmptyRequestIsRefusedNotCrashed) {
  EXPECT_EQ(Appraise({}).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(AppraisalServiceTest, ExceedingALimitOfSizeIsResourceExhausted) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  request.mutable_options()->mutable_grid()->set_period_count(1'201);
  const grpc::Status status = Appraise(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(status.error_message(), AllOf(HasSubstr("1201"), HasSubstr("1200")));
}

TEST_F(AppraisalServiceTest, ComparesCasesAgainstTheFirst) {
  v1::ComparePortfoliosRequest request;
  *request.add_cases() = testing::GoodRequest();
  *request.add_cases() = testing::GoodRequest();
  request.mutable_cases(0)->set_label("before");
  request.mutable_cases(1)->set_label("after");
  auto& works = *request.mutable_cases(1)->mutable_portfolio()->mutable_projects(0)->mutable_with_project(0);
  works.mutable_investment()->set_amount(2000.0);
  request.mutable_cases(1)->mutable_options()->set_valuation_date("2025-07-01");
  v1::ComparePortfoliosResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->ComparePortfolios(&context, request, &response).ok());
  EXPECT_THAT(response.labels(), ::testing::ElementsAre("before", "after"));
  EXPECT_THAT(response.cautions(), Contains(HasSubstr("valuation date")));
  EXPECT_NE(response.input_hashes(0), response.input_hashes(1));
  bool is_found = false;
  for (const v1::ComparisonRow& row : response.rows()) {
    ASSERT_EQ(row.values_size(), 2);
    EXPECT_DOUBLE_EQ(row.differences(0), 0.0);
    if (row.metric_name() != "investment_amount" || row.perspective_id() != "city") continue;
    if (row.view() != v1::FLOW_VIEW_WITH_PROJECT) continue;
    is_found = true;
    // 1,000 and its VAT, less FCTVA on what 200 more of grant (300, then its cap of 500) leave of them.
    EXPECT_NEAR(row.differences(1), 1200.0 - 0.16404 * (1200.0 - 200.0), 1e-9);
  }
  EXPECT_TRUE(is_found);
  EXPECT_GT(response.source_rows_size(), 0);
  EXPECT_EQ(response.source_rows(0).values_size(), 2);
}

// A reader of a comparison or an explanation sees the same figures as of an appraisal, so the same warnings.
TEST_F(AppraisalServiceTest, ComparisonAndExplanationWarnAsTheAppraisalDoes) {
  v1::AppraisePortfolioRequest odd = testing::GoodRequest();
  odd.mutable_assumptions()->mutable_discount_rates(0)->set_constant_rate_per_year(4.0);
  ASSERT_TRUE(Appraise(odd).ok());
  ASSERT_GT(response_.warnings_size(), 0);
  const auto has_rate = [](const auto& warnings, const std::string& prefix) {
    return std::any_of(warnings.begin(), warnings.end(), [&](const v1::Violation& warning) {
      return warning.field_path() == prefix + ".assumptions.discount_rates[0].constant_rate_per_year";
    });
  };
  v1::ComparePortfoliosRequest comparison;
  *comparison.add_cases() = testing::GoodRequest();
  *comparison.add_cases() = odd;
  comparison.mutable_cases(0)->set_label("before");
  comparison.mutable_cases(1)->set_label("after");
  for (const bool validate_only : {false, true}) {
    comparison.set_validate_only(validate_only);
    v1::ComparePortfoliosResponse compared;
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->ComparePortfolios(&context, comparison, &compared).ok());
    EXPECT_FALSE(has_rate(compared.warnings(), "cases[0]"));
    EXPECT_TRUE(has_rate(compared.warnings(), "cases[1]"));
  }
  v1::ExplainRequest question;
  *question.mutable_appraisal() = odd;
  question.set_project_id("school");
  question.set_perspective_id("city");
  for (const bool validate_only : {false, true}) {
    question.set_validate_only(validate_only);
    v1::ExplainResponse explained;
    grpc::ClientContext context;
    ASSERT_TRUE(stub_->Explain(&context, question, &explained).ok());
    EXPECT_TRUE(has_rate(explained.warnings(), "appraisal"));
  }
}

// A figure that the city did not publish is missing in the answer, not 0.
TEST_F(AppraisalServiceTest, UnknownFiguresLeaveTheirMetricsOut) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  request.mutable_portfolio()->mutable_projects(0)->add_unknown_figures(v1::UNKNOWN_FIGURE_RUNNING);
  v1::AppraisePortfolioResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->AppraisePortfolio(&context, request, &response).ok());
  bool is_found = false;
  for (const v1::MetricCell& cell : response.cells()) {
    if (cell.metric_name() != "npv_amount") continue;
    is_found = true;
    EXPECT_EQ(cell.failure().reason(), v1::FAILURE_REASON_MISSING_DATA);
  }
  EXPECT_TRUE(is_found);
  request.mutable_portfolio()->mutable_projects(0)->set_unknown_figures(0, v1::UNKNOWN_FIGURE_UNSPECIFIED);
  EXPECT_THAT(PathsOf(Appraise(request)), ::testing::ElementsAre("portfolio.projects[0].unknown_figures[0]"));
}

TEST_F(AppraisalServiceTest, CompareNamesTheCaseThatIsWrong) {
  v1::ComparePortfoliosRequest request;
  *request.add_cases() = testing::GoodRequest();
  v1::ComparePortfoliosResponse response;
  const auto compare = [&] {
    grpc::ClientContext context;
    return stub_->ComparePortfolios(&context, request, &response);
  };
  EXPECT_THAT(PathsOf(compare()), ::testing::ElementsAre("cases"));  // One is nothing to compare.
  *request.add_cases() = testing::GoodRequest();
  EXPECT_THAT(PathsOf(compare()), ::testing::ElementsAre("cases[1].label"));  // The same label twice.
  request.mutable_cases(1)->set_label("other");
  request.mutable_cases(1)->mutable_portfolio()->set_currency_code("");
  EXPECT_THAT(PathsOf(compare()), ::testing::ElementsAre("cases[1].portfolio.currency_code"));
  for (int i = 0; i < 2; ++i) *request.add_cases() = testing::GoodRequest();
  EXPECT_EQ(compare().error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(AppraisalServiceTest, ExplainsAProjectsPresentValueDownToItsColumns) {
  v1::ExplainRequest request;
  *request.mutable_appraisal() = testing::GoodRequest();
  request.set_project_id("school");
  request.set_perspective_id("city");
  v1::ExplainResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->Explain(&context, request, &response).ok());
  double sum = 0.0;
  for (const v1::MoneyColumn& column : response.money_columns()) {
    EXPECT_EQ(column.amounts_size(), response.point_dates_size());
    EXPECT_FALSE(column.formula().empty()) << column.item_id();
    if (column.category() != "carbon" && column.category() != "co_benefit") sum += column.present_value_amount();
  }
  EXPECT_NEAR(sum, ValueOf(response.cells(), "npv_amount", "school", "city"), 1e-9);
}

TEST_F(AppraisalServiceTest, ExplainRefusesWhatItDoesNotKnow) {
  v1::ExplainRequest request;
  *request.mutable_appraisal() = testing::GoodRequest();
  request.set_project_id("university");
  request.set_perspective_id("city");
  v1::ExplainResponse response;
  const auto explain = [&] {
    grpc::ClientContext context;
    return stub_->Explain(&context, request, &response);
  };
  EXPECT_THAT(PathsOf(explain()), ::testing::ElementsAre("project_id"));
  request.set_project_id("school");
  request.set_perspective_id("moon");
  EXPECT_THAT(PathsOf(explain()), ::testing::ElementsAre("perspective_id"));
  request.set_perspective_id("city");
  request.set_view(static_cast<v1::FlowView>(12));
  EXPECT_THAT(PathsOf(explain()), ::testing::ElementsAre("view"));
  request.set_view(v1::FLOW_VIEW_WITH_PROJECT);
  request.mutable_appraisal()->mutable_portfolio()->set_currency_code("");
  EXPECT_THAT(PathsOf(explain()), ::testing::ElementsAre("appraisal.portfolio.currency_code"));
}

TEST_F(AppraisalServiceTest, ListsEveryMetricWithUnitAndMeaning) {
  v1::ListMetricsResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->ListMetrics(&context, {}, &response).ok());
  EXPECT_GE(response.metrics_size(), 40);
  for (const v1::MetricDefinition& metric : response.metrics()) {
    EXPECT_FALSE(metric.unit().empty()) << metric.name();
    EXPECT_FALSE(metric.description().empty()) << metric.name();
    EXPECT_FALSE(metric.source().empty()) << metric.name();
  }
}

TEST_F(AppraisalServiceTest, ConcurrentRequestsKeepTheirOwnValuationDates) {
  // A yield curve reads the one evaluation date per process of the library behind it; another request's must not leak
  // in.
  const auto request_at = [](const std::string& date) {
    v1::AppraisePortfolioRequest request = testing::GoodRequest();
    request.mutable_options()->set_valuation_date(date);
    auto& rate = *request.mutable_assumptions()->mutable_discount_rates(0);
    rate.set_basis(v1::PRICE_BASIS_NOMINAL);
    auto& quotes = *rate.mutable_yield_curve();
    for (const int years : {1, 5, 10}) {
      quotes.add_quote_kinds(v1::QUOTE_KIND_SWAP);
      quotes.add_tenor_months(12 * years);
      quotes.add_rates_per_year(0.02 + 0.001 * years);
    }
    return request;
  };
  const std::vector<std::string> dates = {"2024-01-01", "2024-06-30", "2025-01-01"};
  std::vector<double> alone;
  for (const std::string& date : dates) {
    ASSERT_TRUE(Appraise(request_at(date)).ok());
    alone.push_back(ValueOf(response_.cells(), "npv_amount", "", "city"));
  }
  EXPECT_NE(alone[0], alone[1]);
  std::vector<int> differing(dates.size(), 0);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 20; ++k) {
        grpc::ClientContext context;
        v1::AppraisePortfolioResponse response;
        if (!stub_->AppraisePortfolio(&context, request_at(dates[i]), &response).ok()) ++differing[i];
        if (ValueOf(response.cells(), "npv_amount", "", "city") != alone[i]) ++differing[i];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(differing, ::testing::Each(0));
}

TEST_F(AppraisalServiceTest, ADeadlineStopsTheWork) {
  const v1::AppraisePortfolioRequest request = testing::LargeRequest(3'000, 40);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(100));
  const grpc::Status status = stub_->AppraisePortfolio(&context, request, &response_);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(AppraisalServiceTest, TheNextCallAfterARefusalIsAnsweredAsUsual) {
  EXPECT_FALSE(Appraise({}).ok());
  EXPECT_TRUE(Appraise(testing::GoodRequest()).ok());
}

}  // namespace
}  // namespace calanque::service
