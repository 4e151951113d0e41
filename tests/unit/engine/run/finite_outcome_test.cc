// A figure that is no number must not leave the engine: JSON has no infinity, and a table would print it as money.

#include "engine/run/finite_outcome.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <string_view>

#include "tests/support/sample_request.h"

namespace calanque {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::array kLabels = {std::string_view("a")};
constexpr std::array kWithInfinity = {1.0, kInfinity};
constexpr std::array kMinusInfinity = {-kInfinity, 2.0, 3.0};
constexpr std::array kNotANumber = {std::numeric_limits<double>::quiet_NaN()};
constexpr std::array kLargeAndSmall = {std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest(),
                                       std::numeric_limits<double>::denorm_min(), -0.0, 0.0};

metric::Outcome Compute(metric::Outcome (*compute)(const metric::Input&)) {
  metric::Definition metric;
  metric.compute = compute;
  return run::ComputeFinite(metric, {});
}

TEST(ComputeFinite, KeepsNumbersAndFailures) {
  EXPECT_EQ(std::get<double>(Compute([](const metric::Input&) -> metric::Outcome { return 1e300; })), 1e300);
  const auto failure = Compute([](const metric::Input&) -> metric::Outcome {
    return NoFigure{Reason::kNotConverged, "as it was"};
  });
  EXPECT_EQ(std::get<NoFigure>(failure).reason, Reason::kNotConverged);
  // The ends of the range are numbers: their exponent is one short of infinity's.
  const auto series =
      Compute([](const metric::Input&) -> metric::Outcome { return metric::YearSeries{kLargeAndSmall}; });
  EXPECT_TRUE(std::holds_alternative<metric::YearSeries>(series));
}

TEST(ComputeFinite, TurnsWhatIsNoNumberIntoAFailure) {
  const metric::Outcome outcomes[] = {
      Compute([](const metric::Input&) -> metric::Outcome { return -kInfinity; }),
      Compute([](const metric::Input&) -> metric::Outcome { return metric::YearSeries{kWithInfinity}; }),
      Compute([](const metric::Input&) -> metric::Outcome {
        return metric::YearTable{kLabels, kNotANumber};
      }),
      Compute([](const metric::Input&) -> metric::Outcome { return metric::ValueList{kMinusInfinity}; })};
  for (const metric::Outcome& outcome : outcomes) {
    ASSERT_TRUE(std::holds_alternative<NoFigure>(outcome));
    EXPECT_EQ(std::get<NoFigure>(outcome).reason, Reason::kNotApplicable);
  }
}

TEST(ComputeFinite, MirrHasNoRateWhereDiscountFactorsOverflow) {
  model::AppraisalRequest request = testing::EmptyRequest(270);
  testing::AddProject(request, "p").with_project = {
      testing::Item("capex", "city", "supplier", testing::InvestmentOf(100.0)),
      testing::Item("sales", "households", "city", testing::SeriesOf(ledger::Category::kRevenue, {0, 30, 90}))};
  request.assumptions.discount_rates[0].kind = model::ConstantRate{-0.99};
  const plan::Plan plan = testing::CompileOrThrow(request);
  const auto cells = testing::EvaluateOrThrow(plan);
  EXPECT_TRUE(std::holds_alternative<NoFigure>(testing::OutcomeOf(plan, cells, "mirr_per_year", "p", "city")));
}

}  // namespace
}  // namespace calanque
