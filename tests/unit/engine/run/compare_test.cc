#include "engine/run/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

struct Evaluated {
  explicit Evaluated(model::AppraisalRequest request_in)
      : request(std::move(request_in)), plan(testing::CompileOrThrow(request)), cells(testing::EvaluateOrThrow(plan)) {}
  [[nodiscard]] Case AsCase() const { return {&request, &plan, cells}; }

  model::AppraisalRequest request;
  plan::Plan plan;
  Cells cells;
};

const ComparisonRow& Row(const Comparison& comparison, std::string_view name, std::string_view perspective) {
  for (const ComparisonRow& row : comparison.rows) {
    if (row.metric_name == name && row.perspective_id == perspective) return row;
  }
  throw std::out_of_range(std::string(name));
}

TEST(Compare, PutsCasesSideBySideAndPerInhabitant) {
  auto small = testing::RandomRequest(1, 2, 10);
  auto large = testing::RandomRequest(2, 4, 10);
  small.portfolio.inhabitant_count = 1000;
  large.portfolio.inhabitant_count = 2000;
  const Evaluated a(small);
  const Evaluated b(large);
  const std::vector<Case> cases = {a.AsCase(), b.AsCase()};
  const Comparison comparison = Compare(cases);
  const auto& row = Row(comparison, "npv_amount", "economy");
  EXPECT_EQ(row.values[1], testing::ValueOf(b.plan, b.cells, "npv_amount", "", "economy"));
  EXPECT_EQ(row.differences[1], row.values[1] - row.values[0]);
  EXPECT_EQ(row.unit, "EUR");
  EXPECT_EQ(Row(comparison, "npv_amount_per_inhabitant", "economy").values[1], row.values[1] / 2000.0);
  EXPECT_EQ(Row(comparison, "npv_amount_per_inhabitant", "economy").unit, "EUR/inhabitant");
  EXPECT_THAT(comparison.cautions, SizeIs(0));
}

// Catches figures of different conventions read as if they were alike.
TEST(Compare, CautionsWhereConventionsDiffer) {
  auto euro = testing::RandomRequest(1, 2, 10);
  auto franc = testing::RandomRequest(1, 2, 12);
  franc.portfolio.currency_code = "CHF";
  const Evaluated a(euro);
  const Evaluated b(franc);
  const std::vector<Case> cases = {a.AsCase(), b.AsCase()};
  const Comparison comparison = Compare(cases);
  ASSERT_THAT(comparison.cautions, SizeIs(2));
  EXPECT_THAT(comparison.cautions[0], HasSubstr("EUR against CHF"));
  EXPECT_EQ(Row(comparison, "npv_amount", "economy").unit, "");
}

/// Renames a perspective of a request of random projects.
model::AppraisalRequest Renamed(model::AppraisalRequest request, std::string_view from, const std::string& to) {
  for (auto& perspective : request.portfolio.perspectives) {
    if (perspective.id == from) perspective.id = to;
  }
  return request;
}

// Rows of a perspective that one case lacks vanish: the reader must be told, and where none is left, why.
TEST(Compare, CautionsWherePerspectivesAreNotShared) {
  const auto request = testing::RandomRequest(1, 2, 10);
  auto other = Renamed(request, "economy", "society");
  const Evaluated a(request);
  const Evaluated b(other);
  for (auto& perspective : other.portfolio.perspectives) perspective.id += "-2";
  const Evaluated c(other);
  const std::vector<Case> some = {a.AsCase(), b.AsCase()};
  EXPECT_THAT(Compare(some).cautions, ::testing::ElementsAre("not every case has the perspectives economy, society: "
                                                             "figures seen by them are left out"));
  const std::vector<Case> none = {a.AsCase(), c.AsCase()};
  const Comparison comparison = Compare(none);
  ASSERT_THAT(comparison.cautions, SizeIs(1));
  EXPECT_THAT(comparison.cautions[0],
              ::testing::AllOf(HasSubstr("no perspective in common"), HasSubstr("case 1 has economy, city"),
                               HasSubstr("; case 2 has society-2, city-2")));
  for (const ComparisonRow& row : comparison.rows) EXPECT_EQ(row.perspective_id, "") << row.metric_name;
}

// A case that is asked only for tonnes, which depend on nobody's view, lacks no perspective: it lacks metrics.
TEST(Compare, CautionsWhereMetricsAreNotShared) {
  auto request = testing::RandomRequest(1, 2, 10);
  const Evaluated a(request);
  request.options.metric_names = {"abatement_cumulative_t_co2e"};
  const Evaluated b(request);
  const std::vector<Case> cases = {a.AsCase(), b.AsCase()};
  EXPECT_THAT(Compare(cases).cautions, ::testing::ElementsAre(HasSubstr("the cases ask for different metrics")));
}

}  // namespace
}  // namespace calanque::run
