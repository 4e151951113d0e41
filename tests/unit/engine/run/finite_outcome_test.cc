// A figure that is no number must not leave the engine: JSON has no infinity, and a table would print it as money.

#include "engine/run/finite_outcome.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/support/sample_request.h"

namespace calanque {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

metric::Outcome Compute(metric::Outcome (*compute)(const metric::Input&)) {
  metric::Definition metric;
  metric.compute = compute;
  return run::ComputeFinite(metric, {});
}

TEST(ComputeFinite, KeepsNumbersAndFailures) {
  EXPECT_EQ(std::get<double>(Compute([](const metric::Input&) -> metric::Outcome { return 1e300; })), 1e300);
  const auto failure = Compute([](const metric::Input&) -> metric::Outcome {
    return Failure{Reason::kNotConverged, "", "as it was"};
  });
  EXPECT_EQ(std::get<Failure>(failure).reason, Reason::kNotConverged);
}

TEST(ComputeFinite, TurnsWhatIsNoNumberIntoAFailure) {
  const metric::Outcome outcomes[] = {
      Compute([](const metric::Input&) -> metric::Outcome { return -kInfinity; }),
      Compute([](const metric::Input&) -> metric::Outcome {
        return metric::YearSeries{{1.0, kInfinity}};
      }),
      Compute([](const metric::Input&) -> metric::Outcome {
        return metric::YearTable{{"a"}, {kInfinity - kInfinity}};
      }),
      Compute([](const metric::Input&) -> metric::Outcome { return metric::ValueList{{kInfinity}}; })};
  for (const metric::Outcome& outcome : outcomes) {
    ASSERT_TRUE(std::holds_alternative<Failure>(outcome));
    EXPECT_EQ(std::get<Failure>(outcome).reason, Reason::kNotApplicable);
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
  EXPECT_TRUE(std::holds_alternative<Failure>(testing::OutcomeOf(plan, cells, "mirr_per_year", "p", "city")));
}

}  // namespace
}  // namespace calanque
