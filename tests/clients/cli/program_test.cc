// The program as scripts see it: exit codes, places on standard error, formats on standard output.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <chrono>

#include "calanque/v1/appraisal_service.pb.h"
#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kData = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/";
const std::string kSmall = kData + "small";

/// A wrong figure, a lost include or a wrong default perspective shows here: NPV and IRR are known by hand.
TEST(Appraise, ShowsTheFiguresKnownByHand) {
  const ProgramOutcome outcome = RunCalanque({"appraise", kSmall, "--project", "roof", "--format", "csv", "--metric",
                                              "npv_amount", "--metric", "irr_per_year", "--perspective", "city"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(StartsWith("metric,project,perspective,view,unit,row,year,value,failure\r\n"),
                                    HasSubstr("npv_amount,roof,city,incremental,EUR,,,47.61904761904"),
                                    Not(HasSubstr("bench")), Not(HasSubstr("economy")), Not(HasSubstr("mirr"))));
  EXPECT_THAT(outcome.output, HasSubstr("irr_per_year,roof,city,incremental,1/year,,,0.1"));
}

TEST(Appraise, TableNamesPortfolioProjectsAndParties) {
  const ProgramOutcome outcome = RunCalanque({"appraise", kSmall});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(StartsWith("Small portfolio\n"), HasSubstr("Solar roof"), HasSubstr("City of É"),
                                    HasSubstr("2 projects"), HasSubstr("n/a [1]"), HasSubstr("[1] ")));
  EXPECT_THAT(outcome.output, Not(HasSubstr("\033"))) << "colour without a terminal";
}

/// JSON must be the protobuf JSON of the response: read back, it is one.
TEST(Appraise, JsonReadsBackAsTheResponse) {
  const ProgramOutcome outcome = RunCalanque({"appraise", kSmall, "--format", "json", "--metric", "npv_amount"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.errors;
  v1::AppraisePortfolioResponse response;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(outcome.output, &response).ok());
  EXPECT_EQ(response.label(), "small");
  EXPECT_EQ(response.input_hash().size(), 64U);
  ASSERT_GT(response.cells_size(), 0);
  EXPECT_THAT(outcome.output, HasSubstr("\"metric_name\": \"npv_amount\""));
}

TEST(Appraise, OutputGoesToTheFile) {
  const TemporaryFile file("calanque-output.csv");
  const ProgramOutcome outcome = RunCalanque({"appraise", kSmall, "--format", "csv", "--output", file.path()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, IsEmpty());
  EXPECT_THAT(ReadFile(file.path()), StartsWith("metric,project"));
}

/// An unset variable of the shell must not send the answer elsewhere than it was meant to go.
TEST(Usage, EmptyValuesAreNamed) {
  const std::string schools = CALANQUE_SOURCE_DIR "/scenarios/marseille-schools";
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"appraise", kSmall, "--output", ""},
                                             {"appraise", kSmall, "--perspective", ""},
                                             {"compare-modes", schools, "--annex", ""},
                                             {"compare-modes", schools, "--paths", "10", "--risk", ""},
                                             {"simulate", kSmall, "--risk", ""},
                                             {"curve", kSmall, "--drawing", ""}}) {
    const ProgramOutcome outcome = RunCalanque(arguments);
    EXPECT_EQ(outcome.exit_code, 2) << arguments[0];
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_THAT(outcome.errors, StartsWith(arguments[arguments.size() - 2] + ": is empty; expected a value"));
  }
}

TEST(Usage, TimeoutsThatAreNoTimeAreRefusedInPlainWords) {
  for (const std::string text : {"nan", "0", "-1", "inf", "1e300", "5s"}) {
    const ProgramOutcome outcome = RunCalanque({"appraise", kSmall, "--timeout", text});
    EXPECT_EQ(outcome.exit_code, 2) << text;
    EXPECT_THAT(outcome.errors,
                StartsWith("--timeout: '" + text + "' is no number of seconds above 0, up to 1000000000\n"));
  }
  EXPECT_EQ(RunCalanque({"appraise", kSmall, "--timeout", "0.5e2"}).exit_code, 0);
}

TEST(Usage, NamesTheNearestCommand) {
  const ProgramOutcome near = RunCalanque({"aprraise", kSmall});
  EXPECT_EQ(near.exit_code, 2);
  EXPECT_THAT(near.errors, StartsWith("'aprraise' is no command; did you mean 'appraise'?\n"));
  EXPECT_THAT(RunCalanque({"nonsense"}).errors, StartsWith("'nonsense' is no command\n"));
}

/// A full disc: a script must not take half an answer for a whole one.
TEST(Usage, OutputThatCannotBeWrittenIsTwo) {
  for (const std::string arguments : {"validate " + kSmall, std::string("completion bash"),
                                      std::string("completion fish"), std::string("metrics"), std::string("--help")}) {
    const ProgramOutcome outcome = RunProgram("/bin/sh", {"-c", CALANQUE_PROGRAM " " + arguments + " > /dev/full"});
    EXPECT_EQ(outcome.exit_code, 2) << arguments;
    EXPECT_THAT(outcome.errors, HasSubstr("cannot write to standard output")) << arguments;
  }
}

TEST(Appraise, UnwritableOutputIsUsage) {
  const ProgramOutcome outcome = RunCalanque({"appraise", kSmall, "--output", "/nonexistent/folder/file"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.errors, HasSubstr("cannot write /nonexistent/folder/file"));
}

/// All problems at once, each with its place; nothing on standard output that a script could take for an answer.
TEST(WrongInput, EveryProblemOfTheFileHasItsPlace) {
  const ProgramOutcome outcome = RunCalanque({"appraise", kData + "broken"});
  const std::string file = kData + "broken/scenario.yaml";
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.output, IsEmpty());
  EXPECT_THAT(
      outcome.errors,
      AllOf(HasSubstr(file + ":8:32: portfolio.projects[0].with_project[0].investment.amount: "),
            HasSubstr(file + ":8:38: portfolio.projects[0].with_project[0].investment: unknown field 'lifeyears' in "
                             "calanque.v1.Investment; did you mean 'life_years'?"),
            HasSubstr(file + ":10:16: options.flow_timing: is 'FLOW_TIMING_FIRST'"),
            ::testing::EndsWith(" problems\n")));
}

/// What the server finds must point into the file as well.
TEST(WrongInput, EveryViolationOfTheServerHasItsPlace) {
  const std::string file = kData + "refused/scenario.yaml";
  for (const std::string command : {"appraise", "validate"}) {
    const ProgramOutcome outcome = RunCalanque({command, kData + "refused"});
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.output, IsEmpty());
    EXPECT_THAT(outcome.errors,
                AllOf(HasSubstr(file + ":23:27: portfolio.projects[0].with_project[1].payer_party_id: "),
                      HasSubstr(file + ":31:32: portfolio.projects[1].with_project[0].investment.amount: ")))
        << command;
  }
}

/// The prefix of a comparison's case is the server's word, not the file's.
TEST(WrongInput, ComparisonPointsIntoTheRightCase) {
  const ProgramOutcome outcome = RunCalanque({"compare", kSmall, kData + "refused"});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr(kData + "refused/scenario.yaml:31:32: portfolio.projects[1]"), Not(HasSubstr("small"))));
}

TEST(WrongInput, MissingFileUnknownMetricAndProjectAreNamed) {
  EXPECT_EQ(RunCalanque({"appraise", "/nonexistent"}).exit_code, 1);
  const ProgramOutcome metric = RunCalanque({"appraise", kSmall, "--metric", "npv"});
  EXPECT_EQ(metric.exit_code, 1);
  EXPECT_THAT(metric.errors, HasSubstr("--metric: "));
  const ProgramOutcome project = RunCalanque({"appraise", kSmall, "--project", "nothing"});
  EXPECT_EQ(project.exit_code, 1);
  EXPECT_THAT(project.errors, HasSubstr("--project: "));
  const ProgramOutcome explained = RunCalanque({"explain", kSmall, "--project", "nothing"});
  EXPECT_EQ(explained.exit_code, 1);
  EXPECT_THAT(explained.errors, HasSubstr("--project: "));
}

TEST(WrongInput, TenMegabytesAreRefusedByName) {
  const TemporaryFile file("calanque-big.yaml", "portfolio: {description: '" + std::string(10'000'000, 'a') + "'}\n");
  const ProgramOutcome outcome = RunCalanque({"validate", file.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, HasSubstr("max_yaml_bytes"));
}

/// Editors write tabs without asking; what the parser says of them is about mappings.
TEST(WrongInput, ATabIsNamed) {
  const TemporaryFile file("calanque-tab.yaml", "portfolio:\n\tid: a\n");
  const ProgramOutcome outcome = RunCalanque({"validate", file.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors, AllOf(HasSubstr("calanque-tab.yaml:2:"), HasSubstr("indented by a tab")));
}

TEST(Usage, MistakesOnTheCommandLineAreTwo) {
  EXPECT_EQ(RunCalanque({}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"apraise", kSmall}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"appraise"}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"appraise", kSmall, "--format", "xml"}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"appraise", kSmall, "--server", "localhost"}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"appraise", kSmall, "--server", "localhost:99999"}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"compare", kSmall}).exit_code, 2);
  EXPECT_EQ(RunCalanque({"explain", kSmall}).exit_code, 2);
}

TEST(Usage, EveryCommandHelpsWithAnExample) {
  EXPECT_THAT(RunCalanque({"--help"}).output, HasSubstr("Exit codes: 0 good"));
  for (const std::string command :
       {"appraise", "compare", "explain", "validate", "metrics", "simulate", "completion"}) {
    const ProgramOutcome outcome = RunCalanque({command, "--help"});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.output, HasSubstr("calanque " + command + " ")) << command;
    EXPECT_THAT(outcome.output, HasSubstr("Example: ")) << command;
  }
}

/// Port 1 is closed on any machine that is not a museum.
TEST(Server, UnreachableIsThree) {
  const ProgramOutcome outcome = RunCalanque({"appraise", kSmall, "--server", "127.0.0.1:1"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.errors, HasSubstr("no server answers at 127.0.0.1:1"));
}

/// "::1:50051" may be an address without a port as well as one with.
TEST(Server, AnAddressWithColonsStandsInBrackets) {
  const ProgramOutcome bare = RunCalanque({"appraise", kSmall, "--server", "::1:1"});
  EXPECT_EQ(bare.exit_code, 2);
  EXPECT_THAT(bare.errors, HasSubstr("a host with colons in brackets, as [::1]:50051"));
  EXPECT_EQ(RunCalanque({"appraise", kSmall, "--server", "[::1]:1"}).exit_code, 3);
}

/// One contract, two ways to it: the bytes agree.
TEST(Server, AnswersAsTheServiceInProcessDoes) {
  const ServerProcess server(CALANQUED_PROGRAM);
  ASSERT_FALSE(server.address().empty());
  for (const std::string format : {"table", "json", "csv"}) {
    const ProgramOutcome remote = RunCalanque({"appraise", kSmall, "--format", format, "--server", server.address()});
    EXPECT_EQ(remote.exit_code, 0) << remote.errors;
    EXPECT_EQ(remote.output, RunCalanque({"appraise", kSmall, "--format", format}).output);
  }
}

/// gRPC would listen on another port than the one that was asked for.
TEST(Server, RefusesAnAddressItWouldNotListenOn) {
  for (const std::string address :
       {"127.0.0.1:99999", "127.0.0.1", "127.0.0.1:", ":50051", "127.0.0.1:-1", "::1", ""}) {
    const ProgramOutcome outcome = RunProgram("/usr/bin/timeout", {"5", CALANQUED_PROGRAM, "--listen", address});
    EXPECT_EQ(outcome.exit_code, 2) << address;
    EXPECT_THAT(outcome.errors, HasSubstr("--listen: '" + address + "' is no address; expected HOST:PORT, port 0 to"));
  }
}

/// A limit of the server's is not the file's fault: 4, not 1.
TEST(Server, RefusalIsFour) {
  const ServerProcess server(CALANQUED_PROGRAM, {"--max-projects", "1"});
  ASSERT_FALSE(server.address().empty());
  const ProgramOutcome outcome = RunCalanque({"validate", kSmall, "--server", server.address()});
  EXPECT_EQ(outcome.exit_code, 4);
  EXPECT_THAT(outcome.errors, HasSubstr(kSmall + "/scenario.yaml:14:3: portfolio.projects: has 2 projects"));
}

/// Two perspectives asked for are two to show: the second's projects and financing were silently left out.
TEST(Appraise, ShowsEveryPerspectiveAskedFor) {
  const ProgramOutcome both = RunCalanque({"appraise", kSmall, "--perspective", "city", "--perspective", "economy"});
  EXPECT_EQ(both.exit_code, 0) << both.errors;
  for (const std::string title : {"Financing per year, EUR, seen by: ", "Projects, "}) {
    const auto first = both.output.find(title);
    ASSERT_NE(first, std::string::npos) << title;
    EXPECT_NE(both.output.find(title, first + 1), std::string::npos) << title;
  }
  const ProgramOutcome one = RunCalanque({"appraise", kSmall});
  const std::string title = "Financing per year, EUR, seen by: ";
  ASSERT_NE(one.output.find(title), std::string::npos);
  EXPECT_EQ(one.output.find(title), one.output.rfind(title));
}

TEST(Compare, PutsCasesSideBySideAndKeepsEqualNamesApart) {
  const ProgramOutcome outcome = RunCalanque({"compare", kSmall, kSmall, "--format", "csv", "--metric", "npv_amount"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(
      outcome.output,
      AllOf(StartsWith("metric,perspective,view,unit,case,value,difference,failure,group_kind,group,group_name\r\n"),
            HasSubstr("npv_amount,city,incremental,EUR,small,-52.38095238095"), HasSubstr(" (2),-52.38095238095")));
  const ProgramOutcome table = RunCalanque({"compare", kSmall, kSmall, "--metric", "npv_amount"});
  EXPECT_THAT(table.output, AllOf(HasSubstr("Comparison of 2 cases"), HasSubstr("-52.38")));
}

/// Cautions alone leave the reader to guess where the figures are.
TEST(Compare, SaysThatNoPerspectiveIsCommon) {
  std::string text = SmallInOneFile();
  ASSERT_NE(ReplaceFirst(text, "- {id: city, party_ids", "- {id: town, party_ids"), 0);
  ASSERT_NE(ReplaceFirst(text, "- {id: economy,", "- {id: everybody,"), 0);
  const TemporaryFile other("calanque-town.yaml", text);
  const ProgramOutcome outcome = RunCalanque({"compare", kSmall, other.path()});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output,
              HasSubstr("- the cases have no perspective in common, so no figures seen by one are compared"));
  EXPECT_THAT(RunCalanque({"compare", kSmall, kSmall}).output, Not(HasSubstr("in common")));
}

/// Rows of perspectives that are not shared vanish from the CSV, which has no place to say so.
TEST(Compare, CautionsBesideTheRows) {
  const TemporaryFile other("calanque-everybody.yaml", SmallWith({{"- {id: economy,", "- {id: everybody,"}}));
  const ProgramOutcome outcome = RunCalanque({"compare", kSmall, other.path(), "--format", "csv"});
  EXPECT_THAT(outcome.errors, HasSubstr("caution: not every case has the perspectives economy, everybody"));
  EXPECT_THAT(outcome.output, Not(HasSubstr("caution")));
}

/// Two files may be wrong in two ways, one in its spelling and one in its meaning: one run tells both.
TEST(Compare, SlipsInAllFilesAreToldTogether) {
  const TemporaryFile wrong("calanque-compare-wrong.yaml", SmallWith({{"amount: 1000", "amount: -1000"}}));
  const TemporaryFile misspelt(
      "calanque-compare-misspelt.yaml",
      SmallWith({{"amount: 1000", "amount: -1000"}, {"FLOW_TIMING_START", "FLOW_TIMING_STRAT"}}));
  const ProgramOutcome outcome = RunCalanque({"compare", wrong.path(), misspelt.path()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.errors,
              AllOf(HasSubstr(wrong.path() + ":"), HasSubstr("'FLOW_TIMING_STRAT'"), HasSubstr("3 problems")));
}

/// A percentage written as a number: `appraise` warns of it, and so must whoever shows the same figures.
TEST(Warnings, StandBesideComparisonAndExplanation) {
  std::string text = SmallInOneFile();
  const auto line = ReplaceFirst(text, "constant_rate_per_year: 0.05", "constant_rate_per_year: 5");
  ASSERT_NE(line, 0);
  const TemporaryFile odd("calanque-odd.yaml", text);
  const std::string place = odd.path() + ":" + std::to_string(line) + ":";
  const std::string message = "is 5, more than 100 % a year";
  const ProgramOutcome compared = RunCalanque({"compare", kSmall, odd.path()});
  EXPECT_THAT(compared.errors, AllOf(HasSubstr(place), HasSubstr("warning: " + message)));
  EXPECT_THAT(compared.output, AllOf(HasSubstr("\nWarnings\n"), HasSubstr(": " + message), HasSubstr("(assumptions.")));
  const ProgramOutcome twice = RunCalanque({"compare", odd.path(), odd.path()});
  ASSERT_NE(twice.errors.find(place), std::string::npos);
  EXPECT_EQ(twice.errors.find(place), twice.errors.rfind(place)) << "one slip, one line: " << twice.errors;
  const ProgramOutcome explained = RunCalanque({"explain", odd.path(), "--project", "roof"});
  EXPECT_THAT(explained.errors, AllOf(HasSubstr(place), HasSubstr("warning: " + message)));
  EXPECT_THAT(explained.output, HasSubstr("Warnings\n  - " + message));
}

TEST(Explain, OpensColumnsDownToTheirFormulas) {
  const ProgramOutcome outcome = RunCalanque({"explain", kSmall, "--project", "roof", "--metric", "npv_amount"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, AllOf(HasSubstr("Project roof, seen by: city"), HasSubstr("panels"), HasSubstr("sales"),
                                    HasSubstr("47.62"), HasSubstr("they agree.")));
  const ProgramOutcome csv = RunCalanque({"explain", kSmall, "--project", "roof", "--format", "csv"});
  EXPECT_THAT(csv.output, HasSubstr("money,sales,"));
}

TEST(Validate, CountsWhatIsThere) {
  const ProgramOutcome outcome = RunCalanque({"validate", kSmall});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_THAT(outcome.output, StartsWith(kSmall + ": valid: 2 projects, 3 items, 0 financing sources, 2 perspectives, "
                                                  "0 curves, "));
  EXPECT_THAT(outcome.output, ::testing::EndsWith(" metrics\n"));
}

TEST(Metrics, ListsNamesInEveryFormat) {
  for (const std::string format : {"table", "json", "csv"}) {
    const ProgramOutcome outcome = RunCalanque({"metrics", "--format", format});
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_THAT(outcome.output, HasSubstr("abatement_cost_a4_amount_per_t_co2e")) << format;
  }
}

/// bash must accept the script, and it must offer the commands and flags the program has.
TEST(Completion, BashCompletesCommandsFlagsAndFormats) {
  const TemporaryFile script("calanque-completion.bash", RunCalanque({"completion", "bash"}).output);
  const auto complete = [&](const std::string& words, int at) {
    const std::string text = "source " + script.path() + "; COMP_WORDS=(" + words +
                             "); COMP_CWORD=" + std::to_string(at) + "; _calanque; echo \"${COMPREPLY[*]}\"";
    return RunProgram("/bin/bash", {"-c", text}).output;
  };
  EXPECT_EQ(complete("calanque app", 1), "appraise\n");
  EXPECT_EQ(complete("calanque appraise --fo", 2), "--format\n");
  EXPECT_EQ(complete("calanque appraise --format j", 3), "json\n");
  EXPECT_EQ(complete("calanque explain --view w", 3), "with without\n");
  EXPECT_EQ(complete("calanque completion z", 2), "zsh\n");
}

TEST(Completion, FishAndZshNameEveryCommand) {
  for (const std::string shell : {"fish", "zsh"}) {
    const ProgramOutcome outcome = RunCalanque({"completion", shell});
    EXPECT_EQ(outcome.exit_code, 0);
    for (const std::string command :
         {"appraise", "compare", "explain", "validate", "metrics", "simulate", "completion"}) {
      EXPECT_THAT(outcome.output, HasSubstr(command)) << shell;
    }
  }
}

}  // namespace
}  // namespace calanque::cli
