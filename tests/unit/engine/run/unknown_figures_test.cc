// Projects of which not everything is known: no figure takes what is missing for 0.
#include "engine/run/unknown_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "engine/run/explain.h"
#include "tests/support/sample_request.h"

namespace calanque::run {
namespace {

using ::testing::HasSubstr;

/// Two projects with investment, running costs and tonnes; `unknown` of the second.
model::AppraisalRequest Request(FigureSet unknown) {
  auto request = testing::EmptyRequest(5);
  for (const char* id : {"known", "other"}) {
    model::Project& project = testing::AddProject(request, id);
    project.with_project.push_back(testing::Item("works", "city", "supplier", testing::InvestmentOf(100.0)));
    project.with_project.push_back(testing::Item("running", "city", "supplier",
                                                 testing::SeriesOf(ledger::Category::kOperatingCost, {1, 1, 1, 1, 1})));
  }
  request.portfolio.projects[1].unknown_figures = unknown;
  return request;
}

/// Empty where there is a figure.
std::string WhyNot(const plan::Plan& plan, const Cells& cells, std::string_view metric, std::string_view project,
                   std::string_view perspective) {
  const auto* none = std::get_if<NoFigure>(&testing::OutcomeOf(plan, cells, metric, project, perspective));
  return none == nullptr || none->reason != Reason::kMissingData ? "" : std::string(none->message);
}

// Catches a missing running cost taken for 0: the NPV of a project whose savings nobody published.
TEST(UnknownFigures, LeaveOutWhatNeedsThemAndNothingElse) {
  const auto plan = testing::CompileOrThrow(Request(Figure::kRunning));
  const auto cells = testing::EvaluateOrThrow(plan);
  EXPECT_THAT(WhyNot(plan, cells, "npv_amount", "other", "city"), HasSubstr("the project's running costs"));
  EXPECT_THAT(WhyNot(plan, cells, "npv_amount", "", "city"), HasSubstr("of some projects"));
  EXPECT_EQ(WhyNot(plan, cells, "npv_amount", "known", "city"), "");
  EXPECT_EQ(testing::ValueOf(plan, cells, "investment_amount", "other", "city"), 100.0);
  EXPECT_EQ(testing::ValueOf(plan, cells, "investment_amount", "", "city"), 200.0);
  EXPECT_EQ(testing::ValueOf(plan, cells, "financing_gap_amount", "", "city"), 200.0);
  ASSERT_EQ(plan.warnings.size(), 1U);
  EXPECT_THAT(plan.warnings[0].message, HasSubstr("1 of 2 projects: running costs"));
}

TEST(UnknownFigures, EachKindStopsItsOwnMetrics) {
  struct Case {
    Figure unknown;
    const char* missing;
    const char* there;
  };
  for (const Case& one : {Case{Figure::kInvestment, "financing_need_amount", "committed_sources_amount"},
                          Case{Figure::kFunding, "financing_gap_amount", "financing_need_amount"},
                          Case{Figure::kRunning, "irr_per_year", "investment_present_value_amount"},
                          Case{Figure::kAbatement, "enpv_amount", "npv_amount"}}) {
    const auto plan = testing::CompileOrThrow(Request(one.unknown));
    const auto cells = testing::EvaluateOrThrow(plan);
    EXPECT_NE(WhyNot(plan, cells, one.missing, "", "city"), "") << one.missing;
    EXPECT_EQ(WhyNot(plan, cells, one.there, "", "city"), "") << one.there;
  }
}

TEST(UnknownFigures, SeveralAreSaidAsOneAndMore) {
  const auto* npv = metric::FindMetric("npv_amount");
  const auto why = WhyUnknown(*npv, FigureSet(Figure::kInvestment) | Figure::kRunning, false);
  ASSERT_TRUE(why);
  EXPECT_THAT(std::string(why->message), HasSubstr("investment, among other things"));
  EXPECT_FALSE(WhyUnknown(*npv, Figure::kFunding, true));
}

// An explanation must not show the figure that the appraisal withholds.
TEST(UnknownFigures, ExplanationsWithholdThemToo) {
  const auto request = Request(Figure::kRunning);
  const auto plan = testing::CompileOrThrow(request);
  const auto explanation = Explain(request, plan, "other", "city", metric::View::kIncremental);
  ASSERT_TRUE(explanation);
  for (const Cell& cell : explanation->cells) {
    EXPECT_TRUE(cell.metric->name != "npv_amount" || std::holds_alternative<NoFigure>(cell.outcome));
  }
}

// Every metric says what it needs: money figures need money, tonnes need tonnes.
TEST(UnknownFigures, EveryMetricNeedsSomething) {
  for (const metric::Definition& metric : metric::StandardMetrics()) {
    EXPECT_FALSE(metric.needs.is_empty()) << metric.name;
    const bool is_tonnes = metric.name.find("t_co2e") != std::string_view::npos;
    EXPECT_TRUE(!is_tonnes || metric.needs.Has(Figure::kAbatement)) << metric.name;
  }
}

}  // namespace
}  // namespace calanque::run
