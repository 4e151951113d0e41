// The command that chooses, as people and scripts see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

ProgramOutcome Select(const std::vector<std::string>& arguments) { return RunOnMarseille("select", arguments); }

TEST(Select, ShowsWhatWhenWhyAndAtWhatPrice) {
  const auto run = Select({});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("What to do, and when"), HasSubstr("What is left out, and why"),
                    HasSubstr("does not fit in"), HasSubstr("price, relaxed"), HasSubstr("Budget of the Metropolis"),
                    HasSubstr("Efficient frontier"), HasSubstr("no choice is better than")));
}

TEST(Select, WritesCsvAndJsonAlwaysTheSame) {
  for (const char* format : {"csv", "json"}) {
    const auto first = Select({"--format", format, "--frontier", "0"});
    EXPECT_EQ(first.exit_code, 0) << first.errors;
    EXPECT_EQ(first.output, Select({"--format", format, "--frontier", "0"}).output);
  }
}

// One of 1,500 random portfolios: the dual simplex finds that nothing fits, the primal loses its digits on it.
TEST(Select, SaysThatNothingFitsWhereThePrimalFails) {
  const auto run = RunCalanque({"select", CALANQUE_SOURCE_DIR "/tests/clients/cli/data/no-choice"});
  EXPECT_THAT(run.output, AllOf(HasSubstr("Nothing can meet these constraints together"),
                                HasSubstr("Tonnes avoided over the horizon")))
      << run.errors;
}

TEST(Select, TakesFuturesFromTheRiskFile) {
  const auto run = Select({"--futures", "200", "--seed", "3", "--shortfall-weight", "0.5", "--frontier", "0"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, HasSubstr("Expected shortfall: "));
  EXPECT_THAT(Select({"--frontier", "0"}).output, Not(HasSubstr("Expected shortfall: ")));
}

// 010 would be 8, and -3 as good as no flag.
TEST(Select, TakesPointsOfTheFrontierAsTheyAreWritten) {
  for (const char* wrong : {"-3", "1e1", ""}) {
    const auto run = Select({"--frontier", wrong});
    EXPECT_EQ(run.exit_code, 2) << wrong;
    EXPECT_THAT(run.errors, HasSubstr("--frontier: '" + std::string(wrong) + "' is no whole number from 0 to"));
  }
  const auto ten = Select({"--frontier", "010", "--format", "csv"});
  EXPECT_EQ(ten.exit_code, 0) << ten.errors;
  EXPECT_EQ(ten.output, Select({"--frontier", "10", "--format", "csv"}).output);
}

TEST(Select, SaysWhichFlagOfFuturesIsWrong) {
  const auto many = Select({"--futures", "1201"});
  EXPECT_EQ(many.exit_code, 2);
  EXPECT_THAT(many.errors, HasSubstr("--futures: '1201' is no whole number from 1 to 1200"));
  EXPECT_EQ(Select({"--futures", "1200", "--frontier", "0"}).exit_code, 0) << "what the flag takes, the service takes";
  const auto weight = Select({"--shortfall-weight", "1"});
  EXPECT_EQ(weight.exit_code, 2);
  EXPECT_THAT(weight.errors, HasSubstr("--shortfall-weight: there are no futures; expected --futures beside it"));
  EXPECT_EQ(Select({"--seed", "3"}).exit_code, 2);
  const auto run = Select({"--futures", "10", "--perspective", "mars"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, AllOf(HasSubstr("--perspective"), HasSubstr("mars")));
  const TemporaryFile terms("calanque_select_nobody.yaml", "shortfall: {weight: 2}\n");
  const auto nobody = Select({"--futures", "10", "--terms", terms.path()});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_THAT(nobody.errors, AllOf(HasSubstr("perspective_id: is missing"), HasSubstr("1 problem")));
}

TEST(Select, NamesWhatClashes) {
  const TemporaryFile terms("calanque_select_clash.yaml",
                            "perspective_id: city\n"
                            "milestones: [{id: dream, year: 2030, abatement_t_co2e: 9000000}]\n"
                            "budgets:\n"
                            "  - {id: money, party_id: city, limits: {first_year: 2025, values: [1]}}\n");
  const auto run = Select({"--terms", terms.path()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(HasSubstr("This constraint cannot be met"), HasSubstr("Tonnes avoided in 2030")));
}

TEST(Select, NamesAllThatClashTogetherAndNothingElse) {
  const TemporaryFile terms("calanque_select_pair.yaml",
                            "perspective_id: economy\n"
                            "projects: [{project_id: metro-tram, is_required: true}]\n"
                            "budgets:\n"
                            "  - {id: poor, party_id: metropole, limits: {first_year: 2029, values: [5e6]}}\n"
                            "  - {id: rich, party_id: city, limits: {first_year: 2025, values: [9e9]}}\n");
  const auto run = Select({"--terms", terms.path()});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(HasSubstr("Nothing can meet these constraints together"),
                                HasSubstr("must be done: at least 1 projects"), HasSubstr("poor 2029: at most 5"),
                                Not(HasSubstr("rich"))));
}

TEST(Select, PointsAtTheLineOfEveryMistake) {
  const TemporaryFile terms("calanque_select_wrong.yaml",
                            "perspective_id: nobody\n"
                            "budgets:\n"
                            "  - id: money\n"
                            "    party_id: stranger\n"
                            "    limits: {first_year: 2025, values: [1]}\n");
  const auto run = Select({"--terms", terms.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors,
              AllOf(HasSubstr("calanque_select_wrong.yaml:1:"), HasSubstr("calanque_select_wrong.yaml:4:")));
}

}  // namespace
}  // namespace calanque::cli
