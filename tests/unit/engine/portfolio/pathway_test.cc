// Pathways of two sectors by hand.
#include "engine/portfolio/pathway.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace calanque::portfolio {
namespace {

using ::testing::ElementsAre;

// Straight between points; before the first and after the last nothing is known, and they stay.
TEST(EmissionAt, GoesStraightAndStaysOutside) {
  const std::vector<EmissionPoint> points = {{2020, 100}, {2030, 50}, {2032, 60}};
  EXPECT_EQ(EmissionAt(points, 2010), 100.0);
  EXPECT_EQ(EmissionAt(points, 2020), 100.0);
  EXPECT_EQ(EmissionAt(points, 2024), 80.0);
  EXPECT_EQ(EmissionAt(points, 2031), 55.0);
  EXPECT_EQ(EmissionAt(points, 2032), 60.0);
  EXPECT_EQ(EmissionAt(points, 2050), 60.0);
}

PathwayTerms TwoSectors() {
  return {2025, 3, {{100, {{2025, 90}, {2027, 70}}, {{2025, 90}, {2027, 30}}}, {40, {{2025, 40}}, {{2025, 20}}}}};
}

TEST(Pathways, TakeMeasuresFromTheirSectorAndFromTheTotal) {
  const std::vector<double> first = {0, 10, 20};
  const std::vector<double> first_scheduled = {5, 10, 20};
  const std::vector<double> second = {1, 50};  // From the second year on.
  const std::vector<double> third = {2, 2, 2};
  const std::vector<AvoidedTonnes> measures = {
      {0, 2025, first, first_scheduled}, {1, 2026, second, second}, {std::nullopt, 2025, third, third}};
  const Pathways out = BuildPathways(TwoSectors(), measures);
  ASSERT_EQ(out.sectors.size(), 2U);
  EXPECT_THAT(out.sectors[0].baseline, ElementsAre(100, 100, 100));
  EXPECT_THAT(out.sectors[0].business_as_usual, ElementsAre(90, 80, 70));
  EXPECT_THAT(out.sectors[0].target, ElementsAre(90, 60, 30));
  EXPECT_THAT(out.sectors[0].residual, ElementsAre(90, 70, 50));
  EXPECT_THAT(out.sectors[0].avoided_scheduled, ElementsAre(5, 10, 20));
  EXPECT_THAT(out.sectors[1].residual, ElementsAre(40, 39, -10));  // More than it emits: shown, not hidden.
  EXPECT_THAT(out.total.baseline, ElementsAre(140, 140, 140));
  EXPECT_THAT(out.total.business_as_usual, ElementsAre(130, 120, 110));
  EXPECT_THAT(out.total.target, ElementsAre(110, 80, 50));
  EXPECT_THAT(out.total.avoided, ElementsAre(2, 13, 72));
  EXPECT_THAT(out.total.avoided_scheduled, ElementsAre(7, 13, 72));
  EXPECT_THAT(out.total.residual, ElementsAre(128, 107, 38));
}

TEST(CarbonBudget, CountsItsOwnYearsAlone) {
  const std::vector<double> emissions = {100, 60, 50, 40};  // 2024 to 2027.
  const BudgetUse use = UseBudget({2025, 2026, 110}, emissions, 2024);
  EXPECT_EQ(use.emission_t_co2e, 110.0);
  EXPECT_FALSE(use.exceeded_year.has_value());  // Used up to the last tonne is not exceeded.
  EXPECT_EQ(UseBudget({2025, 2026, 109}, emissions, 2024).exceeded_year, 2026);
  EXPECT_EQ(UseBudget({2025, 2040, 100}, emissions, 2024).emission_t_co2e, 150.0);  // Years beyond count as none.
}

}  // namespace
}  // namespace calanque::portfolio
