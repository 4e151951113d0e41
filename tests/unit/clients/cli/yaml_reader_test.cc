#include "clients/cli/yaml_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/clients/cli/read_text.h"

namespace calanque::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(YamlReader, ReadsEveryKindOfField) {
  const ReadOutcome outcome = ReadText(R"(
portfolio:
  id: city
  inhabitant_count: 870000
  projects:
    - id: p
      with_project:
        - id: i
          beta: 0.5
          investment:
            amount: 1e6
            spend_profile: {start_date: "2025-01-01", fractions: [0.25, 0.75]}
            replace_at_end_of_life: true
            residual_method: RESIDUAL_METHOD_STRAIGHT_LINE
assumptions:
  discount_rates:
    - id: euribor
      yield_curve: {quote_kinds: [QUOTE_KIND_DEPOSIT, QUOTE_KIND_SWAP], tenor_months: [6, 24], rates_per_year: [0.02, 0.03]}
validate_only: false
)");
  EXPECT_THAT(outcome.problems, IsEmpty());
  const v1::Portfolio& portfolio = outcome.request.portfolio();
  EXPECT_EQ(portfolio.inhabitant_count(), 870'000);
  const v1::CashFlowItem& item = portfolio.projects(0).with_project(0);
  EXPECT_EQ(item.beta(), 0.5);
  EXPECT_EQ(item.investment().amount(), 1e6);
  EXPECT_THAT(item.investment().spend_profile().fractions(), ElementsAre(0.25, 0.75));
  EXPECT_TRUE(item.investment().replace_at_end_of_life());
  EXPECT_EQ(item.investment().residual_method(), v1::RESIDUAL_METHOD_STRAIGHT_LINE);
  const v1::YieldCurve& curve = outcome.request.assumptions().discount_rates(0).yield_curve();
  EXPECT_THAT(curve.quote_kinds(), ElementsAre(v1::QUOTE_KIND_DEPOSIT, v1::QUOTE_KIND_SWAP));
  EXPECT_THAT(curve.tenor_months(), ElementsAre(6, 24));
}

TEST(YamlReader, TakesTheJsonNamesToo) {
  const ReadOutcome outcome = ReadText("portfolio: {displayName: City}\nvalidateOnly: true\n");
  EXPECT_THAT(outcome.problems, IsEmpty());
  EXPECT_EQ(outcome.request.portfolio().display_name(), "City");
  EXPECT_TRUE(outcome.request.validate_only());
}

/// Nobody quotes dates and numbers in YAML; a text field must take them as written.
TEST(YamlReader, TakesUnquotedDatesAndNumbersAsText) {
  const ReadOutcome outcome = ReadText("label: 2025\noptions: {valuation_date: 2025-01-01}\nportfolio: {id: 007}\n");
  EXPECT_THAT(outcome.problems, IsEmpty());
  EXPECT_EQ(outcome.request.label(), "2025");
  EXPECT_EQ(outcome.request.options().valuation_date(), "2025-01-01");
  EXPECT_EQ(outcome.request.portfolio().id(), "007");
}

TEST(YamlReader, TakesNullForAbsent) {
  const ReadOutcome outcome =
      ReadText("label: null\nportfolio: ~\nassumptions:\noptions: {eu_cofinancing_fraction: }\n");
  EXPECT_THAT(outcome.problems, IsEmpty());
  EXPECT_FALSE(outcome.request.has_portfolio());
  EXPECT_FALSE(outcome.request.options().has_eu_cofinancing_fraction());
}

/// 0 given and nothing given are two things for a field with presence.
TEST(YamlReader, KeepsAZeroThatIsGiven) {
  EXPECT_TRUE(ReadText("options: {eu_cofinancing_fraction: 0}").request.options().has_eu_cofinancing_fraction());
}

TEST(YamlReader, NamesTheNearestField) {
  EXPECT_THAT(ReadText(R"(portfolio:
  projects:
    - with_project:
        - investment:
            amount: 1
            lifeyears: 20
)")
                  .problems,
              ElementsAre("f.yaml:6:13: portfolio.projects[0].with_project[0].investment: unknown field 'lifeyears' in "
                          "calanque.v1.Investment; did you mean 'life_years'?"));
}

TEST(YamlReader, ListsTheFieldsWhereNoneIsNear) {
  EXPECT_THAT(ReadText("budget: 5\n").problems,
              ElementsAre("f.yaml:1:1: unknown field 'budget' in calanque.v1.AppraisePortfolioRequest; its fields are "
                          "portfolio, assumptions, options, validate_only, label"));
}

TEST(YamlReader, NamesTheNearestEnumValueAndAllOthers) {
  EXPECT_THAT(ReadText("options:\n  flow_timing: FLOW_TIMING_MIDLE\n").problems,
              ElementsAre("f.yaml:2:16: options.flow_timing: is 'FLOW_TIMING_MIDLE'; did you mean FLOW_TIMING_MIDDLE? "
                          "Expected one of FLOW_TIMING_START, FLOW_TIMING_MIDDLE, FLOW_TIMING_END"));
}

/// Without a suggestion before it, the list goes on with the sentence.
TEST(YamlReader, ListsTheEnumValuesWhereNoneIsNear) {
  EXPECT_THAT(ReadText("options:\n  flow_timing: noon\n").problems,
              ElementsAre("f.yaml:2:16: options.flow_timing: is 'noon'; expected one of FLOW_TIMING_START, "
                          "FLOW_TIMING_MIDDLE, FLOW_TIMING_END"));
}

TEST(YamlReader, RefusesValuesOfTheWrongKind) {
  EXPECT_THAT(ReadText(R"(validate_only: yes
portfolio:
  inhabitant_count: many
  projects: {id: p}
  baseline: 7
  currency_code: [EUR]
options:
  target_irr_per_year: .nan
  eu_cofinancing_fraction: 1e400
  grid: {period_count: 3000000000}
  metric_names: irr_per_year
)")
                  .problems,
              ElementsAre("f.yaml:1:16: validate_only: is 'yes'; expected true or false",
                          "f.yaml:3:21: portfolio.inhabitant_count: is 'many'; expected a number",
                          "f.yaml:4:13: portfolio.projects: is a mapping; expected a list",
                          "f.yaml:5:13: portfolio.baseline: is a single value; expected a mapping of "
                          "calanque.v1.EmissionBaseline",
                          "f.yaml:6:18: portfolio.currency_code: is a list; expected text",
                          "f.yaml:8:24: options.target_irr_per_year: is '.nan'; expected a finite number",
                          "f.yaml:9:28: options.eu_cofinancing_fraction: is '1e400'; expected a finite number within "
                          "the range of a double",
                          "f.yaml:10:24: options.grid.period_count: is '3000000000'; expected a whole number from "
                          "-2147483648 to 2147483647",
                          "f.yaml:11:17: options.metric_names: is a single value; expected a list"));
}

/// yaml-cpp's own tree lets the last one win: a figure would vanish without a word.
TEST(YamlReader, RefusesAKeyThatStandsTwice) {
  EXPECT_THAT(ReadText("label: a\noptions: {}\nlabel: b\n").problems,
              ElementsAre("f.yaml:3:1: label: stands twice; the first is at f.yaml:1:1"));
  EXPECT_THAT(ReadText("portfolio: {display_name: a, displayName: b}\n").problems,
              ElementsAre("f.yaml:1:30: portfolio.display_name: stands twice; the first is at f.yaml:1:13"));
}

TEST(YamlReader, RefusesTwoArmsOfAOneof) {
  EXPECT_THAT(ReadText(R"(assumptions:
  curves:
    - id: c
      constant_value: 1
      growth: {rate_per_year: 0.02}
)")
                  .problems,
              ElementsAre("f.yaml:5:7: assumptions.curves[0].growth: stands beside 'constant_value' (at f.yaml:4:7); "
                          "expected only one of these"));
  EXPECT_THAT(ReadText("assumptions: {curves: [{constant_value: 1, growth: null}]}").problems, IsEmpty());
}

/// One wrong element must not shift the places of those after it.
TEST(YamlReader, KeepsIndicesInStepWhereAnElementIsWrong) {
  const ReadOutcome outcome = ReadText(R"(assumptions:
  curves:
    - 5
    - id: b
      points: {years: [2020, x, 2022], values: [1, null, abc]}
)");
  EXPECT_THAT(outcome.problems,
              ElementsAre(StartsWith("f.yaml:3:7: assumptions.curves[0]: is a single value; expected a mapping"),
                          "f.yaml:5:30: assumptions.curves[1].points.years[1]: is 'x'; expected a number",
                          "f.yaml:5:52: assumptions.curves[1].points.values[1]: is nothing; expected a number",
                          "f.yaml:5:58: assumptions.curves[1].points.values[2]: is 'abc'; expected a number"));
  ASSERT_EQ(outcome.request.assumptions().curves_size(), 2);
  EXPECT_EQ(outcome.request.assumptions().curves(1).id(), "b");
  EXPECT_EQ(outcome.request.assumptions().curves(1).points().years(2), 2022);
}

TEST(YamlReader, WritesAliasesOut) {
  const ReadOutcome outcome = ReadText(R"(assumptions:
  curves:
    - {id: a, sources: &s [{citation: INSEE}]}
    - {id: b, sources: *s}
)");
  EXPECT_THAT(outcome.problems, IsEmpty());
  EXPECT_EQ(outcome.request.assumptions().curves(1).sources(0).citation(), "INSEE");
}

/// A merge key would hide which figure comes from where; said in words, not as an unknown field.
TEST(YamlReader, RefusesMergeKeys) {
  EXPECT_THAT(ReadText("options: {<<: {valuation_date: 2025-01-01}}").problems,
              ElementsAre(HasSubstr("merge keys are not supported")));
}

TEST(YamlReader, RefusesKeysThatAreNoNames) {
  EXPECT_THAT(
      ReadText("? [a]\n: 1\n").problems,
      ElementsAre("f.yaml:1:3: a key is a list; expected a field name of calanque.v1.AppraisePortfolioRequest"));
}

/// `include` belongs to the top of the file only.
TEST(YamlReader, KnowsIncludeAtTheTopOnly) {
  EXPECT_THAT(ReadText("include: [a.yaml]\n").problems, IsEmpty());
  EXPECT_THAT(ReadText("portfolio: {include: [a.yaml]}\n").problems,
              ElementsAre(StartsWith("f.yaml:1:13: portfolio: unknown field 'include'")));
}

}  // namespace
}  // namespace calanque::cli
