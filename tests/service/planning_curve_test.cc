// The abatement curve through the service: figures fit together, every violation with its place, nothing computed where
// only validation was asked for.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "calanque/v1/error.pb.h"
#include "calanque/v1/planning_service.grpc.pb.h"
#include "tests/service/good_request.h"
#include "tests/service/planning_test.h"
#include "tests/service/violations.h"

namespace calanque::service {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr const char* kTerms = R"pb(
  interactions {
    id: "heat"
    measures { project_id: "school" removed_fraction: 0.5 }
    measures { project_id: "school-2" sized_cost_fraction: 0.5 }
  }
  speed_limits { project_id: "school-2" implementation_fraction_per_year: 0.25 }
  pathway {
    sectors {
      sector_id: "buildings"
      target {
        years: [ 2019, 2030, 2034 ]
        emissions_t_co2e: [ 100, 70, 0 ]
      }
    }
    carbon_budget { first_year: 2020 last_year: 2034 emission_t_co2e: 1000 }
  }
)pb";

/// Three projects alike.
v1::BuildAbatementCurveRequest Request(const char* terms = kTerms) {
  v1::BuildAbatementCurveRequest request;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(terms, &request));
  *request.mutable_appraisal() = calanque::testing::GoodRequest();
  v1::Portfolio& portfolio = *request.mutable_appraisal()->mutable_portfolio();
  for (const char* id : {"school-2", "school-3"}) {
    const v1::Project project = portfolio.projects(0);
    *portfolio.add_projects() = project;
    portfolio.mutable_projects(portfolio.projects_size() - 1)->set_id(id);
  }
  return request;
}

struct Outcome {
  grpc::Status status;
  v1::BuildAbatementCurveResponse response;

  [[nodiscard]] std::vector<std::string> paths() const { return testing::PathsOf(status); }
  [[nodiscard]] const v1::CurveMeasure& measure(const std::string& id) const {
    for (const auto& measure : response.measures()) {
      if (measure.project_id() == id) return measure;
    }
    ADD_FAILURE() << id;
    return v1::CurveMeasure::default_instance();
  }
};

class PlanningCurveTest : public testing::PlanningTest<v1::BuildAbatementCurveRequest, v1::BuildAbatementCurveResponse,
                                                       &v1::PlanningService::Stub::BuildAbatementCurve> {
 protected:
  Outcome Build(const v1::BuildAbatementCurveRequest& request) {
    Outcome answer;
    answer.status = Call(request, answer.response);
    return answer;
  }
};

TEST_F(PlanningCurveTest, FiguresFitTogether) {
  const Outcome answer = Build(Request());
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  const auto& response = answer.response;
  EXPECT_EQ(response.perspective_id(), "economy");
  EXPECT_EQ(response.first_year(), 2025);
  EXPECT_EQ(response.target_year(), 2030);
  EXPECT_EQ(response.width(), v1::CURVE_WIDTH_CUMULATIVE);
  EXPECT_EQ(response.input_hash().size(), 64U);
  ASSERT_EQ(response.measures_size(), 3);
  double tonnes = 0.0;
  double cost = 0.0;
  for (const auto& measure : response.measures()) {
    tonnes += measure.abatement_t_co2e();
    cost += measure.cost_present_amount();
  }
  EXPECT_NEAR(response.total_abatement_t_co2e(), tonnes, 1e-9);
  EXPECT_NEAR(response.total_cost_present_amount(), cost, 1e-9);

  // Alone all three are the same; the first takes half of the second's demand, and each bears half of the loss.
  const v1::CurveMeasure& first = answer.measure("school");
  const v1::CurveMeasure& second = answer.measure("school-2");
  const v1::CurveMeasure& third = answer.measure("school-3");
  const double alone = third.abatement_t_co2e();
  EXPECT_FALSE(third.has_standalone());
  EXPECT_EQ(first.interaction_group_id(), "heat");
  EXPECT_NEAR(first.standalone().abatement_t_co2e(), alone, 1e-12);
  EXPECT_NEAR(first.abatement_t_co2e(), 0.75 * alone, 1e-12);
  EXPECT_NEAR(second.abatement_t_co2e(), 0.75 * alone, 1e-12);
  EXPECT_NEAR(second.last_in().abatement_t_co2e(), 0.5 * alone, 1e-12);
  ASSERT_EQ(response.groups_size(), 1);
  EXPECT_EQ(response.groups(0).display_name(), "heat");
  EXPECT_NEAR(response.groups(0).together().abatement_t_co2e(), 1.5 * alone, 1e-12);
  EXPECT_NEAR(response.groups(0).standalone_sum().cost_present_amount(), 2.0 * third.cost_present_amount(), 1e-9);
}

TEST_F(PlanningCurveTest, SaysWhatALimitOfSpeedLeaves) {
  const Outcome answer = Build(Request());
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  const v1::CurveMeasure& limited = answer.measure("school-2");
  EXPECT_EQ(limited.full_year(), 2028);
  EXPECT_EQ(limited.latest_start_year(), 2027);
  ASSERT_EQ(limited.avoided_by_year_t_co2e_size(), 10);
  ASSERT_EQ(limited.scheduled_by_year_t_co2e_size(), 10);
  EXPECT_LT(limited.avoided_by_year_t_co2e(2), limited.scheduled_by_year_t_co2e(2));
  EXPECT_EQ(limited.avoided_by_year_t_co2e(3), limited.scheduled_by_year_t_co2e(3));
  EXPECT_EQ(answer.measure("school-3").full_year(), 0);
  EXPECT_EQ(answer.measure("school-3").scheduled_by_year_t_co2e_size(), 0);
}

TEST_F(PlanningCurveTest, ShowsPathwaysFromTheBaseYear) {
  const Outcome answer = Build(Request());
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  const auto& response = answer.response;
  EXPECT_EQ(response.pathway_first_year(), 2019);
  ASSERT_EQ(response.pathways_size(), 2);
  const v1::EmissionPathway& all = response.pathways(0);
  EXPECT_TRUE(all.sector_id().empty());
  EXPECT_EQ(response.pathways(1).sector_id(), "buildings");
  ASSERT_EQ(all.residual_t_co2e_size(), 16);  // To 2034.
  EXPECT_EQ(all.baseline_t_co2e(15), 100.0);
  EXPECT_NEAR(all.business_as_usual_t_co2e(11), 90.0, 1e-12);  // The trend, straight from 100.
  EXPECT_NEAR(all.target_t_co2e(11), 70.0, 1e-12);
  EXPECT_NEAR(all.target_t_co2e(13), 35.0, 1e-12);  // The request's own points.
  for (int y = 0; y < 16; ++y) {
    EXPECT_NEAR(all.residual_t_co2e(y), all.business_as_usual_t_co2e(y) - all.avoided_t_co2e(y), 1e-12);
  }
  ASSERT_EQ(response.carbon_budget_uses_size(), 3);
  EXPECT_EQ(response.carbon_budget_uses(0).name(), "business_as_usual");
  EXPECT_EQ(response.carbon_budget_uses(0).exceeded_year(), 2030);
  EXPECT_EQ(response.carbon_budget().emission_t_co2e(), 1000.0);
}

TEST_F(PlanningCurveTest, WarnsOfATrendThatNobodyPublished) {
  v1::BuildAbatementCurveRequest request = Request();
  request.mutable_appraisal()->mutable_portfolio()->mutable_baseline()->mutable_sectors(0)->clear_trend_t_co2e();
  const Outcome answer = Build(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  std::vector<std::string> paths;
  for (const auto& warning : answer.response.warnings()) paths.push_back(warning.field_path());
  EXPECT_THAT(paths, Contains("appraisal.portfolio.baseline.sectors[0].trend_t_co2e"));
  EXPECT_EQ(answer.response.pathways(0).business_as_usual_t_co2e(15), 100.0);
}

TEST_F(PlanningCurveTest, DrawsTheTargetYear) {
  v1::BuildAbatementCurveRequest request = Request("width: CURVE_WIDTH_TARGET_YEAR perspective_id: \"city\"");
  const Outcome answer = Build(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.response.perspective_id(), "city");
  const v1::CurveMeasure& measure = answer.measure("school");
  EXPECT_EQ(measure.abatement_t_co2e(), measure.avoided_by_year_t_co2e(5));
}

TEST_F(PlanningCurveTest, ReportsEveryViolationAtOnce) {
  v1::BuildAbatementCurveRequest request = Request(R"pb(
    perspective_id: "mars"
    interactions {
      id: "heat"
      measures { project_id: "scool" removed_fraction: 1.5 }
    }
    speed_limits { project_id: "school" }
    pathway { carbon_budget { first_year: 2030 last_year: 2060 emission_t_co2e: -1 } }
  )pb");
  const Outcome answer = Build(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.paths(),
              UnorderedElementsAre(
                  "perspective_id", "interactions[0].measures", "interactions[0].measures[0].project_id",
                  "interactions[0].measures[0].removed_fraction", "speed_limits[0].implementation_fraction_per_year",
                  "pathway.carbon_budget.last_year", "pathway.carbon_budget.emission_t_co2e"));
}

// What is wrong in the appraisal and in the syntax beside it comes in one answer.
TEST_F(PlanningCurveTest, ReportsTheAppraisalsViolationsWithTheOthers) {
  v1::BuildAbatementCurveRequest request = Request();
  request.set_width(static_cast<v1::CurveWidth>(9));
  request.mutable_interactions(0)->mutable_measures(0)->add_sources();
  request.mutable_appraisal()->mutable_portfolio()->set_currency_code("eur");
  const Outcome answer = Build(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.paths(), Contains("width"));
  EXPECT_THAT(answer.paths(), Contains("interactions[0].measures[0].sources[0].kind"));
  EXPECT_THAT(answer.paths(), Contains("appraisal.portfolio.currency_code"));
}

TEST_F(PlanningCurveTest, RefusesNumbersThatAreNone) {
  v1::BuildAbatementCurveRequest request = Request();
  request.mutable_speed_limits(0)->set_implementation_fraction_per_year(std::nan(""));
  EXPECT_THAT(Build(request).paths(), ElementsAre("speed_limits[0].implementation_fraction_per_year"));
}

TEST_F(PlanningCurveTest, ValidateOnlyAnswersNoFigures) {
  v1::BuildAbatementCurveRequest request = Request();
  request.mutable_appraisal()->set_validate_only(true);
  const Outcome answer = Build(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_THAT(answer.response.measures(), IsEmpty());
  EXPECT_THAT(answer.response.pathways(), IsEmpty());
  EXPECT_THAT(answer.response.conventions().statements(), Contains(HasSubstr("Shapley")));
  request.mutable_speed_limits(0)->set_project_id("nobody");
  EXPECT_FALSE(Build(request).status.ok());
}

// The curve needs neither a baseline nor terms.
TEST_F(PlanningCurveTest, AsksForNoMoreThanItNeeds) {
  v1::BuildAbatementCurveRequest request = Request("");
  request.mutable_appraisal()->mutable_portfolio()->clear_baseline();
  for (auto& project : *request.mutable_appraisal()->mutable_portfolio()->mutable_projects()) project.clear_sector_id();
  const Outcome answer = Build(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_EQ(answer.response.measures_size(), 3);
  EXPECT_EQ(answer.response.target_year(), 0);
  EXPECT_THAT(answer.response.conventions().statements(), Not(Contains(HasSubstr("Shapley"))));
}

}  // namespace
}  // namespace calanque::service
