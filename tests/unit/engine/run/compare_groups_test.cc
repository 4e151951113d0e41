// Sectors and payers of several cases side by side: sums by hand.
#include "engine/run/compare_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using ::testing::ElementsAre;

constexpr int kMissing = static_cast<int>(Reason::kMissingData);
constexpr int kNone = static_cast<int>(Reason::kNotApplicable);

model::Emission Avoided(double t_co2e) {
  model::Emission emission;
  emission.quantity_t_co2e_per_year = -t_co2e;
  emission.span.start_date = testing::Day("2025-01-01");
  return emission;
}

/// Sectors "road" and "rail" of group "transport", and "waste"; a project in each of road and rail.
model::AppraisalRequest City() {
  auto request = testing::EmptyRequest(3);
  model::EmissionBaseline baseline{"City", 2019, 2026, {}};
  baseline.sectors.push_back({"road", "Road", 70.0, 60.0, 30.0, {}, "transport"});
  baseline.sectors.push_back({"rail", "Rail", 10.0, 0.0, 5.0, {}, "transport"});
  baseline.sectors.push_back({"waste", "Waste", 20.0, 15.0, 0.0, {}, ""});
  request.portfolio.baseline = baseline;
  for (const char* id : {"road", "rail"}) {
    model::Project& project = testing::AddProject(request, id);
    project.sector_id = id;
    project.with_project.push_back(testing::Item("works", "city", "supplier", testing::InvestmentOf(100.0)));
    project.with_project.push_back(testing::Item("avoided", "nature", "", Avoided(4.0)));
  }
  request.portfolio.projects[1].with_project[0].payer_party_id = "households";
  return request;
}

struct Compiled {
  explicit Compiled(model::AppraisalRequest request_in)
      : request(std::move(request_in)), plan(testing::CompileOrThrow(request)) {}
  [[nodiscard]] Case AsCase() const { return {&request, &plan, {}}; }
  [[nodiscard]] CaseGroups Groups() const { return GroupFiguresOf(request, plan, FillLedger(plan)); }

  model::AppraisalRequest request;
  plan::Plan plan;
};

GroupComparison Compared(const Compiled& a, const Compiled& b) {
  const std::vector<Case> cases = {a.AsCase(), b.AsCase()};
  const std::vector<CaseGroups> groups = {a.Groups(), b.Groups()};
  return CompareGroups(cases, groups);
}

const GroupComparisonRow& Row(std::span<const GroupComparisonRow> rows, std::string_view group,
                              std::string_view measure) {
  for (const GroupComparisonRow& row : rows) {
    if (row.group_id == group && row.measure_name == measure) return row;
  }
  throw std::out_of_range(std::string(group) + " " + std::string(measure));
}

bool Has(std::span<const GroupComparisonRow> rows, std::string_view group, std::string_view measure) {
  return std::any_of(rows.begin(), rows.end(),
                     [&](const auto& row) { return row.group_id == group && row.measure_name == measure; });
}

TEST(CompareGroups, AddsSectorsOfOneGroup) {
  auto other = City();
  other.portfolio.projects[0].with_project[0].kind = testing::InvestmentOf(300.0);
  const Compiled a(City());
  const Compiled b(other);
  const auto found = Compared(a, b);
  EXPECT_THAT(Row(found.sector_rows, "transport", "baseline_t_co2e").values, ElementsAre(80.0, 80.0));
  EXPECT_EQ(Row(found.sector_rows, "transport", "baseline_t_co2e").display_name, "transport");
  EXPECT_EQ(Row(found.sector_rows, "waste", "baseline_t_co2e").display_name, "Waste");
  EXPECT_THAT(Row(found.sector_rows, "transport", "abatement_target_year_t_co2e").values, ElementsAre(8.0, 8.0));
  const auto& investment = Row(found.sector_rows, "transport", "investment_amount");
  EXPECT_THAT(investment.values, ElementsAre(200.0, 400.0));
  EXPECT_THAT(investment.differences, ElementsAre(0.0, 200.0));
  EXPECT_EQ(investment.unit, "EUR");
}

// A published 0 of one sector must not pass for the trend of the whole group.
TEST(CompareGroups, OneUnknownSectorMakesTheGroupUnknown) {
  const Compiled a(City());
  auto known = City();
  known.portfolio.baseline->sectors[1].trend_t_co2e = 8.0;
  const Compiled b(known);
  const auto found = Compared(a, b);
  const auto& trend = Row(found.sector_rows, "transport", "trend_t_co2e");
  EXPECT_THAT(trend.failures, ElementsAre(kMissing, 0));
  EXPECT_THAT(trend.values, ElementsAre(0.0, 68.0));
  EXPECT_THAT(trend.differences, ElementsAre(0.0, 0.0));
}

TEST(CompareGroups, UnknownFiguresAndMissingGroupsAreToldApart) {
  auto unknown = City();
  unknown.portfolio.projects[0].unknown_figures = Figure::kInvestment;
  unknown.portfolio.baseline->sectors.pop_back();
  const Compiled a(City());
  const Compiled b(unknown);
  const auto found = Compared(a, b);
  EXPECT_THAT(Row(found.sector_rows, "transport", "investment_amount").failures, ElementsAre(0, kMissing));
  EXPECT_THAT(Row(found.sector_rows, "waste", "baseline_t_co2e").failures, ElementsAre(0, kNone));
  EXPECT_THAT(Row(found.source_rows, "city", "investment_amount").failures, ElementsAre(0, kMissing));
}

TEST(CompareGroups, PayersAndTheirSourcesByGroup) {
  auto request = City();
  request.portfolio.inhabitant_count = 50;
  for (model::Party& party : request.portfolio.parties) {
    if (party.id == "state") party.group_id = "nation";
  }
  model::FinancingSource grant;
  grant.id = "grant";
  grant.payer_party_id = "state";
  grant.payee_party_id = "city";
  grant.amount = 40.0;
  grant.payment_profile = {testing::Day("2025-01-01"), {1.0}};
  grant.commitment = model::Commitment::kCommitted;
  grant.kind = model::ProgrammeGrant{};
  request.portfolio.financing_sources.push_back(grant);
  const Compiled a(request);
  const auto found = Compared(a, a);
  EXPECT_THAT(Row(found.source_rows, "city", "investment_amount").values, ElementsAre(100.0, 100.0));
  EXPECT_THAT(Row(found.source_rows, "households", "investment_amount").values, ElementsAre(100.0, 100.0));
  EXPECT_THAT(Row(found.source_rows, "nation", "committed_sources_amount").values, ElementsAre(40.0, 40.0));
  EXPECT_THAT(Row(found.source_rows, "nation", "committed_sources_amount_per_inhabitant").values,
              ElementsAre(0.8, 0.8));
  EXPECT_FALSE(Has(found.source_rows, "nation", "planned_sources_amount")) << "0 everywhere says nothing";
}

TEST(CompareGroups, ProjectsInNoSectorComeLast) {
  auto request = City();
  request.portfolio.projects[0].sector_id = "";
  const Compiled a(request);
  const auto found = Compared(a, a);
  EXPECT_EQ(found.sector_rows.back().group_id, "");
  EXPECT_THAT(Row(found.sector_rows, "", "investment_amount").values, ElementsAre(100.0, 100.0));
}

}  // namespace
}  // namespace calanque::run
