// Flows by calendar year.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/engine/metric/input_fixture.h"

namespace calanque::metric {
namespace {

using ledger::Category;
using testing::ElementsAre;

InputFixture Flows() {
  auto flows = InputFixture::WithPeriods(4, 0.5, 2, 0.04);
  flows.AddDatedPoint(1.7, 1, 0.04);
  flows.Set(Category::kInvestment, {-100, -50, 0, 0, -1})
      .Set(Category::kRevenue, {0, 10, 20, 30})
      .Set(Category::kCarbon, {0, 1, 2, 3})
      .SetConsumed({-1, -2, -3, -4, 0})
      .SetProduced({0, 5, 6, 7, 0})
      .AddParty("city", {-100, -39, 22, 33, -1})
      .AddParty("suppliers", {100, 49, -20, -30, 1})
      .AddParty("nature", {0, -10, -2, -3, 0});
  return flows;
}

TEST(Tables, NetCashFlowLeavesOutExternalities) {
  EXPECT_THAT(Flows().Series("net_cash_flow_by_year_amount"), ElementsAre(-140.0, 49.0));
}

TEST(Tables, CategoriesWithoutFlowsAreLeftOut) {
  const auto answer = Flows().Compute("cash_flow_by_category_amount");
  EXPECT_THAT(answer.Table().row_labels, ElementsAre("investment", "revenue", "carbon"));
  EXPECT_THAT(answer.Table().values, ElementsAre(-150, -1, 10, 50, 1, 5));
}

TEST(Tables, PartiesSumToZeroPerYear) {
  const auto answer = Flows().Compute("party_net_flow_by_year_amount");
  const YearTable& table = answer.Table();
  EXPECT_THAT(table.row_labels, ElementsAre("city", "suppliers", "nature"));
  EXPECT_THAT(table.values, ElementsAre(-139.0, 54.0, 149.0, -49.0, -10.0, -5.0));
}

TEST(Tables, EnergyByYear) {
  EXPECT_THAT(Flows().Series("energy_consumed_by_year_mwh"), ElementsAre(-3.0, -7.0));
  EXPECT_THAT(Flows().Series("energy_produced_by_year_mwh"), ElementsAre(5.0, 13.0));
}

}  // namespace
}  // namespace calanque::metric
