// The command that draws the abatement curve, as people and scripts see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

ProgramOutcome Curve(const std::vector<std::string>& arguments) { return RunOnMarseille("curve", arguments); }

TEST(Curve, ShowsLayersBarsInteractionsSpeedAndPathways) {
  const auto run = Curve({});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("These save money: Pareto layers"), HasSubstr("These cost money: cheapest tonne first"),
                    HasSubstr("█"), HasSubstr("They act on the same demand: Heat of homes"),
                    HasSubstr("Limits of speed"), HasSubstr("Emissions of 2030, tCO2e"),
                    HasSubstr("All sectors by year"), HasSubstr("Carbon budget 2020 to 2050")));
}

TEST(Curve, WritesEveryFigureAsCsv) {
  const auto run = Curve({"--format", "csv"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, StartsWith("section,subject,name,unit,year,value\r\n"));
  EXPECT_THAT(run.output, AllOf(HasSubstr("measure,household-sobriety,pareto_layer,,,1\r\n"),
                                HasSubstr("measure,solar-thermal,abatement_cost_amount_per_t_co2e,EUR/tCO2e,,"),
                                HasSubstr("measure,solar-thermal,end_t_co2e,tCO2e,,"),
                                HasSubstr("measure,housing-private,full_year,year,,2034\r\n"),
                                HasSubstr("interaction,heat-networks,last_in_abatement_t_co2e,tCO2e,,"),
                                HasSubstr("interaction_group,residential-heat,together_abatement_t_co2e,tCO2e,,"),
                                HasSubstr("measure_by_year,housing-private,scheduled_t_co2e,tCO2e,2030,")));
  EXPECT_THAT(run.output, AllOf(HasSubstr("pathway,residential,residual_t_co2e,tCO2e,2030,"),
                                HasSubstr("pathway,,target_t_co2e,tCO2e,2030,494400\r\n"),
                                HasSubstr("carbon_budget,residual,emission_t_co2e,tCO2e,,"),
                                HasSubstr("carbon_budget,business_as_usual,exceeded_year,year,,2048\r\n")));
  // A measure that avoids nothing is on no curve.
  EXPECT_THAT(run.output, Not(HasSubstr("measure,new-parks,start_t_co2e")));
}

TEST(Curve, DrawsAPicture) {
  const TemporaryFile file("curve_test.svg");
  const auto run = Curve({"--drawing", file.path()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  const std::string picture = ReadFile(file.path());
  EXPECT_THAT(picture, AllOf(StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""), HasSubstr("EUR/tCO2e</text>"),
                             HasSubstr("<title>Sobriety of households: layer 1, gains "),
                             HasSubstr("<title>Heat and cooling networks, 100 km: "), HasSubstr("</svg>\n")));
  EXPECT_THAT(picture, Not(HasSubstr("nan")));
  EXPECT_NE(Curve({"--drawing", "/nowhere/curve.svg"}).exit_code, 0);
}

TEST(Curve, PointsAtTheLineOfAMistake) {
  const TemporaryFile file("curve_test.yaml",
                           "speed_limits:\n  - project_id: metro-tran\n    implementation_fraction_per_year: 2\n");
  const auto run = Curve({"--curve", file.path()});
  EXPECT_NE(run.exit_code, 0);
  EXPECT_THAT(run.errors,
              AllOf(HasSubstr("curve_test.yaml:2:17: speed_limits[0].project_id: unknown project 'metro-tran'"),
                    HasSubstr("curve_test.yaml:3:39: speed_limits[0].implementation_fraction_per_year: is 2")));
  EXPECT_THAT(Curve({"--perspective", "mars"}).errors, HasSubstr("--perspective"));
}

// Without curve.yaml the curve stands alone.
TEST(Curve, NeedsNoSideFile) {
  const auto run = RunCalanque({"curve", CALANQUE_SOURCE_DIR "/scenarios/electric-bus"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("Abatement curve"), Not(HasSubstr("Carbon budget")), Not(HasSubstr("Shapley"))));
}

}  // namespace
}  // namespace calanque::cli
