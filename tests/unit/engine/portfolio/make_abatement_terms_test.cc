// Names become positions, and a baseline becomes pathways.
#include "engine/portfolio/make_abatement_terms.h"

#include <gtest/gtest.h>

namespace calanque::portfolio {
namespace {

model::AppraisalRequest Request() {
  model::AppraisalRequest request;
  for (const auto& [id, sector] : {std::pair{"bus", "transport"}, {"retrofit", "homes"}, {"trees", ""}}) {
    model::Project& project = request.portfolio.projects.emplace_back();
    project.id = id;
    project.sector_id = sector;
  }
  request.portfolio.baseline =
      model::EmissionBaseline{"", 2019, 2030, {{"homes", "", 500, 400, 150, {}}, {"transport", "", 700, 600, 100, {}}}};
  return request;
}

TEST(MakeAbatementTerms, FindsMeasuresAndSectors) {
  model::AbatementTerms asked;
  asked.draws_target_year = true;
  asked.interactions = {{"g", "", {{"retrofit", 0.4, 0.0, {}}, {"bus", 0.0, 0.3, {}}}}};
  asked.speed_limits = {{"retrofit", 0, 0.1, {}}, {"trees", 2027, 0.5, {}}};
  asked.pathway = model::PathwayTerms{};
  const AbatementTerms made = MakeAbatementTerms(Request(), asked, 2025, 30);
  EXPECT_TRUE(made.draws_target_year);
  EXPECT_EQ(made.target_year, 2030);
  ASSERT_EQ(made.groups.size(), 1U);
  EXPECT_EQ(made.groups[0][0].measure, 1U);
  EXPECT_EQ(made.groups[0][0].removed_fraction, 0.4);
  EXPECT_EQ(made.groups[0][1].measure, 0U);
  EXPECT_EQ(made.groups[0][1].following_fraction, 0.3);
  ASSERT_EQ(made.limits.size(), 3U);
  EXPECT_FALSE(made.limits[0].has_value());
  EXPECT_EQ(made.limits[1]->first_year, 2025);  // Not said: the grid's first.
  EXPECT_EQ(made.limits[2]->first_year, 2027);
  EXPECT_EQ(made.sectors, (std::vector<std::optional<std::size_t>>{1, 0, std::nullopt}));
}

TEST(MakeAbatementTerms, GoesStraightWhereNothingElseIsSaid) {
  model::AbatementTerms asked;
  asked.pathway = model::PathwayTerms{{{"transport", model::EmissionPoints{{2025, 2050}, {650, 50}}, {}, {}}},
                                      model::CarbonBudget{2020, 2050, 9'000, {}}};
  const AbatementTerms made = MakeAbatementTerms(Request(), asked, 2025, 30);
  ASSERT_TRUE(made.pathway.has_value());
  EXPECT_EQ(made.pathway->first_year, 2019);  // From the base year
  EXPECT_EQ(made.pathway->year_count, 36);    // to the last of the grid.
  const SectorTerms& homes = made.pathway->sectors[0];
  EXPECT_EQ(homes.baseline_t_co2e, 500.0);
  EXPECT_EQ(EmissionAt(homes.business_as_usual, 2019), 500.0);
  EXPECT_EQ(EmissionAt(homes.business_as_usual, 2030), 400.0);
  EXPECT_EQ(EmissionAt(homes.target, 2030), 250.0);
  const SectorTerms& transport = made.pathway->sectors[1];
  EXPECT_EQ(EmissionAt(transport.business_as_usual, 2050), 50.0);
  EXPECT_EQ(EmissionAt(transport.target, 2030), 500.0);
  ASSERT_TRUE(made.budget.has_value());
  EXPECT_EQ(made.budget->emission_t_co2e, 9'000.0);
}

// A 0 is what nobody published, not the end of all emissions.
TEST(MakeAbatementTerms, TakesNothingForZeroThatIsNotKnown) {
  model::AppraisalRequest request = Request();
  request.portfolio.baseline->sectors[0].trend_t_co2e = 0.0;
  request.portfolio.baseline->sectors[1].baseline_t_co2e = 0.0;
  request.portfolio.baseline->sectors[1].planned_reduction_t_co2e = 0.0;
  model::AbatementTerms asked;
  asked.pathway = model::PathwayTerms{};
  const AbatementTerms made = MakeAbatementTerms(request, asked, 2025, 30);
  const SectorTerms& homes = made.pathway->sectors[0];
  EXPECT_EQ(EmissionAt(homes.business_as_usual, 2030), 500.0);
  EXPECT_EQ(EmissionAt(homes.target, 2030), 350.0);
  const SectorTerms& transport = made.pathway->sectors[1];
  EXPECT_EQ(transport.baseline_t_co2e, 0.0);
  EXPECT_EQ(EmissionAt(transport.business_as_usual, 2019), 600.0);
  EXPECT_EQ(EmissionAt(transport.target, 2030), 600.0);
}

// A base year inside the grid: the pathway begins with the grid.
TEST(MakeAbatementTerms, BeginsWithTheEarlierOfGridAndBaseYear) {
  model::AppraisalRequest request = Request();
  request.portfolio.baseline->base_year = 2027;
  model::AbatementTerms asked;
  asked.pathway = model::PathwayTerms{};
  const AbatementTerms made = MakeAbatementTerms(request, asked, 2025, 10);
  EXPECT_EQ(made.pathway->first_year, 2025);
  EXPECT_EQ(made.pathway->year_count, 10);
}

TEST(MakeAbatementTerms, AsksForNothingMoreThanWasAsked) {
  model::AppraisalRequest request = Request();
  request.portfolio.baseline.reset();
  const AbatementTerms made = MakeAbatementTerms(request, {}, 2025, 10);
  EXPECT_EQ(made.target_year, 0);
  EXPECT_TRUE(made.limits.empty());
  EXPECT_FALSE(made.pathway.has_value());
  EXPECT_FALSE(made.budget.has_value());
}

}  // namespace
}  // namespace calanque::portfolio
