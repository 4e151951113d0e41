// Everything that is wrong with the terms of a curve, all at once, each with its place.
#include "engine/model/validate_abatement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/sample_request.h"

namespace calanque::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

AppraisalRequest Request() {
  AppraisalRequest request = testing::EmptyRequest(10);  // 2025 to 2034.
  for (const char* id : {"a", "b", "c"}) testing::AddProject(request, id);
  request.portfolio.baseline = EmissionBaseline{"", 2019, 2030, {{"homes", "", 500, 400, 150, {}}}};
  return request;
}

AbatementTerms GoodTerms() {
  AbatementTerms terms;
  terms.draws_target_year = true;
  terms.interactions = {{"g", "", {{"a", 0.4, 0.0, {}}, {"b", 1.0, 1.0, {}}}}};
  terms.speed_limits = {{"a", 0, 1.0, {}}, {"c", 2300, 0.001, {}}};
  terms.pathway = PathwayTerms{{{"homes", EmissionPoints{{2019, 2050}, {500, 0}}, EmissionPoints{{2030}, {100}}, {}}},
                               CarbonBudget{2019, 2034, 1.0, {}}};
  return terms;
}

std::vector<std::string> Paths(const Failures& failures) {
  std::vector<std::string> paths;
  for (const Failure& failure : failures) paths.push_back(failure.field_path);
  return paths;
}

TEST(ValidateAbatement, FindsNothingInGoodTerms) {
  EXPECT_THAT(ValidateAbatement(Request(), GoodTerms()), IsEmpty());
  EXPECT_THAT(ValidateAbatement(Request(), {}), IsEmpty());
}

TEST(ValidateAbatement, FindsEveryFaultAtOnce) {
  AbatementTerms terms;
  terms.interactions = {{"g", "", {{"a", 1.1, -0.1, {}}, {"a", 0.0, 0.0, {}}}}, {"g", "", {{"nobody", 0.0, 0.0, {}}}}};
  terms.speed_limits = {{"", 1800, 0.0, {}}, {"c", 0, 1.5, {}}, {"c", 0, 0.5, {}}};
  terms.pathway = PathwayTerms{{{"homes", EmissionPoints{{2030, 2030}, {5}}, EmissionPoints{{}, {}}, {}},
                                {"homes", {}, EmissionPoints{{99'999}, {-1}}, {}},
                                {"sea", {}, {}, {}}},
                               CarbonBudget{2018, 2035, 0.0, {}}};
  EXPECT_THAT(
      Paths(ValidateAbatement(Request(), terms)),
      UnorderedElementsAre(
          "interactions[0].measures[0].removed_fraction", "interactions[0].measures[0].sized_cost_fraction",
          "interactions[0].measures[1].project_id", "interactions[1].id", "interactions[1].measures",
          "interactions[1].measures[0].project_id", "speed_limits[0].project_id", "speed_limits[0].first_year",
          "speed_limits[0].implementation_fraction_per_year", "speed_limits[1].implementation_fraction_per_year",
          "speed_limits[2].project_id", "pathway.sectors[0].business_as_usual.years[1]",
          "pathway.sectors[0].business_as_usual.emissions_t_co2e", "pathway.sectors[0].target.years",
          "pathway.sectors[1].sector_id", "pathway.sectors[1].target.years[0]",
          "pathway.sectors[1].target.emissions_t_co2e[0]", "pathway.sectors[2].sector_id",
          "pathway.carbon_budget.first_year", "pathway.carbon_budget.last_year",
          "pathway.carbon_budget.emission_t_co2e"));
}

// A measure in two groups would be counted twice; the message says where it stands already.
TEST(ValidateAbatement, RefusesAProjectInTwoGroups) {
  AbatementTerms terms;
  terms.interactions = {{"g", "", {{"a", 0.1, 0.0, {}}, {"b", 0.0, 0.0, {}}}},
                        {"h", "", {{"c", 0.1, 0.0, {}}, {"a", 0.0, 0.0, {}}}}};
  const Failures failures = ValidateAbatement(Request(), terms);
  ASSERT_THAT(Paths(failures), ElementsAre("interactions[1].measures[1].project_id"));
  EXPECT_THAT(failures[0].message, HasSubstr("interactions[0].measures[0].project_id"));
}

TEST(ValidateAbatement, AsksForABaselineWhereYearsOrSectorsAreNeeded) {
  AppraisalRequest request = Request();
  request.portfolio.baseline.reset();
  EXPECT_THAT(Paths(ValidateAbatement(request, GoodTerms())),
              UnorderedElementsAre("width", "pathway", "pathway.carbon_budget.first_year"));
}

TEST(ValidateAbatement, WantsTheBaseYearBeforeTheTargetYear) {
  AppraisalRequest request = Request();
  request.portfolio.baseline->base_year = 2030;
  AbatementTerms terms;
  terms.pathway = PathwayTerms{};
  EXPECT_THAT(Paths(ValidateAbatement(request, terms)), ElementsAre("pathway"));
}

TEST(ValidateAbatement, WantsTheBudgetsYearsInOrder) {
  AbatementTerms terms;
  terms.pathway = PathwayTerms{{}, CarbonBudget{2030, 2029, 1.0, {}}};
  EXPECT_THAT(Paths(ValidateAbatement(Request(), terms)), ElementsAre("pathway.carbon_budget.last_year"));
}

TEST(AbatementWarnings, SayWhatIsTakenForGranted) {
  AppraisalRequest request = Request();
  AbatementTerms terms;
  EXPECT_THAT(AbatementWarnings(request, terms), IsEmpty());  // No pathway was asked for.
  terms.pathway = PathwayTerms{};
  EXPECT_THAT(AbatementWarnings(request, terms), IsEmpty());
  request.portfolio.baseline->sectors[0].trend_t_co2e = 0.0;
  request.portfolio.baseline->sectors[0].planned_reduction_t_co2e = 0.0;
  EXPECT_THAT(Paths(AbatementWarnings(request, terms)),
              ElementsAre("portfolio.baseline.sectors[0].trend_t_co2e",
                          "portfolio.baseline.sectors[0].planned_reduction_t_co2e"));
  terms.pathway = PathwayTerms{{{"homes", EmissionPoints{{2030}, {400}}, EmissionPoints{{2030}, {100}}, {}}}, {}};
  EXPECT_THAT(AbatementWarnings(request, terms), IsEmpty());  // Said in its own points.
  request.portfolio.baseline->sectors[0].baseline_t_co2e = 0.0;
  EXPECT_THAT(Paths(AbatementWarnings(request, terms)), ElementsAre("portfolio.baseline.sectors[0].baseline_t_co2e"));
}

}  // namespace
}  // namespace calanque::model
