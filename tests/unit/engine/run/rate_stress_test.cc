// A stress of the discount rate against the appraisal at that rate.
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <utility>

#include "tests/support/sample_request.h"
#include "tests/unit/engine/run/sample_simulation.h"

namespace calanque {
namespace {

using testing::AddPurchase;
using testing::Driver;
using testing::FigureOf;
using testing::Options;
using testing::SimulateOrThrow;

/// NPV of a purchase and its upkeep over ten years under "+200 basis points", and of the appraisal at that rate.
std::pair<double, double> StressedAndAppraised(time::FlowTiming timing, int months_per_period) {
  model::AppraisalRequest request = testing::EmptyRequest(120 / months_per_period);
  request.options.grid.months_per_period = months_per_period;
  request.options.flow_timing = timing;
  AddPurchase(request, "p", 1e6);
  model::OperatingCost upkeep;
  upkeep.fixed_amount_per_year = 5e4;
  upkeep.span = {testing::Day("2025-01-01"), std::nullopt};
  request.portfolio.projects[0].with_project.push_back(testing::Item("upkeep", "city", "supplier", upkeep));
  model::RiskModel risk;
  risk.drivers = {Driver("rate", model::MeanRevertingRate{0.01, 0.2}, model::DiscountTarget{{"five"}})};
  model::Stress stress;
  stress.id = "dearer";
  stress.drivers = {{"rate", 0.02}};
  risk.stresses = {stress};
  const double stressed = SimulateOrThrow(request, risk, Options(2)).stresses.at(0).npv_amount[1];
  request.assumptions.discount_rates[0].kind = model::ConstantRate{1.05 * std::exp(0.02) - 1.0};
  const double appraised =
      FigureOf(SimulateOrThrow(request, model::RiskModel{}, Options(2)), "npv_amount", -1, 1).deterministic;
  return {stressed, appraised};
}

// A modeller checks the stress against a run at the other rate: whenever flows are paid, it must be that figure. Read
// at the middle of the year it was off by half a year of two points.
TEST(Simulate, AStressOfTheRateIsTheAppraisalAtThatRate) {
  for (const auto timing : {time::FlowTiming::kStart, time::FlowTiming::kMiddle, time::FlowTiming::kEnd}) {
    const auto [stressed, appraised] = StressedAndAppraised(timing, 12);
    EXPECT_NEAR(stressed, appraised, 1e-12 * std::abs(appraised)) << static_cast<int>(timing);
    const auto [by_quarter, whole] = StressedAndAppraised(timing, 3);
    EXPECT_NEAR(by_quarter, whole, 1e-4 * std::abs(whole)) << "the mean time of the year's periods";
  }
}

}  // namespace
}  // namespace calanque
