// The command that follows projects under way, as people and scripts see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

ProgramOutcome Track(const std::vector<std::string>& arguments) { return RunOnMarseille("track", arguments); }

TEST(Track, ShowsWorkDifferencesValueAndIndicators) {
  const auto run = Track({});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("Progress up to 2029-01-01"), HasSubstr("Recorded: 5 of 24 projects"),
                    HasSubstr("Work and spending"), HasSubstr("Differences from the plan, up to the status date"),
                    HasSubstr("Value, tonnes over the horizon and financing gap"),
                    HasSubstr("Economic indicators (T10)"), HasSubstr("Persons trained in building renov"),
                    HasSubstr("Financial indicators (T11)"), HasSubstr("ISO 21508")));
  EXPECT_THAT(run.errors, HasSubstr("actuals.yaml:"));
}

TEST(Track, WritesEveryFigureAsCsv) {
  const auto run = Track({"--format", "csv"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, StartsWith("section,subject,quantity,name,unit,period,value\r\n"));
  EXPECT_THAT(run.output, AllOf(HasSubstr("project,schools,spent,current,EUR,2025-01-01,3e+07\r\n"),
                                HasSubstr("project,cycling-plan,spent,volume_variance,EUR,2025-01-01,"),
                                HasSubstr("project,heat-networks,energy,planned,MWh,2028-01-01,"),
                                HasSubstr("project,street-lighting,,delay_years,years,,-1\r\n"),
                                HasSubstr("portfolio,,,updated_npv_amount,EUR,,"),
                                HasSubstr("indicator_t11,climate-budget-share,,latest,fraction,2028,0.31\r\n")));
  EXPECT_EQ(run.output, Track({"--format", "csv"}).output);
}

// A record is of one purse; read as another's, it would make nonsense without a word.
TEST(Track, WarnsOfTheRecordOfAnotherPurse) {
  const TemporaryFile record("calanque_track_purse.yaml",
                             "perspective_id: city\n"
                             "status_date: \"2026-01-01\"\n"
                             "actuals:\n"
                             "  - {project_id: heat-networks, spent_amounts: [90000000]}\n");
  const auto run = Track({"--actuals", record.path()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("seen by: Budget of the City"));
  EXPECT_THAT(run.errors, HasSubstr("'heat-networks' has spent_amounts, of which the plan has nothing"));
}

TEST(Track, PointsAtTheLineOfAMistake) {
  const TemporaryFile record("calanque_track_wrong.yaml",
                             "status_date: \"2026-07-01\"\n"
                             "actuals:\n"
                             "  - project_id: scools\n"
                             "    scope_at_completion_fraction: -1\n");
  const auto run = Track({"--actuals", record.path()});
  EXPECT_NE(run.exit_code, 0);
  EXPECT_THAT(run.errors,
              AllOf(HasSubstr("calanque_track_wrong.yaml:1:14: status_date: is 2026-07-01"),
                    HasSubstr("calanque_track_wrong.yaml:3:17: actuals[0].project_id: unknown project 'scools'"),
                    HasSubstr("calanque_track_wrong.yaml:4:35: actuals[0].scope_at_completion_fraction: is -1")));
  EXPECT_NE(Track({"--actuals", "/nowhere/actuals.yaml"}).exit_code, 0);
}

}  // namespace
}  // namespace calanque::cli
