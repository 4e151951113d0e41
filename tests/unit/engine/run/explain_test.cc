#include "engine/run/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using metric::View;
using testing::CompileOrThrow;
using testing::RandomRequest;

// The point of explaining: the columns add up to the figure.
TEST(Explain, ColumnsAddUpToTheFigure) {
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const auto request = RandomRequest(seed, 3, 15);
    const plan::Plan plan = CompileOrThrow(request);
    for (const View view : {View::kIncremental, View::kWith, View::kWithout}) {
      const auto explained = Explain(request, plan, "p0", "city", view);
      ASSERT_TRUE(explained);
      double sum = 0.0;
      double size = 0.0;
      for (const ExplainedMoney& money : explained->money) {
        if (money.column.category == ledger::Category::kCarbon || money.column.category == ledger::Category::kCoBenefit)
          continue;
        sum += money.present_value_amount;
        size += std::abs(money.present_value_amount);
      }
      for (const Cell& cell : explained->cells) {
        if (cell.metric->name == "npv_amount") {
          EXPECT_NEAR(std::get<double>(cell.outcome), sum, 1e-12 * size + 1e-9) << seed;
        }
      }
    }
  }
}

TEST(Explain, NamesFormulasInputsAndSources) {
  auto request = RandomRequest(1, 1, 10);
  auto& capex = request.portfolio.projects[0].with_project[0];
  capex.sources = {{{"life_years"}, model::SourceKind::kAssumption, "usual life"},
                   {{}, model::SourceKind::kPublished, "Contract, page 3"}};
  const plan::Plan plan = CompileOrThrow(request);
  const auto explained = Explain(request, plan, "p0", "economy", View::kWith);
  ASSERT_TRUE(explained);
  const auto& money = explained->money.front();
  EXPECT_EQ(money.item_id, "capex");
  EXPECT_FALSE(money.formula.empty());
  bool found_amount = false;
  for (const ExplainedInput& input : money.inputs) {
    if (input.name == "amount") found_amount = input.source == "Contract, page 3";
    if (input.name == "life_years") {
      EXPECT_EQ(input.source, "assumption: usual life");
    }
  }
  EXPECT_TRUE(found_amount);
}

// A curve whose notes name their fields must not lose its source.
TEST(Explain, CurvesCarryAllTheirSources) {
  auto request = RandomRequest(1, 1, 10);
  for (auto& curve : request.assumptions.curves) {
    if (curve.id != "inflation") continue;
    curve.sources = {{{"rate_per_year"}, model::SourceKind::kPublished, "Central bank, target"},
                     {{"base_value"}, model::SourceKind::kAssumption, "starts at 1"}};
  }
  const plan::Plan plan = CompileOrThrow(request);
  const auto explained = Explain(request, plan, "p0", "economy", View::kWith);
  ASSERT_TRUE(explained);
  int found = 0;
  for (const ExplainedMoney& money : explained->money) {
    for (const ExplainedInput& input : money.inputs) {
      found += input.source == "Central bank, target; assumption: starts at 1" ? 1 : 0;
    }
  }
  EXPECT_GT(found, 0);
}

// Who opens project 1 is not told what is odd in project 11, nor left without what concerns all.
TEST(Explain, WarnsOfThisProjectAndOfWhatAllShare) {
  auto request = RandomRequest(1, 12, 10);
  request.portfolio.financing_sources.resize(3, request.portfolio.financing_sources.at(0));
  for (const std::size_t i : {0U, 1U, 2U}) request.portfolio.financing_sources[i].id = "s" + std::to_string(i);
  request.portfolio.financing_sources[0].project_id = "p11";
  request.portfolio.financing_sources[1].project_id = "p1";
  request.portfolio.financing_sources[2].project_id = "";
  plan::Plan plan = CompileOrThrow(request);
  plan.warnings = {{Reason::kInvalidInput, "portfolio.financing_sources[0].loan", ""},
                   {Reason::kInvalidInput, "portfolio.financing_sources[1].loan", ""},
                   {Reason::kInvalidInput, "portfolio.financing_sources[2].loan", ""},
                   {Reason::kInvalidInput, "assumptions.discount_rates[0]", ""},
                   {Reason::kInvalidInput, "portfolio.projects[1].with_project[0]", ""},
                   {Reason::kInvalidInput, "portfolio.projects[11].with_project[0]", ""}};
  const auto explained = Explain(request, plan, "p1", "city", View::kWith);
  ASSERT_TRUE(explained);
  std::vector<std::string> kept;
  for (const Failure& warning : explained->warnings) kept.push_back(warning.field_path);
  EXPECT_THAT(kept, ::testing::ElementsAre("portfolio.financing_sources[1].loan", "portfolio.financing_sources[2].loan",
                                           "assumptions.discount_rates[0]", "portfolio.projects[1].with_project[0]"));
}

TEST(Explain, RefusesUnknownNames) {
  const auto request = RandomRequest(1, 1, 10);
  const plan::Plan plan = CompileOrThrow(request);
  EXPECT_EQ(Explain(request, plan, "px", "city", View::kWith).error().field_path, "project_id");
  EXPECT_EQ(Explain(request, plan, "p0", "mars", View::kWith).error().field_path, "perspective_id");
}

}  // namespace
}  // namespace calanque::run
