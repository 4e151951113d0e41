// TrackProgress as a client sees it: the appraisal where nothing differs, parts that add up, everything wrong at once.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <string>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "calanque/v1/error.pb.h"
#include "calanque/v1/planning_service.grpc.pb.h"
#include "tests/service/good_request.h"
#include "tests/service/planning_test.h"

namespace calanque::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// Planned: half of 1,000 and its VAT in each of 2025 and 2026, and 7 more in 2025; 3 MWh a year from 2027, a tenth of
// it lost to rebound.
constexpr const char* kRecord = R"pb(
  perspective_id: "city"
  status_date: "2028-01-01"
  actuals {
    project_id: "school"
    delivered_fractions: [ 0.25, 0.5, 0.25 ]
    spent_amounts: [ 330, 660, 330 ]
    energy_mwh: [ 0, 0, 1 ]
  }
  indicators {
    id: "jobs"
    unit: "jobs"
    baseline_year: 2024
    target_year: 2030
    target: 60
    recorded_years: [ 2026 ]
    recorded_values: [ 15 ]
  }
)pb";

class TrackProgress : public testing::PlanningTest<v1::TrackProgressRequest, v1::TrackProgressResponse,
                                                   &v1::PlanningService::Stub::TrackProgress> {
 protected:
  static v1::TrackProgressRequest Request(const std::string& record = kRecord) {
    v1::TrackProgressRequest request;
    if (!google::protobuf::TextFormat::ParseFromString(record, &request)) throw std::logic_error("does not parse");
    *request.mutable_appraisal() = testing::GoodRequest();
    return request;
  }
};

TEST_F(TrackProgress, PartsAddUpAndSumsAreTheProjects) {
  const v1::TrackProgressResponse response = Answer(Request());
  EXPECT_EQ(response.recorded_periods_count(), 3);
  EXPECT_EQ(response.period_start_dates_size(), 10);
  EXPECT_EQ(response.method(), v1::FORECAST_METHOD_RECORDED_RATES);
  EXPECT_EQ(response.input_hash().size(), 64U);
  ASSERT_EQ(response.projects_size(), 1);
  for (const v1::QuantityProgress& quantity : response.projects(0).quantities()) {
    ASSERT_EQ(quantity.price_variances_size(), 3);
    ASSERT_EQ(quantity.current_values_size(), 10);
    for (int t = 0; t < 3; ++t) {
      EXPECT_NEAR(quantity.price_variances(t) + quantity.volume_variances(t) + quantity.timing_variances(t),
                  quantity.current_values(t) - quantity.planned_values(t), 1e-9);
    }
  }
  const v1::ProjectProgress& school = response.projects(0);
  // Three quarters of 1,207 are reached 298.25 / 600 through 2026; a year later all is done, in time with what follows.
  EXPECT_NEAR(school.delay_years(), 3 - (2 + 298.25 / 600), 1e-9);
  EXPECT_NEAR(school.delivered_fraction(), 1.0, 1e-12);
  EXPECT_NEAR(school.earned_value().planned_value_amount(), 1207, 1e-6);
  EXPECT_NEAR(school.earned_value().actual_cost_amount(), 1320, 1e-6);
  EXPECT_NEAR(school.earned_value().cost_performance_factor(), 1207.0 / 1320, 1e-9);
  EXPECT_EQ(response.portfolio().earned_value().actual_cost_amount(), school.earned_value().actual_cost_amount());
  ASSERT_EQ(response.indicators_size(), 7);
  EXPECT_EQ(response.indicators(6).indicator_id(), "jobs");
  EXPECT_NEAR(response.indicators(6).expected(), 20, 1e-9);
  EXPECT_NEAR(response.indicators(6).progress_fraction(), 0.25, 1e-12);
}

TEST_F(TrackProgress, WithoutARecordItIsTheAppraisal) {
  const v1::TrackProgressResponse response = Answer(Request("status_date: \"2027-01-01\""));
  grpc::ClientContext context;
  v1::AppraisePortfolioResponse appraisal;
  const auto appraise = v1::AppraisalService::NewStub(server_.Channel());
  ASSERT_TRUE(appraise->AppraisePortfolio(&context, testing::GoodRequest(), &appraisal).ok());
  int compared = 0;
  const v1::UpdatedFigures& figures = response.portfolio().figures();
  EXPECT_EQ(response.perspective_id(), "economy");
  for (const v1::MetricCell& cell : appraisal.cells()) {
    if (!cell.project_id().empty() || cell.metric_name() != "npv_amount" || cell.perspective_id() != "economy" ||
        cell.view() != v1::FLOW_VIEW_INCREMENTAL) {
      continue;
    }
    ++compared;
    EXPECT_NEAR(figures.updated_npv_amount(), cell.value(), 1e-12 * std::abs(cell.value()));
  }
  EXPECT_EQ(compared, 1);
  EXPECT_NEAR(figures.updated_gap_amount(), figures.planned_gap_amount(), 1e-9);
  EXPECT_EQ(response.warnings(response.warnings_size() - 1).field_path(), "actuals");
}

TEST_F(TrackProgress, TheSameRequestGivesTheSameBytes) {
  EXPECT_EQ(Answer(Request()).SerializeAsString(), Answer(Request()).SerializeAsString());
}

TEST_F(TrackProgress, ValidateOnlyTracksNothing) {
  v1::TrackProgressRequest request = Request();
  request.mutable_appraisal()->set_validate_only(true);
  const v1::TrackProgressResponse response = Answer(request);
  EXPECT_THAT(response.projects(), IsEmpty());
  EXPECT_FALSE(response.has_portfolio());
  EXPECT_EQ(response.perspective_id(), "city");
  EXPECT_EQ(response.recorded_periods_count(), 3);
}

TEST_F(TrackProgress, NamesEverythingThatIsWrongAtOnce) {
  const v1::TrackProgressRequest request = Request(R"pb(
    perspective_id: "mars"
    status_date: "2028-01-01"
    actuals {
      project_id: "school"
      delivered_fractions: [ 0.5, -0.1, 0.8 ]
      spent_amounts: [ 1, 2 ]
    }
    actuals { project_id: "school" }
    actuals { project_id: "scool" scope_at_completion_fraction: 11 }
    indicators {
      id: "a"
      unit: "jobs"
      baseline_year: 2030
      target_year: 2030
      recorded_years: [ 2030, 2029 ]
    }
    indicators { id: "a" unit: "jobs" baseline_year: 24 target_year: 2030 }
    indicators { id: "b" baseline_year: 2024 target_year: 2030 }
  )pb");
  EXPECT_THAT(
      Violations(request),
      UnorderedElementsAre("perspective_id", "actuals[0].delivered_fractions[1]", "actuals[0].delivered_fractions",
                           "actuals[0].spent_amounts", "actuals[1].project_id", "actuals[2].project_id",
                           "actuals[2].scope_at_completion_fraction", "indicators[0].target_year",
                           "indicators[0].recorded_years[1]", "indicators[0].recorded_values", "indicators[1].id",
                           "indicators[1].baseline_year", "indicators[2].unit"));
}

// A city that publishes what its works cost and nothing else can follow them; without that there is nothing to follow.
TEST_F(TrackProgress, FollowsProjectsOfWhichOnlyTheInvestmentIsKnown) {
  v1::TrackProgressRequest request = Request();
  v1::Project& school = *request.mutable_appraisal()->mutable_portfolio()->mutable_projects(0);
  for (const auto figure : {v1::UNKNOWN_FIGURE_RUNNING, v1::UNKNOWN_FIGURE_ABATEMENT, v1::UNKNOWN_FIGURE_FUNDING}) {
    school.add_unknown_figures(figure);
  }
  EXPECT_NEAR(Answer(request).projects(0).earned_value().planned_value_amount(), 1207, 1e-6);
  school.add_unknown_figures(v1::UNKNOWN_FIGURE_INVESTMENT);
  EXPECT_THAT(Violations(request), ElementsAre("appraisal.portfolio.projects[0].unknown_figures"));
}

TEST_F(TrackProgress, WantsAStatusDateBetweenPeriods) {
  EXPECT_THAT(Violations(Request("")), ElementsAre("status_date"));
  for (const char* date : {"2025-01-01", "2027-06-01", "2036-01-01", "soon"}) {
    EXPECT_THAT(Violations(Request(std::string("status_date: \"") + date + "\"")), ElementsAre("status_date")) << date;
  }
  EXPECT_EQ(Answer(Request("status_date: \"2035-01-01\"")).recorded_periods_count(), 10);
}

TEST_F(TrackProgress, RefusesNumbersThatAreNone) {
  v1::TrackProgressRequest request = Request();
  request.mutable_actuals(0)->set_spent_amounts(1, std::numeric_limits<double>::quiet_NaN());
  request.mutable_actuals(0)->set_energy_mwh(2, 1e300);
  EXPECT_THAT(Violations(request), UnorderedElementsAre("actuals[0].spent_amounts[1]", "actuals[0].energy_mwh[2]"));
}

// 2 x (7 x (2 x 10 + 3 x 3) + 2 x 10) numbers.
TEST_F(TrackProgress, RefusesAnswersThatAreTooLong) {
  for (const std::size_t most : {std::size_t{445}, std::size_t{446}}) {
    Limits limits;
    limits.max_table_numbers = most;
    InProcessServer small(limits);
    grpc::ClientContext context;
    v1::TrackProgressResponse response;
    const auto status = v1::PlanningService::NewStub(small.Channel())->TrackProgress(&context, Request(), &response);
    EXPECT_EQ(status.error_code(), most < 446 ? grpc::StatusCode::RESOURCE_EXHAUSTED : grpc::StatusCode::OK)
        << status.error_message();
  }
}

// Amounts that are next to nothing are no rates: every figure stays finite.
TEST_F(TrackProgress, StaysFiniteForHugeAndTinyFigures) {
  v1::TrackProgressRequest request = Request();
  request.mutable_actuals(0)->set_delivered_fractions(0, 1e-300);
  request.mutable_actuals(0)->set_spent_amounts(0, 1e15);
  request.mutable_actuals(0)->set_energy_mwh(2, 1e15);
  const v1::TrackProgressResponse response = Answer(request);
  EXPECT_TRUE(std::isfinite(response.portfolio().figures().updated_npv_amount()));
  EXPECT_TRUE(std::isfinite(response.portfolio().earned_value().forecast_spending_amount()));
}

}  // namespace
}  // namespace calanque::service
