// Tonnes avoided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// 2025 to 2027 in half-years.
InputFixture ThreeYears() {
  auto flows = InputFixture::WithPeriods(6, 0.5, 2, 0.04);
  flows.SetEmissions(1, {0, 0, -4, -4, -5, -5}).SetEmissions(2, {0, 0, 1, 1, 0, 0}).SetEmissions(3, {3, 0, 0, 0, 0, 0});
  flows.options.target_year = 2026;
  flows.planned_reduction_t_co2e = 24.0;
  return flows;
}

TEST(Abatement, IsEmissionsSavedOverAllScopes) {
  EXPECT_EQ(ThreeYears().Number("abatement_target_year_t_co2e"), 6.0);
  EXPECT_EQ(ThreeYears().Number("abatement_cumulative_t_co2e"), 13.0);
  EXPECT_THAT(ThreeYears().Series("abatement_by_year_t_co2e"), ElementsAre(-3.0, 6.0, 10.0));
}

TEST(Abatement, ByScopeRowByRow) {
  const auto yearly = ThreeYears().Compute("abatement_by_scope_t_co2e");
  EXPECT_THAT(yearly.Table().row_labels, ElementsAre("scope_1", "scope_2", "scope_3"));
  EXPECT_THAT(yearly.Table().values, ElementsAre(0, 8, 10, 0, -2, 0, -3, 0, 0));
  const auto cumulative = ThreeYears().Compute("abatement_cumulative_by_scope_t_co2e");
  EXPECT_THAT(cumulative.Table().row_labels, ElementsAre("scope_1", "scope_2", "scope_3"));
  EXPECT_THAT(cumulative.Table().values, ElementsAre(0, 8, 18, 0, -2, -2, -3, -3, -3));
}

// A year in which nothing is avoided would print as -0.
TEST(Abatement, NothingAvoidedIsZeroWithoutASign) {
  InputFixture flows(3, 1.0, 0.04);
  flows.SetEmissions(1, {0, -4, 0});
  const auto yearly = flows.Compute("abatement_by_scope_t_co2e");
  for (const double tonnes : yearly.Table().values) EXPECT_FALSE(std::signbit(tonnes));
  EXPECT_THAT(yearly.Table().values, ElementsAre(0, 4, 0, 0, 0, 0, 0, 0, 0));
}

TEST(Abatement, ShareOfThePlannedReduction) {
  EXPECT_EQ(ThreeYears().Number("abatement_target_year_share_of_planned_fraction"), 0.25);
  InputFixture unplanned = ThreeYears();
  unplanned.planned_reduction_t_co2e = 0.0;
  EXPECT_EQ(unplanned.FailureOf("abatement_target_year_share_of_planned_fraction").reason, Reason::kMissingData);
}

TEST(Abatement, TargetYearMustBeStatedAndInTheGrid) {
  InputFixture flows = ThreeYears();
  flows.options.target_year = 0;
  EXPECT_EQ(flows.FailureOf("abatement_target_year_t_co2e").reason, Reason::kMissingData);
  for (const int year : {2024, 2028}) {
    flows.options.target_year = year;
    EXPECT_EQ(flows.FailureOf("abatement_cost_a1_amount_per_t_co2e").reason, Reason::kNotApplicable);
    EXPECT_THAT(flows.FailureOf("abatement_target_year_t_co2e").message, HasSubstr(std::to_string(year)));
  }
}

}  // namespace
}  // namespace calanque::metric
