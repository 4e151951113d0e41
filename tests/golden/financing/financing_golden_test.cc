// The shipped financing plans, through the service, against expected-finance.csv: figures that every best plan shares
// (gaps by party, what it costs, the accounts), not how equal sources are split.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

v1::PlanFinancingResponse Plan(const std::string& folder) {
  return PlanShipped(folder, "finance.yaml", &v1::PlanningService::Stub::PlanFinancing);
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

/// Money: a ten-millionth, at least 1 of the currency's unit, since the plan is the end of a search. Ratios and years
/// of debt: a millionth.
double ToleranceOf(const std::string& key, double value) {
  const bool is_money = key.ends_with("_amount") || key.starts_with("need,") || key.starts_with("gap_");
  return is_money ? 1e-7 * std::max(1e7, std::abs(value)) : 1e-6 * std::abs(value);
}

class ShippedFinance : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedFinance, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = ShippedFolder(GetParam());
  ExpectFigures(folder + "/expected-finance.csv", "table,year,name,value", FiguresOf(Plan(folder)), ToleranceOf);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedFinance, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
