#include "engine/finance/investment_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::finance {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

time::Date At(const char* text) { return *time::ParseIsoDate(text); }

struct Rows {
  explicit Rows(std::size_t n) : spending(n), replacement(n), residual(n) {}
  std::vector<double> spending;
  std::vector<double> replacement;
  std::vector<double> residual;
};

Rows Spread(const model::Investment& investment, int years) {
  Rows rows(static_cast<std::size_t>(years));
  AddInvestment(time::PeriodDates({At("2025-01-01"), 12, years}), investment,
                {rows.spending, rows.replacement, rows.residual});
  return rows;
}

model::Investment Bus() {
  model::Investment bus;
  bus.amount = 100.0;
  bus.spend_profile = {At("2025-01-01"), {1.0}};
  bus.life_years = 3.0;
  return bus;
}

// Completed at the end of 2025, a life of 3 years ends with 2028: the next asset is paid in 2028.
TEST(AddInvestment, ReplacesAtTheEndOfEachLife) {
  model::Investment bus = Bus();
  bus.replace_at_end_of_life = true;
  bus.replacement_cost_fraction = 0.8;
  const Rows rows = Spread(bus, 9);
  EXPECT_THAT(rows.spending, ElementsAre(100, 0, 0, 0, 0, 0, 0, 0, 0));
  EXPECT_THAT(rows.replacement, ElementsAre(0, 0, 0, 80, 0, 0, 80, 0, 0));
}

// Catches a purchase on the last day, when nobody needs the asset any more.
TEST(AddInvestment, DoesNotReplaceAtTheHorizon) {
  model::Investment bus = Bus();
  bus.replace_at_end_of_life = true;
  EXPECT_THAT(Spread(bus, 4).replacement, ElementsAre(0, 0, 0, 0));
  EXPECT_THAT(Spread(bus, 5).replacement, ElementsAre(0, 0, 0, 100, 0));
}

TEST(AddInvestment, StraightLineResidualValueOfTheAssetInUse) {
  model::Investment bus = Bus();
  bus.residual_method = model::ResidualMethod::kStraightLine;
  EXPECT_THAT(Spread(bus, 2).residual, ElementsAre(0, DoubleNear(200.0 / 3.0, 1e-10)));
  EXPECT_THAT(Spread(bus, 6).residual.back(), DoubleNear(0.0, 1e-10));
  bus.replace_at_end_of_life = true;
  bus.replacement_cost_fraction = 0.5;
  EXPECT_THAT(Spread(bus, 5).residual.back(), DoubleNear(50.0 * 2.0 / 3.0, 1e-10));
}

// Half of it spent at the horizon: the whole price came back as residual value, and the project earned money by not
// being finished.
TEST(AddInvestment, AnUnfinishedAssetIsWorthWhatWasPaidForIt) {
  model::Investment line = Bus();
  line.spend_profile.fractions = {0.25, 0.25, 0.25, 0.25};
  line.life_years = 10.0;
  line.residual_method = model::ResidualMethod::kStraightLine;
  EXPECT_THAT(Spread(line, 2).residual, ElementsAre(0, DoubleNear(50.0, 1e-10)));
  EXPECT_THAT(Spread(line, 4).residual.back(), DoubleNear(100.0, 1e-10));
  EXPECT_THAT(Spread(line, 5).residual.back(), DoubleNear(90.0, 1e-10));
}

TEST(AddInvestment, ExplicitResidualValueAtTheHorizon) {
  model::Investment bus = Bus();
  bus.residual_method = model::ResidualMethod::kExplicit;
  bus.residual_value_amount = 12.5;
  EXPECT_THAT(Spread(bus, 3).residual, ElementsAre(0, 0, 12.5));
}

// Trailing years without spending must not delay the start of life.
TEST(CompletionDate, IsTheEndOfTheLastYearWithSpending) {
  EXPECT_EQ(CompletionDate({At("2025-01-01"), {0.5, 0.5, 0.0}}), At("2027-01-01"));
}

}  // namespace
}  // namespace calanque::finance
