// The shipped selection, through the service, against expected-selection.csv: which projects, when, how much, and what
// the limits are worth.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/golden/shipped.h"

namespace calanque::golden {
namespace {

v1::SelectPortfolioResponse Select(const std::string& folder) {
  return PlanShipped(folder, "selection.yaml", &v1::PlanningService::Stub::SelectPortfolio);
}

void AddTotals(const std::string& start, const v1::SelectionTotals& totals, Figures& figures) {
  figures[start + "npv_amount"] = totals.npv_amount();
  figures[start + "enpv_amount"] = totals.enpv_amount();
  figures[start + "abatement_t_co2e"] = totals.abatement_t_co2e();
  figures[start + "investment_amount"] = totals.investment_amount();
}

Figures FiguresOf(const v1::SelectPortfolioResponse& response) {
  Figures figures;
  figures["search,,relative_gap"] = response.relative_gap();
  figures["search,,objective"] = response.objective_value();
  for (const auto& one : response.chosen()) {
    figures["chosen," + one.project_id() + ",start_year"] = one.start_year();
    figures["chosen," + one.project_id() + ",fraction"] = one.fraction();
  }
  for (const auto& one : response.left_out()) figures["left_out," + one.project_id() + ",reason"] = one.reason();
  for (const auto& one : response.constraints()) {
    const std::string start = "constraint," + one.id() + " " + std::to_string(one.year()) + ",";
    figures[start + "used"] = one.used_value();
    figures[start + "price_relaxed"] = one.shadow_price_relaxed();
  }
  AddTotals("total,,", response.totals(), figures);
  for (int i = 0; i < response.cost_frontier_size(); ++i) {
    AddTotals("frontier," + std::to_string(i) + ",", response.cost_frontier(i).totals(), figures);
  }
  return figures;
}

class ShippedSelection : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedSelection, GivesTheFiguresOfItsExpectedFile) {
  const std::string folder = ShippedFolder(GetParam());
  ExpectFigures(folder + "/expected-selection.csv", "section,subject,name,value", FiguresOf(Select(folder)),
                [](const std::string&, double value) { return 1e-7 * std::max(1.0, std::abs(value)); });
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ShippedSelection, ::testing::Values("marseille"));

}  // namespace
}  // namespace calanque::golden
