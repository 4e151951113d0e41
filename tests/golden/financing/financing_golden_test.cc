// The shipped financing plans, through the service, against expected-finance.csv: figures that every best plan shares
// (gaps by party, what it costs, the accounts), not how equal sources are split.
//
// To rewrite after a change that is meant: CALANQUE_REWRITE_GOLDEN=1, then review the difference.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "clients/cli/scenario_file.h"
#include "service/in_process.h"
#include "tests/golden/figure_file.h"

namespace calanque::golden {
namespace {

v1::PlanFinancingResponse Plan(const std::string& folder) {
  v1::PlanFinancingRequest request;
  v1::PlanFinancingRequest beside;
  cli::Problems problems;
  cli::ReadScenario(folder, service::Limits(), *request.mutable_appraisal(), problems);
  cli::ReadScenario(folder + "/finance.yaml", service::Limits(), beside, problems);
  for (const auto& problem : problems) ADD_FAILURE() << cli::Render(problem);
  request.MergeFrom(beside);
  service::InProcessServer server;
  const auto stub = v1::PlanningService::NewStub(server.Channel());
  grpc::ClientContext context;
  v1::PlanFinancingResponse response;
  const grpc::Status status = stub->PlanFinancing(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

void AddAccounts(const std::string& name, const google::protobuf::RepeatedPtrField<v1::CityYear>& years,
                 Figures& figures) {
  for (const v1::CityYear& year : years) {
    const std::string start = name + "," + std::to_string(year.year()) + ",";
    figures[start + "gross_savings_amount"] = year.gross_savings_amount();
    figures[start + "net_savings_amount"] = year.net_savings_amount();
    figures[start + "debt_closing_amount"] = year.debt_closing_amount();
    figures[start + "debt_repayment_years"] = year.debt_repayment_years();
  }
}

Figures FiguresOf(const v1::PlanFinancingResponse& response) {
  Figures figures;
  figures["plan,,need_amount"] = response.need_amount();
  figures["plan,,gap_before_amount"] = response.gap_before_amount();
  figures["plan,,gap_after_amount"] = response.gap_after_amount();
  figures["plan,,city_cost_present_amount"] = response.city_cost_present_amount();
  figures["plan,,scale_factor"] = response.largest_programme().scale_factor();
  for (const v1::NeedResult& need : response.needs()) {
    for (int t = 0; t < need.need_amounts_size(); ++t) {
      const std::string year = std::to_string(response.first_year() + t);
      figures["need," + year + "," + need.party_id()] += need.need_amounts(t);
      figures["gap_before," + year + "," + need.party_id()] += need.gap_before_amounts(t);
    }
    for (const double gap : need.gap_after_amounts()) figures["gap_after,," + need.party_id()] += gap;
  }
  AddAccounts("accounts_without", response.accounts_without(), figures);
  AddAccounts("accounts_with", response.accounts_with(), figures);
  return figures;
}

class ShippedFinance : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedFinance, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = std::string(CALANQUE_SOURCE_DIR "/scenarios/") + GetParam();
  const Figures figures = FiguresOf(Plan(folder));
  const std::string path = folder + "/expected-finance.csv";
  if (std::getenv("CALANQUE_REWRITE_GOLDEN") != nullptr) WriteFigures(path, "table,year,name,value", figures);
  const Figures expected = ReadFigures(path);
  ASSERT_FALSE(expected.empty()) << path;
  EXPECT_EQ(figures.size(), expected.size());
  for (const auto& [key, value] : expected) {
    ASSERT_EQ(figures.count(key), 1U) << key;
    EXPECT_NEAR(figures.at(key), value, 1e-7 * std::max(1e7, std::abs(value))) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedFinance, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
