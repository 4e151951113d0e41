// The shipped partnerships, through the service: comparator and headline figures against expected-<terms>.csv.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <string>

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

v1::CompareDeliveryModesResponse Compare(const std::string& folder, const std::string& terms) {
  const auto request = ReadShippedWith<v1::CompareDeliveryModesRequest>(folder, terms + ".yaml");
  service::InProcessServer server;
  const auto stub = v1::PppService::NewStub(server.Channel());
  grpc::ClientContext context;
  v1::CompareDeliveryModesResponse response;
  const auto status = stub->CompareDeliveryModes(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response;
}

Figures FiguresOf(const v1::CompareDeliveryModesResponse& response) {
  Figures figures;
  for (const auto& mode : response.modes()) {
    for (const auto& figure : mode.figures()) {
      if (!figure.has_failure()) figures[mode.mode_id() + "," + figure.name() + ","] = figure.value();
    }
  }
  for (const auto& cost : response.costs()) {
    std::ostringstream rate;
    rate << cost.discount_rate_per_year();
    const std::string end = "," + rate.str();
    figures[cost.mode_id() + ",raw_present_amount" + end] = cost.raw_present_amount();
    figures[cost.mode_id() + ",total_present_amount" + end] = cost.total_present_amount();
    figures[cost.mode_id() + ",value_for_money_before_risk_amount" + end] = cost.value_for_money_before_risk_amount();
    figures[cost.mode_id() + ",value_for_money_amount" + end] = cost.value_for_money_amount();
  }
  return figures;
}

/// 1e-9 of the value; of money at least a millionth of the currency unit, since a value solved to be zero is rounding.
double ToleranceOf(const std::string& key, double value) {
  const bool is_money = key.find("_amount") != std::string::npos;
  return std::max(1e-9 * std::abs(value), is_money ? 1e-6 : 1e-9);
}

struct Case {
  const char* folder;
  const char* terms;
};

class ShippedPartnership : public ::testing::TestWithParam<Case> {};

TEST_P(ShippedPartnership, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = ShippedFolder(GetParam().folder);
  ExpectFigures(folder + "/expected-" + GetParam().terms + ".csv", "mode,name,discount_rate_per_year,value",
                FiguresOf(Compare(folder, GetParam().terms)), ToleranceOf, /*is_whole=*/false);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedPartnership,
                         ::testing::Values(Case{"marseille-schools", "partnership"},
                                           Case{"marseille-schools", "partnership-2023"},
                                           Case{"schools-deferred-retrofit", "partnership"}),
                         [](const auto& one) { return "Case" + std::to_string(one.index); });

TEST(MarseilleSchools, PublishedTotalsAreMetWithinAPercent) {
  const auto response = Compare(CALANQUE_SOURCE_DIR "/scenarios/marseille-schools", "partnership");
  for (const auto& cost : response.costs()) {
    if (cost.discount_rate_per_year() != response.costs(0).discount_rate_per_year()) continue;
    const double published = cost.mode_id() == "direct" ? 734e6 : 692e6;
    EXPECT_NEAR(cost.total_present_amount(), published, 0.01 * published) << cost.mode_id();
  }
}

TEST(MarseilleSchools, RentsOfTheFrameworkStayUnderTheirPublishedMaximum) {
  const auto response = Compare(CALANQUE_SOURCE_DIR "/scenarios/marseille-schools", "partnership-2023");
  double rents = 0.0;
  for (const auto& column : response.modes(1).columns()) {
    if (column.name() != "charge to the joint company") continue;
    for (const double amount : column.amounts()) rents += amount;
  }
  EXPECT_LT(rents, 1813e6);
  EXPECT_GT(rents, 0.95 * 1813e6);
}

}  // namespace
}  // namespace calanque::golden
