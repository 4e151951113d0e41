#include "clients/cli/output_csv.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "clients/cli/csv_rows.h"
#include "clients/cli/output_risk.h"

namespace calanque::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

template <typename Response>
Response Parse(const std::string& text) {
  Response response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &response));
  return response;
}

/// A spreadsheet runs a cell that begins like a formula; a comma or quote would shift the columns.
TEST(CsvText, IsInertAndQuoted) {
  EXPECT_EQ(CsvText("plain"), "plain");
  EXPECT_EQ(CsvText(""), "");
  EXPECT_EQ(CsvText("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(CsvText("+1"), "'+1");
  EXPECT_EQ(CsvText("-1"), "'-1");
  EXPECT_EQ(CsvText("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(CsvText("\t=1"), "'\t=1");
  EXPECT_EQ(CsvText("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(CsvText("\n=1"), "\"'\n=1\"");
  EXPECT_EQ(CsvText("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvText("say \"no\""), "\"say \"\"no\"\"\"");
  EXPECT_EQ(CsvText("=1,\"2\""), "\"'=1,\"\"2\"\"\"");
}

/// A number that went through CsvText would be a text from its minus sign on; an id with a comma would shift the
/// columns.
TEST(CsvRows, WritesTextsAsTextsAndNumbersAsNumbers) {
  CsvRows rows("id,count,amount,year");
  rows.Add("a,b", 1'000'000, -1.5, YearText(2030));
  rows.Add(std::string("=1"), 0, 1e-9, YearText(0));
  EXPECT_EQ(std::move(rows).Take(), "id,count,amount,year\r\n\"a,b\",1000000,-1.5,2030\r\n'=1,0,1e-09,\r\n");
}

/// Every kind of outcome has its rows; a negative number is a number, not a formula.
TEST(AppraisalCsv, WritesOneRowPerFigure) {
  const auto response = Parse<v1::AppraisePortfolioResponse>(R"(
    cells { metric_name: "npv_amount" perspective_id: "city" view: FLOW_VIEW_INCREMENTAL unit: "EUR" value: -0.1 }
    cells { metric_name: "irr_per_year" project_id: "=p" perspective_id: "city" view: FLOW_VIEW_WITH_PROJECT unit: "1/year"
            values { values: 0.05 values: 0.2 } }
    cells { metric_name: "gap" view: FLOW_VIEW_WITHOUT_PROJECT unit: "EUR" series { first_year: 2025 values: 1 values: 2 } }
    cells { metric_name: "flows" view: FLOW_VIEW_INCREMENTAL unit: "EUR"
            table { first_year: 2025 year_count: 2 row_labels: "city" row_labels: "a,b" values: 1 values: 2 values: 3 values: 4 } }
    cells { metric_name: "mirr" view: FLOW_VIEW_INCREMENTAL unit: "1/year"
            failure { reason: FAILURE_REASON_NOT_APPLICABLE message: "no outflow, ever" } })");
  EXPECT_EQ(AppraisalCsv(response),
            "metric,project,perspective,view,unit,row,year,value,failure\r\n"
            "npv_amount,,city,incremental,EUR,,,-0.1,\r\n"
            "irr_per_year,'=p,city,with,1/year,1,,0.05,\r\n"
            "irr_per_year,'=p,city,with,1/year,2,,0.2,\r\n"
            "gap,,,without,EUR,,2025,1,\r\n"
            "gap,,,without,EUR,,2026,2,\r\n"
            "flows,,,incremental,EUR,city,2025,1,\r\n"
            "flows,,,incremental,EUR,city,2026,2,\r\n"
            "flows,,,incremental,EUR,\"a,b\",2025,3,\r\n"
            "flows,,,incremental,EUR,\"a,b\",2026,4,\r\n"
            "mirr,,,incremental,1/year,,,,\"not applicable: no outflow, ever\"\r\n");
}

/// Where the reference has no figure there is no difference, although the message carries a 0.
TEST(ComparisonCsv, LeavesMissingValuesAndDifferencesEmpty) {
  const auto response = Parse<v1::ComparePortfoliosResponse>(R"(
    labels: "a" labels: "b"
    rows { metric_name: "irr_per_year" perspective_id: "city" view: FLOW_VIEW_INCREMENTAL unit: "1/year"
           values: 0 values: 0.1 failures: FAILURE_REASON_NOT_APPLICABLE failures: FAILURE_REASON_UNSPECIFIED
           differences: 0 differences: 0 })");
  EXPECT_THAT(ComparisonCsv(response), HasSubstr("irr_per_year,city,incremental,1/year,a,,,not applicable,,,\r\n"));
  EXPECT_THAT(ComparisonCsv(response), HasSubstr("irr_per_year,city,incremental,1/year,b,0.1,,,,,\r\n"));
}

TEST(ComparisonCsv, WritesGroupsWithTheirKind) {
  const auto response = Parse<v1::ComparePortfoliosResponse>(R"(
    labels: "a" labels: "b"
    sector_rows { group_id: "transport" display_name: "Road, rail" measure_name: "baseline_t_co2e" unit: "tCO2e"
                  values: 5 values: 0 failures: FAILURE_REASON_UNSPECIFIED failures: FAILURE_REASON_MISSING_DATA
                  differences: 0 differences: 0 }
    source_rows { group_id: "city" display_name: "City" measure_name: "investment_amount" unit: "EUR"
                  values: 1 values: 3 failures: FAILURE_REASON_UNSPECIFIED failures: FAILURE_REASON_UNSPECIFIED
                  differences: 0 differences: 2 })");
  const std::string csv = ComparisonCsv(response);
  EXPECT_THAT(csv, HasSubstr("baseline_t_co2e,,,tCO2e,a,5,0,,sector,transport,\"Road, rail\"\r\n"));
  EXPECT_THAT(csv, HasSubstr("baseline_t_co2e,,,tCO2e,b,,,missing data,sector,transport,\"Road, rail\"\r\n"));
  EXPECT_THAT(csv, EndsWith("investment_amount,,,EUR,b,3,2,,source,city,City\r\n"));
}

TEST(ExplanationCsv, WritesOneRowPerColumnAndPoint) {
  const auto response = Parse<v1::ExplainResponse>(R"(
    conventions { currency_code: "EUR" } point_dates: "2025-01-01" point_dates: "2026-01-01" point_years: 0 point_years: 1
    money_columns { item_id: "i" display_name: "-x" side: FLOW_VIEW_WITH_PROJECT payer_party_id: "a" payee_party_id: "b"
                    category: "revenue" amounts: 1 amounts: 2 discount_factors: 1 discount_factors: 0.5 sign: -1 }
    physical_columns { item_id: "e" side: FLOW_VIEW_WITHOUT_PROJECT unit: "MWh" kind: "energy" quantities: 3 quantities: 4 })");
  EXPECT_EQ(ExplanationCsv(response),
            "kind,item,display_name,side,payer,payee,category,unit,date,years,amount,discount_factor,sign\r\n"
            "money,i,'-x,with,a,b,revenue,EUR,2025-01-01,0,1,1,-1\r\n"
            "money,i,'-x,with,a,b,revenue,EUR,2026-01-01,1,2,0.5,-1\r\n"
            "physical,e,,without,,,energy,MWh,2025-01-01,0,3,,\r\n"
            "physical,e,,without,,,energy,MWh,2026-01-01,1,4,,\r\n");
}

// Catches futures that only JSON holds.
TEST(SimulationCsv, HoldsTheFuturesOfProjects) {
  v1::SimulationResult result;
  result.mutable_conventions()->set_currency_code("EUR");
  v1::ProjectFutures& futures = *result.add_project_futures();
  futures.set_project_id("school");
  futures.set_perspective_id("city");
  futures.add_npv_amounts(1.5);
  futures.add_npv_amounts(-2);
  EXPECT_EQ(SimulationCsv(result),
            "section,name,project,perspective,driver,unit,statistic,at,value\r\n"
            "future,npv_amount,school,city,,EUR,value,0,1.5\r\n"
            "future,npv_amount,school,city,,EUR,value,1,-2\r\n");
}

}  // namespace
}  // namespace calanque::cli
