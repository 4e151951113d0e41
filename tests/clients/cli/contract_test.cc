// Contract tables, as scripts see them: filled from a portfolio, audited, and refused line by line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/contract_csv.h"
#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The rules must not cry over figures that are right: eight tables of a real portfolio, written and read again.
TEST(ContractTables, NoFindingInTheTablesThatCalanqueFills) {
  const TemporaryFile file("calanque-contract.csv");
  const auto tables = RunOnMarseille("tables", {"--municipality", "city", "--output", file.path()});
  ASSERT_EQ(tables.exit_code, 0) << tables.errors;
  const auto audit = RunCalanque({"audit", file.path()});
  EXPECT_EQ(audit.exit_code, 0) << audit.errors;
  EXPECT_THAT(audit.output, HasSubstr("Nothing found in "));
}

// A scenario without a perspective of all parties: what is missing is the flag that says whose it is, not a field.
TEST(ContractTables, PerspectivesAreChosenByFlags) {
  const std::string bus = CALANQUE_SOURCE_DIR "/scenarios/electric-bus";
  const auto none = RunCalanque({"tables", bus});
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.errors, HasSubstr("--economy: is not given, and no perspective of the appraisal includes all"));
  const auto chosen = RunCalanque({"tables", bus, "--economy", "operator"});
  EXPECT_EQ(chosen.exit_code, 0) << chosen.errors;
  EXPECT_THAT(chosen.output, HasSubstr("table,T6,T6"));
  EXPECT_THAT(chosen.errors, HasSubstr("--economy: warning: 'operator' does not include all parties"));
}

TEST(Audit, SaysWhatIsWrongInWordsForThoseWhoKeepTheTable) {
  const auto audit = RunCalanque({"audit", CALANQUE_SOURCE_DIR "/scenarios/contract-tables/marseille.csv"});
  EXPECT_EQ(audit.exit_code, 0) << audit.errors;
  EXPECT_THAT(audit.output, AllOf(HasSubstr("The figure 1.6 M EUR is about 1,000 times too small"),
                                  HasSubstr("printed with it is probably wrong")));
}

// A script that keeps tables sound must be able to stop on an error, and an audit that only answers must not fail.
TEST(Audit, StrictEndsWithOneWhereAFindingIsAnError) {
  const std::string tables = CALANQUE_SOURCE_DIR "/scenarios/contract-tables/marseille.csv";
  const auto strict = RunCalanque({"audit", tables, "--strict"});
  EXPECT_EQ(strict.exit_code, 1);
  EXPECT_EQ(strict.output, RunCalanque({"audit", tables}).output);
  const TemporaryFile sound("calanque-strict.csv",
                            "table,T9\nheading,a,f,b\nmeaning,,,capital\nunit,,,M EUR\nrow,x,,1\n");
  EXPECT_EQ(RunCalanque({"audit", sound.path(), "--strict"}).exit_code, 0);
}

// What Excel writes under the name CSV: to the wire library it is an error without a reason.
TEST(Audit, TextInAnotherEncodingHasItsPlace) {
  const TemporaryFile latin("calanque-latin.csv",
                            "table,T6\nperimeter,Orl\xE9"
                            "ans\n");
  const auto run = RunCalanque({"audit", latin.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(run.errors, latin.path() +
                            ":2:14: is not UTF-8 text; expected CSV in UTF-8; spreadsheets save it as 'CSV UTF-8'\n"
                            "1 problem\n");
  const TemporaryFile wide("calanque-wide.csv", std::string("\xFF\xFEt\0a\0b\0", 8));
  const auto wide_run = RunCalanque({"audit", wide.path()});
  EXPECT_EQ(wide_run.exit_code, 1);
  EXPECT_THAT(wide_run.errors, HasSubstr(wide.path() + ":1:1: is UTF-16 text; expected CSV in UTF-8"));
}

// A device without end must not fill the memory.
TEST(Audit, FilesBeyondTheLimitAreRefusedByName) {
  const auto endless = RunCalanque({"audit", "/dev/zero"});
  EXPECT_EQ(endless.exit_code, 1);
  EXPECT_THAT(endless.errors, HasSubstr("/dev/zero: makes more than 8388608 bytes of CSV, all files together"));
  const auto folder = RunCalanque({"audit", CALANQUE_SOURCE_DIR "/scenarios"});
  EXPECT_EQ(folder.exit_code, 1);
  EXPECT_THAT(folder.errors, HasSubstr("scenarios: is not a file\n"));
  EXPECT_THAT(RunCalanque({"audit", "/nonexistent.csv"}).errors, HasSubstr("/nonexistent.csv: does not exist"));
}

TEST(Audit, StopsAtTheHundredthProblem) {
  std::string text = "table,T6\n";
  for (int i = 0; i < 5000; ++i) text += "rwo,x\n";
  const TemporaryFile file("calanque-many.csv", text);
  const auto run = RunCalanque({"audit", file.path(), file.path()});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_EQ(std::count(run.errors.begin(), run.errors.end(), '\n'), 102);
  EXPECT_THAT(run.errors, AllOf(HasSubstr(":101:1: unknown kind of line 'rwo'"),
                                HasSubstr(":101:5: reading stopped here: too many problems (limit max_violations)")));
}

std::vector<std::string> ProblemsOf(const std::string& text) {
  v1::AuditContractTablesRequest request;
  Problems problems;
  ReadContractCsv("t.csv", text, request, problems);
  std::vector<std::string> rendered;
  for (const Problem& problem : problems) rendered.push_back(Render(problem.place));
  return rendered;
}

TEST(ContractCsv, EveryProblemHasItsPlace) {
  EXPECT_THAT(
      ProblemsOf(
          "row,early,,1\ntable,T6,T5\nheading,a,f,Cost\nmeaning,,,price\nrow,x,,\"1,5\"\nrow,y,,1,234\nlast,z\n"),
      ElementsAre("t.csv:1:1", "t.csv:2:10", "t.csv:4:11", "t.csv:5:8", "t.csv:6:10", "t.csv:7:1"));
  EXPECT_THAT(ProblemsOf("table,\"T6\n"), ElementsAre("t.csv:1:7"));
}

TEST(ContractCsv, SemicolonsAreSaidOnceAndByName) {
  v1::AuditContractTablesRequest request;
  Problems problems;
  ReadContractCsv("t.csv", "\xEF\xBB\xBFtable;B-1.1;1,5\nrow;a;2,5\n", request, problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(Render(problems[0]), HasSubstr("t.csv:1:1: cells are parted by semicolons; expected commas"));
}

// Two letters under many headings cost as much memory as a thousand figures.
TEST(ContractCsv, CellsAreLimitedAsTheyAreKept) {
  service::Limits limits;
  limits.max_yaml_nodes = 20;
  v1::AuditContractTablesRequest request;
  Problems problems;
  ReadContractCsv("t.csv", "table,T\nheading,,,a,b,c,d,e\nrow,x\nrow,y\nrow,z\n", request, problems, limits);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(Render(problems[0]), "t.csv:5:1: the tables hold more than 20 cells (limit max_yaml_nodes)");
}

TEST(ContractCsv, FiguresKeepTheirPrecision) {
  v1::AuditContractTablesRequest request;
  Problems problems;
  ReadContractCsv("t.csv", "table,T\nheading,,,a,b,c,d,e\nrow,x,,\"18,595,520\",1 234.50,,-1.5e-3,2e3\n", request,
                  problems);
  ASSERT_TRUE(problems.empty());
  const auto& figures = request.tables(0).rows(0).figures();
  EXPECT_EQ(figures[0].amount(), 18595520.0);
  EXPECT_EQ(figures[0].decimals_count(), 0);
  EXPECT_EQ(figures[1].amount(), 1234.5);
  EXPECT_EQ(figures[1].decimals_count(), 2);
  EXPECT_FALSE(figures[2].has_amount());
  EXPECT_EQ(figures[3].decimals_count(), 4);
  EXPECT_EQ(figures[4].decimals_count(), 0);
}

}  // namespace
}  // namespace calanque::cli
