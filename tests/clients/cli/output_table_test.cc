// The page as a whole against a reviewed file: CALANQUE_UPDATE_GOLDEN=1 rewrites it, and the difference is reviewed.
#include "clients/cli/output_table.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/clients/cli/run_calanque.h"

namespace calanque::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kFolder = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/";

v1::AppraisePortfolioResponse ReadResponse() {
  v1::AppraisePortfolioResponse response;
  EXPECT_TRUE(
      google::protobuf::TextFormat::ParseFromString(ReadFile(kFolder + "appraisal_response.textproto"), &response));
  return response;
}

/// Any change of figure, unit, alignment or order shows as a difference of the file.
TEST(AppraisalTable, IsTheReviewedPage) {
  const std::string page = AppraisalTable(ReadResponse(), {"City of É", {"city"}}, {.width = 100});
  const std::string golden = kFolder + "appraisal_table.txt";
  if (std::getenv("CALANQUE_UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << page;
  EXPECT_EQ(page, ReadFile(golden));
}

/// Lines that a terminal would break are unreadable; a first column keeps its 16 columns at the least.
TEST(AppraisalTable, FitsTheWidth) {
  for (const std::size_t width : {60U, 80U, 120U}) {
    std::istringstream page(AppraisalTable(ReadResponse(), {"City of É", {"city"}}, {.width = width}));
    for (std::string line; std::getline(page, line);) EXPECT_LE(DisplayWidth(line), width) << line;
  }
}

/// A rate or a cost per tonne of the portfolio is the engine's, never the sum of its projects' rows.
TEST(AppraisalTable, EndsTheProjectsWithThePortfolio) {
  const std::string page = AppraisalTable(ReadResponse(), {"City of É", {"city"}, 2030}, {});
  const std::size_t row = page.find("\n  Portfolio");
  ASSERT_NE(row, std::string::npos);
  EXPECT_THAT(page.substr(row, page.find('\n', row + 1) - row), HasSubstr("5.0 % or 21.0 %"));
  EXPECT_THAT(page, HasSubstr("t in 2030"));
}

v1::MetricCell& AddCell(v1::AppraisePortfolioResponse& response, const std::string& metric, const std::string& unit) {
  v1::MetricCell& cell = *response.add_cells();
  cell.set_metric_name(metric);
  cell.set_perspective_id("city");
  cell.set_view(v1::FLOW_VIEW_INCREMENTAL);
  cell.set_unit(unit);
  return cell;
}

/// The input that turns the verdict soonest comes first, whatever its sign; one without flows is not listed.
TEST(AppraisalTable, ListsTheMostSensitiveInputFirst) {
  v1::AppraisePortfolioResponse response = ReadResponse();
  AddCell(response, "switching_value_investment_fraction", "fraction").set_value(0.5);
  AddCell(response, "switching_value_energy_fraction", "fraction").set_value(-0.1);
  AddCell(response, "switching_value_grant_fraction", "fraction").mutable_failure()->set_message("no grants");
  const std::string page = AppraisalTable(response, {"City of É", {"city"}}, {});
  EXPECT_THAT(page, HasSubstr("  Energy bought and saved  -10.0 %\n  Investment               +50.0 %\n\n"));
  EXPECT_THAT(page, Not(HasSubstr("no grants")));
}

/// A metric asked for by name is shown, also where the page has no place for it; one nobody asked for is not.
TEST(AppraisalTable, ShowsEveryMetricAskedFor) {
  v1::AppraisePortfolioResponse response = ReadResponse();
  AddCell(response, "levelised_cost_amount_per_mwh", "EUR/MWh").set_value(71.5);
  v1::YearSeries& series = *AddCell(response, "net_cash_flow_by_year_amount", "EUR").mutable_series();
  series.set_first_year(2025);
  for (const double value : {-20e6, 5e6, 1e6}) series.add_values(value);
  EXPECT_THAT(AppraisalTable(response, {"City of É", {"city"}}, {}), Not(HasSubstr("71.50")));
  response.mutable_conventions()->mutable_options()->add_metric_names("levelised_cost_amount_per_mwh");
  response.mutable_conventions()->mutable_options()->add_metric_names("net_cash_flow_by_year_amount");
  const std::string page = AppraisalTable(response, {"City of É", {"city"}}, {});
  EXPECT_THAT(page, HasSubstr("levelised_cost_amount_per_mwh, EUR/MWh, seen by: City\n  all projects  71.50\n"));
  EXPECT_THAT(page, HasSubstr("net_cash_flow_by_year_amount, MEUR, seen by: City\n"
                              "                all years    2025  2027\n"
                              "  all projects     -14.00  -20.00  1.00\n"));
}

/// A warning belongs to the page: a reader of the file may never have seen standard error.
TEST(AppraisalTable, CarriesTheWarnings) {
  v1::AppraisePortfolioResponse response = ReadResponse();
  v1::Violation& warning = *response.add_warnings();
  warning.set_field_path("portfolio.financing_sources[6]");
  warning.set_message("the loan outlives the horizon");
  EXPECT_THAT(AppraisalTable(response, {"City of É", {"city"}}, {}),
              HasSubstr("Warnings\n  - the loan outlives the horizon (portfolio.financing_sources[6])\n"));
}

/// Asked for one metric only, the page must not invent the rest.
TEST(AppraisalTable, LeavesOutWhatIsNotThere) {
  v1::AppraisePortfolioResponse response = ReadResponse();
  response.clear_cells();
  const std::string page = AppraisalTable(response, {"City of É", {"city"}}, {});
  EXPECT_THAT(page, Not(HasSubstr("Projects,")));
  EXPECT_THAT(page, Not(HasSubstr("Financing")));
  EXPECT_THAT(page, Not(HasSubstr("n/a")));
}

TEST(ComparisonTable, ShowsChangesAndCautions) {
  v1::ComparePortfoliosResponse response;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    labels: "today" labels: "plan" cautions: "the dates differ"
    rows { metric_name: "npv_amount" perspective_id: "city" view: FLOW_VIEW_INCREMENTAL unit: "EUR"
           values: 20e6 values: 25.5e6 differences: 0 differences: 5.5e6 failures: 0 failures: 0 }
    rows { metric_name: "irr_per_year" perspective_id: "city" view: FLOW_VIEW_INCREMENTAL unit: "1/year"
           values: 0.05 values: 0 differences: 0 differences: 0 failures: 0 failures: 3 })",
                                                            &response));
  const std::string page = ComparisonTable(response, {});
  EXPECT_THAT(page, HasSubstr("npv_amount    MEUR     20.00    25.50    5.50"));
  EXPECT_THAT(page, HasSubstr("irr_per_year  1/year  5.00 %  n/a [1]\n"));
  EXPECT_THAT(page, HasSubstr("[1] not applicable: irr_per_year"));
  EXPECT_LT(page.find("- the dates differ"), page.find("npv_amount")) << "what to know before comparing comes first";
}

/// What a city did not publish must not read like a 0.
// Ten variants of a file with one slip would say it ten times.
TEST(ComparisonTable, SaysAWarningOnceForTheCasesThatShareIt) {
  v1::ComparePortfoliosResponse response;
  for (const char* label : {"today", "plan", "more"}) response.add_labels(label);
  const auto warn = [&](const char* path, const char* message) {
    v1::Violation& warning = *response.add_warnings();
    warning.set_field_path(path);
    warning.set_message(message);
  };
  for (const char* path : {"cases[0].portfolio", "cases[1].portfolio", "cases[2].portfolio"}) warn(path, "is old");
  warn("cases[0].assumptions.curves[3]", "ends early");
  warn("cases[2].assumptions.curves[3]", "ends early");
  const std::string page = ComparisonTable(response, {});
  EXPECT_THAT(page, HasSubstr("all cases: is old (portfolio)"));
  EXPECT_THAT(page, HasSubstr("today, more: ends early (assumptions.curves[3])"));
  EXPECT_EQ(page.find("is old"), page.rfind("is old"));
}

TEST(ComparisonTable, ShowsGroupsMeasureByMeasure) {
  v1::ComparePortfoliosResponse response;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    labels: "a" labels: "b"
    sector_rows { group_id: "t" display_name: "Transport" measure_name: "investment_amount" unit: "EUR"
                  values: 50e6 values: 0 failures: 0 failures: 2 differences: 0 differences: 0 }
    sector_rows { group_id: "" display_name: "" measure_name: "investment_amount" unit: "EUR"
                  values: 0 values: 10e6 failures: 3 failures: 0 differences: 0 differences: 0 })",
                                                            &response));
  const std::string page = ComparisonTable(response, {});
  EXPECT_THAT(page, HasSubstr("By sector\n  investment_amount            a          b  change\n"));
  EXPECT_THAT(page, HasSubstr("Transport          MEUR  50.00  not known"));
  EXPECT_THAT(page, HasSubstr("(no sector)        MEUR      -      10.00"));
}

/// Nine cities side by side: changes against the first would double the page, and most metrics nobody has.
TEST(ComparisonTable, ManyCasesShowWhatAtLeastTwoHave) {
  v1::ComparePortfoliosResponse response;
  for (const char* label : {"a", "b", "c", "d", "e"}) response.add_labels(label);
  for (const char* name : {"npv_amount", "investment_amount"}) {
    v1::ComparisonRow& row = *response.add_rows();
    row.set_metric_name(name);
    row.set_unit("EUR");
    for (int i = 0; i < 5; ++i) {
      const bool is_given = i == 0 || row.metric_name() == "investment_amount";
      row.add_values(is_given ? 1.0 : 0.0);
      row.add_failures(is_given ? v1::FAILURE_REASON_UNSPECIFIED : v1::FAILURE_REASON_MISSING_DATA);
      row.add_differences(0.0);
    }
  }
  const std::string page = ComparisonTable(response, {});
  EXPECT_THAT(page, HasSubstr("investment_amount"));
  EXPECT_THAT(page, Not(HasSubstr("npv_amount")));
  EXPECT_THAT(page, Not(HasSubstr("change")));
  EXPECT_THAT(page, HasSubstr("1 figure that fewer than two cases have is left out"));
}

/// At the usual width names are cut; rows that differ by their view alone must not look alike.
TEST(ComparisonTable, KeepsViewsApartWhereNamesAreCut) {
  v1::ComparePortfoliosResponse response;
  for (const char* label : {"reference", "alternative-one", "alternative-two", "alternative-new"}) {
    response.add_labels(label);
  }
  for (const v1::FlowView view :
       {v1::FLOW_VIEW_INCREMENTAL, v1::FLOW_VIEW_WITH_PROJECT, v1::FLOW_VIEW_WITHOUT_PROJECT}) {
    v1::ComparisonRow& row = *response.add_rows();
    row.set_metric_name("equivalent_annual_cost_amount_per_year_per_inhabitant");
    row.set_unit("EUR/year");
    row.set_view(view);
    for (int i = 0; i < 4; ++i) {
      row.add_values(1.0);
      row.add_differences(0.0);
    }
  }
  const std::string page = ComparisonTable(response, {});
  EXPECT_THAT(page, AllOf(HasSubstr("…  incremental  EUR/year"), HasSubstr("…  with         EUR/year"),
                          HasSubstr("…  without      EUR/year")));
}

/// Paths as labels would push the figures off the page: the list above the table says which case is which.
TEST(ComparisonTable, NumbersCasesWithLongLabels) {
  v1::ComparePortfoliosResponse response;
  response.add_labels("plan");
  response.add_labels("/home/finance/scenarios/2026/plan");
  const std::string page = ComparisonTable(response, {});
  EXPECT_THAT(page, HasSubstr("  case 1: plan (the reference), input"));
  EXPECT_THAT(page, HasSubstr("  case 2: /home/finance/scenarios/2026/plan, input"));
  v1::ComparisonRow& row = *response.add_rows();
  row.set_metric_name("npv_amount");
  for (const double value : {1.0, 2.0}) row.add_values(value);
  EXPECT_THAT(ComparisonTable(response, {}), HasSubstr("plan  case 2  change\n"));
}

/// Equal years are one run; inputs stand with their sources.
TEST(ExplanationTable, OpensAColumn) {
  v1::ExplainRequest request;
  request.set_project_id("roof");
  request.set_perspective_id("city");
  request.set_view(v1::FLOW_VIEW_INCREMENTAL);
  v1::ExplainResponse response;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    conventions { currency_code: "EUR" } point_dates: "2025-12-31" point_dates: "2026-12-31" point_dates: "2027-12-31"
    money_columns { item_id: "sales" display_name: "Sales" side: FLOW_VIEW_WITH_PROJECT payer_party_id: "users"
                    payee_party_id: "city" category: "revenue" formula: "tariff x volume" sign: 1 present_value_amount: 1900
                    amounts: 0 amounts: 1000 amounts: 1000
                    inputs { name: "tariff" value: "10" source: "assumption: none published" } })",
                                                            &response));
  const std::string page = ExplanationTable(response, request, {});
  EXPECT_THAT(page, HasSubstr("Project roof, seen by: city, incremental view"));
  EXPECT_THAT(page, HasSubstr("Counts for: +1 x tariff x volume"));
  EXPECT_THAT(page, HasSubstr("amounts: 2026-12-31 to 2027-12-31: 1\u202F000\n"));
  EXPECT_THAT(page, HasSubstr("tariff = 10\n      source: assumption: none published\n"));
}

}  // namespace
}  // namespace calanque::cli
