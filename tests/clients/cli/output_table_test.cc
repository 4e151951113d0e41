// The page as a whole against a reviewed file: CALANQUE_UPDATE_GOLDEN=1 rewrites it, and the difference is reviewed.
#include "clients/cli/output_table.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace calanque::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::string kFolder = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

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
  EXPECT_THAT(page, HasSubstr("npv_amount    MEUR    20.00    25.50         5.50"));
  EXPECT_THAT(page, HasSubstr("irr_per_year  1/year  5.00 %  n/a [1]\n"));
  EXPECT_THAT(page, HasSubstr("[1] not applicable: irr_per_year"));
  EXPECT_THAT(page, HasSubstr("- the dates differ"));
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
