// A risk model that moves most kinds of things, and what tests of simulations read of the answer.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "engine/run/simulate.h"
#include "tests/support/sample_request.h"

namespace calanque::testing {

using model::QuantityKind;

inline model::RiskDriver Driver(std::string id, model::DriverShape shape, model::DriverTarget target,
                                double own = 0.0) {
  model::RiskDriver driver;
  driver.id = std::move(id);
  driver.shape = std::move(shape);
  driver.target = std::move(target);
  driver.own_share_fraction = own;
  return driver;
}

inline model::RiskModel Sample() {
  model::RiskModel risk;
  risk.drivers = {
      Driver("gas", model::GeometricBrownian{0.0, 0.2}, model::CurveTarget{{"gas-energy"}}),
      Driver("inflation", model::MeanRevertingRate{0.01, 0.3}, model::IndexTarget{{"inflation"}}),
      Driver("rate", model::MeanRevertingRate{0.01, 0.2}, model::DiscountTarget{{"five"}}),
      Driver("overrun", model::Draw{model::Lognormal{1.1, 0.3}},
             model::QuantityTarget{{QuantityKind::kInvestment}, {}, {}}, 0.5),
      Driver("late", model::Draw{model::Discrete{{0.7, 0.2, 0.1}, {0.0, 1.0, 2.0}}}, model::DelayTarget{{"p0"}, 0.02}),
  };
  model::Stress shock;
  shock.id = "dear-gas";
  shock.drivers = {{"gas", 2.0}, {"late", 2.0}};
  risk.stresses = {shock};
  return risk;
}

inline model::SimulationOptions Options(std::int64_t path_count, int thread_count = 2) {
  model::SimulationOptions options;
  options.seed = 11;
  options.path_count = path_count;
  options.thread_count = thread_count;
  return options;
}

inline run::Simulation SimulateOrThrow(const model::AppraisalRequest& request, const model::RiskModel& risk,
                                       const model::SimulationOptions& options) {
  const plan::Plan plan = CompileOrThrow(request);
  auto simulation = run::Simulate(request, plan, risk, options);
  if (!simulation) throw std::runtime_error(simulation.error().front().field_path + simulation.error().front().message);
  return std::move(simulation).value();
}

inline const run::SimulatedFigure& FigureOf(const run::Simulation& simulation, std::string_view name, int project,
                                            int perspective) {
  for (const auto& figure : simulation.figures) {
    if (figure.name == name && figure.project == project && figure.perspective == perspective) return figure;
  }
  throw std::out_of_range("no figure " + std::string(name));
}

/// One project that spends `amount` in the first year, all of it at the price of its day.
inline void AddPurchase(model::AppraisalRequest& request, const std::string& id, double amount) {
  AddProject(request, id).with_project = {Item("capex", "city", "supplier", InvestmentOf(amount))};
}

/// A factor on investment whose median is 1.
inline model::RiskModel OverrunOf(double log_standard_deviation) {
  model::RiskModel risk;
  risk.drivers = {Driver("overrun", model::Draw{model::Lognormal{1.0, log_standard_deviation}},
                         model::QuantityTarget{{QuantityKind::kInvestment}, {}, {}})};
  return risk;
}

}  // namespace calanque::testing
