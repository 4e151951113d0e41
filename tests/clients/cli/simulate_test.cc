// The command that simulates, as people and scripts see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

ProgramOutcome Simulate(const std::vector<std::string>& arguments) { return RunOnMarseille("simulate", arguments); }

TEST(Simulate, ShowsDistributionsProbabilitiesGapsAndWhatMovesThem) {
  const auto run = Simulate({"--paths", "200", "--seed", "3"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("200 futures of 24 projects"), HasSubstr("Net present value, MEUR"), HasSubstr("P(loss)"),
                    HasSubstr("VaR 5 %"), HasSubstr("Cost of a tonne (A4), EUR/tCO2e"),
                    HasSubstr("Fewer tonnes in the target year than planned")));
  EXPECT_THAT(run.output, AllOf(HasSubstr("Financing gap per year, MEUR"), HasSubstr("Financing gap of projects, MEUR"),
                                HasSubstr("│"), HasSubstr("Rates up by 200 basis points"),
                                HasSubstr("Who carries the risk"), HasSubstr("seed 3")));
  EXPECT_THAT(run.errors, Not(HasSubstr("\r"))) << "no progress bar but on a terminal";
}

// Numbers that the parser would take for others, or for none.
TEST(Simulate, NumbersAreWhatTheyLookLike) {
  const auto padded = Simulate({"--paths", "0100", "--perspective", "city"});
  EXPECT_EQ(padded.exit_code, 0) << padded.errors;
  EXPECT_THAT(padded.output, HasSubstr("100 futures of 24 projects")) << "not octal";
  for (const char* seed : {"-1", "18446744073709551616", "", "1.5", "0x10"}) {
    const auto run = Simulate({"--paths", "10", "--seed", seed});
    EXPECT_EQ(run.exit_code, 2) << seed;
    EXPECT_THAT(run.errors, HasSubstr("is no whole number from 0 to 18446744073709551615")) << seed;
  }
  EXPECT_EQ(Simulate({"--paths", ""}).exit_code, 2);
  EXPECT_EQ(Simulate({"--paths", "10", "--seed", "18446744073709551615"}).exit_code, 0);
}

// Who mends one file and starts again must not find then what was wrong with the other all along.
TEST(Simulate, SlipsInTheScenarioAndBesideItAreToldTogether) {
  const TemporaryFile wrong("calanque-wrong.yaml", SmallWith({{"amount: 1000", "amount: -1000"}}));
  const TemporaryFile misspelt("calanque-misspelt.yaml", SmallWith({{"amount: 1000", "amount: -1000"},
                                                                    {"FLOW_TIMING_START", "FLOW_TIMING_STRAT"}}));
  const TemporaryFile risk("calanque-slips-risk.yaml", "risk:\n  drivers: [{idd: works}]\noptions: {path_count: 10}\n");
  const std::string of_risk = risk.path() + ":2:14: risk.drivers[0]: unknown field 'idd'";
  const auto first = RunCalanque({"simulate", wrong.path(), "--risk", risk.path()});
  EXPECT_EQ(first.exit_code, 1);
  EXPECT_THAT(first.errors,
              AllOf(HasSubstr(of_risk), HasSubstr("investment.amount: is -1000"), HasSubstr("2 problems")));
  const auto second = RunCalanque({"simulate", misspelt.path(), "--risk", risk.path()});
  EXPECT_THAT(second.errors, AllOf(HasSubstr(of_risk), HasSubstr("investment.amount: is -1000"),
                                   HasSubstr("options.flow_timing: is 'FLOW_TIMING_STRAT'"), HasSubstr("3 problems")));
}

// What was found but not listed is counted, also where a slip beside the scenario is told with it.
TEST(Simulate, OmittedProblemsAreCounted) {
  std::string scenario = SmallInOneFile();
  std::string projects;
  for (int i = 0; i < 150; ++i) projects += "    - {id: roof}\n";
  ASSERT_NE(ReplaceFirst(scenario, "  projects:\n", "  projects:\n" + projects), 0);
  const TemporaryFile many("calanque-many.yaml", scenario);
  const TemporaryFile risk("calanque-many-risk.yaml", "risk:\n  drivers: [{idd: works}]\n");
  const auto run = RunCalanque({"simulate", many.path(), "--risk", risk.path()});
  EXPECT_THAT(run.errors,
              AllOf(HasSubstr("unknown field 'idd'"), HasSubstr("101 problems, and "), HasSubstr(" more\n")));
}

// The file beside may hold parts of the appraisal: what it would have added must not be told to be missing.
TEST(Simulate, ASlipBesideTheScenarioInventsNoOther) {
  std::string scenario = SmallInOneFile();
  const auto options = scenario.find("options:\n");
  const auto end = scenario.find("assumptions:\n");
  const std::string moved = scenario.substr(options, end - options);
  scenario.erase(options, end - options);
  std::string risk = "risk: {}\noptions: {path_count: 10}\nappraisal:\n  " + moved;
  for (auto at = risk.find('\n', risk.find("appraisal:") + 14); at + 1 < risk.size(); at = risk.find('\n', at + 1)) {
    risk.insert(at + 1, "  ");
  }
  const TemporaryFile half("calanque-half.yaml", scenario);
  const TemporaryFile rest("calanque-rest.yaml", risk);
  EXPECT_EQ(RunCalanque({"simulate", half.path(), "--risk", rest.path()}).exit_code, 0)
      << RunCalanque({"simulate", half.path(), "--risk", rest.path()}).errors;
  ASSERT_NE(ReplaceFirst(risk, "path_count", "path_cuont"), 0);
  const TemporaryFile wrong("calanque-rest-wrong.yaml", risk);
  EXPECT_THAT(RunCalanque({"simulate", half.path(), "--risk", wrong.path()}).errors,
              AllOf(HasSubstr("'path_cuont'"), HasSubstr("1 problem\n")));
}

// Nothing stands beside a folder that is not there; least of all another scenario's file.
TEST(Simulate, AMistypedFolderIsOneProblem) {
  const auto run = RunCalanque({"simulate", CALANQUE_SOURCE_DIR "/scenarios/marseile"});
  EXPECT_THAT(run.errors, AllOf(HasSubstr("marseile: does not exist"), HasSubstr("1 problem\n")));
}

TEST(Simulate, AnOutputThatCannotBeWrittenIsToldBeforeTheRun) {
  const auto run = Simulate({"--paths", "1000000", "--output", "/nowhere/at/all.json"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.errors, HasSubstr("cannot write /nowhere/at/all.json: No such file or directory"));
  EXPECT_THAT(Simulate({"--paths", "1000000", "--output", "/tmp"}).errors, HasSubstr("it is a folder"));
}

TEST(Simulate, ShowsIndicesAndReverseStresses) {
  const auto run =
      Simulate({"--paths", "100", "--perspective", "city", "--sensitivity-paths", "300", "--drivers-alone"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(HasSubstr("Reverse stresses: the smallest move that breaks the limit"),
                                HasSubstr("electricity-price 1."), HasSubstr("Sobol' indices of npv_amount"),
                                HasSubstr("Sobol' indices of financing_gap_amount"), HasSubstr("as if independent"),
                                HasSubstr("What moves the gap most")));
  const auto csv =
      Simulate({"--paths", "100", "--perspective", "city", "--sensitivity-paths", "300", "--format", "csv"});
  EXPECT_THAT(csv.output,
              AllOf(HasSubstr("sobol_index,npv_amount,,city,delay,fraction,total_standard_error,,"),
                    HasSubstr("reverse_stress,overrun-until-gap-is-700-meur,,,,,multiple,,"),
                    HasSubstr("tornado,financing_gap_amount,,city,delay,EUR,at_quantile_0.9,,"),
                    HasSubstr("stress,grants-lost,,city,,EUR/tCO2e,abatement_cost_a4_amount_per_t_co2e,,")));
}

TEST(Simulate, ShowsTheYearsOfProjectsWhereAskedFor) {
  const std::string heading = "Financing gap of every project per year, MEUR";
  const std::string row = "year,financing_gap_amount,pv-municipal,city,,EUR,quantile_0.9,2028,";
  const auto plain = Simulate({"--paths", "100", "--perspective", "city"});
  EXPECT_THAT(plain.output, Not(HasSubstr(heading)));
  const auto table = Simulate({"--paths", "100", "--perspective", "city", "--project-years"});
  EXPECT_EQ(table.exit_code, 0) << table.errors;
  EXPECT_THAT(table.output, HasSubstr(heading));
  const auto csv = Simulate({"--paths", "100", "--perspective", "city", "--project-years", "--format", "csv"});
  EXPECT_THAT(csv.output, HasSubstr(row));
}

// Catches a 0 in the file taken for nothing said, which runs as many futures as usual.
TEST(Simulate, RefusesNoFuturesWhereTheFileAsksForThem) {
  const TemporaryFile file("calanque-no-paths.yaml", "risk: {drivers: []}\noptions: {path_count: 0}\n");
  const auto run = Simulate({"--risk", file.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("calanque-no-paths.yaml:2:23: options.path_count: is 0; expected 1 to"));
}

TEST(Simulate, RefusesOnePathOfIndicesAtItsFlag) {
  const auto run = Simulate({"--paths", "10", "--sensitivity-paths", "1"});
  EXPECT_NE(run.exit_code, 0);
  EXPECT_THAT(run.errors, AllOf(HasSubstr("--sensitivity-paths"), HasSubstr("expected 2 to")));
}

TEST(Simulate, TheSameSeedGivesTheSameFile) {
  const auto first = Simulate({"--paths", "300", "--format", "csv"});
  const auto second = Simulate({"--paths", "300", "--format", "csv"});
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_THAT(first.output, StartsWith("section,name,project,perspective,driver,unit,statistic,at,value\r\n"));
  EXPECT_THAT(first.output, AllOf(HasSubstr("figure,npv_amount,,economy,,EUR,quantile_0.1,,"),
                                  HasSubstr("tornado,npv_amount,,city,gas-price,EUR,at_quantile_0.9,,"),
                                  HasSubstr("stress,grants-lost,,city,,EUR,npv_amount,,")));
  EXPECT_EQ(first.output, second.output);
}

TEST(Simulate, JsonIsTheFinalAnswer) {
  const auto run = Simulate({"--paths", "100", "--format", "json", "--perspective", "city", "--sampling", "sobol"});
  EXPECT_EQ(run.exit_code, 0) << run.errors;
  EXPECT_THAT(run.output, AllOf(StartsWith("{"), HasSubstr("\"path_count\": \"100\""), HasSubstr("SAMPLING_SOBOL"),
                                HasSubstr("\"below_zero_probability\""), Not(HasSubstr("\"economy\""))));
}

TEST(Simulate, AsksAServerForTheSame) {
  const ServerProcess server(CALANQUED_PROGRAM);
  ASSERT_FALSE(server.address().empty());
  const auto there = Simulate({"--paths", "100", "--format", "csv", "--server", server.address()});
  EXPECT_EQ(there.exit_code, 0) << there.errors;
  EXPECT_EQ(there.output, Simulate({"--paths", "100", "--format", "csv"}).output);
}

TEST(Simulate, NamesTheFlagThatIsWrongAndExitsAsOtherCommandsDo) {
  const auto none = Simulate({"--paths", "0"});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.errors, HasSubstr("--paths: is 0"));
  const auto trillion = Simulate({"--paths", "1000000000000"});
  EXPECT_EQ(trillion.exit_code, 4);
  EXPECT_THAT(trillion.errors, AllOf(HasSubstr("--paths: is 1000000000000"), HasSubstr("limit is 10000000 paths")));
  EXPECT_EQ(Simulate({"--sampling", "dice"}).exit_code, 2);
  EXPECT_EQ(Simulate({"--risk", "/nowhere/risk.yaml"}).exit_code, 1);
}

// Of indices that nobody asked for there is nothing to set.
TEST(Simulate, DriversAloneNeedsIndices) {
  const auto none = Simulate({"--paths", "10", "--drivers-alone"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.errors,
              StartsWith("--drivers-alone: no Sobol' indices are asked for; expected --sensitivity-paths"));
  const TemporaryFile risk("calanque-indices.yaml",
                           ReadFile(kMarseille + "/risk.yaml") + "\nsensitivity: {path_count: 4}\n");
  const auto of_file = Simulate({"--paths", "10", "--drivers-alone", "--risk", risk.path()});
  EXPECT_EQ(of_file.exit_code, 0) << of_file.errors;
}

TEST(Simulate, AViolationPointsIntoTheFileOfTheRiskModel) {
  std::string text = ReadFile(kMarseille + "/risk.yaml");
  const auto line = ReplaceFirst(text, "volatility_per_sqrt_year: 0.35", "volatility_per_sqrt_year: -0.3");
  ASSERT_NE(line, 0);
  const TemporaryFile file("calanque-risk.yaml", text);
  const auto run = Simulate({"--risk", file.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, AllOf(HasSubstr("calanque-risk.yaml:" + std::to_string(line) + ":"),
                                HasSubstr("risk.drivers[1].mean_reverting_log.volatility_per_sqrt_year")));
}

TEST(Simulate, ShowsProgressOnATerminalAndTakesItAway) {
  const std::string output = RunOnTerminal("simulate " + kMarseille + " --paths 20000", {{"NO_COLOR", "1"}});
  EXPECT_THAT(output, AllOf(HasSubstr("\r["), HasSubstr(" paths, "), HasSubstr(" left; mean NPV ")));
  EXPECT_THAT(output, Not(HasSubstr("\033")));
}

}  // namespace
}  // namespace calanque::cli
