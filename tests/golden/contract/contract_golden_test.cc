// The slips that stand in published Climate City Contracts are found, each with its figure, and nothing else is: every
// finding of the four cities stands in expected-findings-<city>.csv here. CALANQUE_UPDATE_GOLDEN=1 rewrites them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "clients/cli/contract_csv.h"
#include "clients/cli/output_contract.h"
#include "engine/portfolio/audit_contract.h"
#include "service/convert/contract_tables.h"

namespace calanque {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

v1::AuditContractTablesRequest ReadTables(const std::string& text) {
  v1::AuditContractTablesRequest request;
  cli::Problems problems;
  cli::ReadContractCsv("tables.csv", text, request, problems);
  for (const cli::Problem& problem : problems) ADD_FAILURE() << cli::Render(problem);
  return request;
}

v1::AuditContractTablesResponse Audit(const v1::AuditContractTablesRequest& request) {
  service::Reader reader;
  const auto tables = service::ConvertContractTables(request, reader);
  for (const Failure& failure : reader.failures()) ADD_FAILURE() << failure.field_path << ": " << failure.message;
  v1::AuditContractTablesResponse response;
  if (reader.failures().empty()) {
    service::FillContractAudit(tables, portfolio::AuditContract(tables), response);
  }
  return response;
}

const std::string kExpected = CALANQUE_SOURCE_DIR "/tests/golden/contract/";

std::string FolderOfTables() { return CALANQUE_SOURCE_DIR "/scenarios/contract-tables/"; }

class PublishedContract : public ::testing::TestWithParam<const char*> {};

TEST_P(PublishedContract, FindsTheKnownSlipsAndNothingElse) {
  const std::string found = cli::AuditCsv(Audit(ReadTables(ReadFile(FolderOfTables() + GetParam() + ".csv"))));
  const std::string path = kExpected + "expected-findings-" + GetParam() + ".csv";
  if (std::getenv("CALANQUE_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << found;
  EXPECT_EQ(found, ReadFile(path));
}

// What is written is what was read: else a table would change its precision, and with it what rounding explains.
TEST_P(PublishedContract, SurvivesWritingAndReading) {
  const auto request = ReadTables(ReadFile(FolderOfTables() + GetParam() + ".csv"));
  const std::string once = cli::WriteContractCsv(request.tables());
  EXPECT_EQ(cli::WriteContractCsv(ReadTables(once).tables()), once);
  EXPECT_EQ(cli::AuditCsv(Audit(ReadTables(once))), cli::AuditCsv(Audit(request)));
}

INSTANTIATE_TEST_SUITE_P(Cities, PublishedContract, ::testing::Values("angers", "dijon", "marseille", "pecs"));

std::string FindingsOf(const char* city) { return ReadFile(kExpected + "expected-findings-" + city + ".csv"); }

// Named one by one, so that a rewrite of the files cannot lose one unseen.
TEST(PublishedSlips, DijonThousandsOfEurosCapitalPerYearlyTonneAndPlaceholders) {
  EXPECT_THAT(FindingsOf("dijon"),
              HasSubstr("\"Cost of all actions, ambitious scenario\",Capital,error,unit,18595520,"));
  EXPECT_THAT(FindingsOf("dijon"), HasSubstr("Cost effectiveness,error,cost-per-tonne,22190,"));
  EXPECT_THAT(FindingsOf("dijon"), HasSubstr("B-2.1,energy,Capital,warning,constant-ratio"));
  EXPECT_THAT(FindingsOf("dijon"), HasSubstr("base-year"));
}

TEST(PublishedSlips, MarseilleMillionsForThousandsOfMillions) {
  EXPECT_THAT(FindingsOf("marseille"), HasSubstr("Total,error,unit,1.6,1641.658465,M EUR"));
  EXPECT_THAT(FindingsOf("marseille"), HasSubstr("Total,error,unit,1.9,1899.241845,M EUR"));
}

TEST(PublishedSlips, AngersTotalsAndTheProgrammeBesideTheModel) {
  EXPECT_THAT(FindingsOf("angers"), HasSubstr("7,Total,Model: city,error,sum,470,446,M EUR"));
  EXPECT_THAT(FindingsOf("angers"), HasSubstr("7,Total,Model: others,error,sum,1485,1513,M EUR"));
  EXPECT_THAT(FindingsOf("angers"), HasSubstr("total-or-incremental"));
}

TEST(PublishedSlips, PecsLogisticsAndCapitalPerYearlyKilotonne) {
  EXPECT_THAT(FindingsOf("pecs"), HasSubstr("B-3.2,optimised logistics,NPV total,error,sum,10,16,M EUR"));
  EXPECT_THAT(FindingsOf("pecs"),
              HasSubstr("B-3.2,building renovations,NPV investment per kt,error,cost-per-tonne,40.4"));
}

// A table whose figures were rounded from true ones is never called wrong.
TEST(PublishedSlips, NoneInTheTablesOfPecsThatAddUp) {
  EXPECT_THAT(FindingsOf("pecs"), ::testing::Not(HasSubstr("\nT8,Total")));
  EXPECT_THAT(FindingsOf("pecs"), ::testing::Not(HasSubstr("\nB-1.1b,Total")));
}

}  // namespace
}  // namespace calanque
