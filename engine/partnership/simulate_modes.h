// Delivery modes on the same futures: how likely one is cheaper than another, and what becomes of the companies.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/risk.h"
#include "engine/partnership/partnership.h"
#include "engine/run/simulate.h"
#include "engine/run/thread_crew.h"

namespace calanque::partnership {

/// A total that somebody published for a mode: where does it stand among the futures?
struct PublishedMark {
  std::string label;
  std::string mode_id;
  double amount = 0.0;  ///< Present value of the cost to the city.
};

/// How the lines of the register are drawn, and what moves beside them.
struct ModeRiskTerms {
  /// Drivers of prices, rates, quantities and delays of the project; its stresses are not run. No drivers: none.
  model::RiskModel market;
  std::vector<model::DriverCorrelation> correlations;  ///< Between lines, or a line and a driver, by their ids.
  bool repairs_correlation = false;
  model::SimulationOptions options;
  std::vector<PublishedMark> marks;
};

/// One number of a mode over all futures.
struct SimulatedModeFigure {
  std::string name;  ///< "city_cost_present_amount", "value_for_money_amount", "equity_npv_amount", ...
  std::string unit;
  std::string mode_id;
  double expected = 0.0;  ///< Where no drawn line deviates; not-a-number where it does not exist.
  run::DistributionSummary distribution;
};

/// Quantiles by calendar year.
struct SimulatedModeYears {
  std::string name;  ///< "dscr", "lock_up", "default", "guarantee_call_amount".
  std::string unit;
  std::string mode_id;
  std::vector<int> years;                      ///< Calendar years: in which debt service is due; of the contract.
  std::vector<double> mean;                    ///< By year; of "lock_up" and "default" their probability.
  std::vector<std::vector<double>> quantiles;  ///< [probability][year]
};

/// Share of the futures in which something holds.
struct ModeProbability {
  std::string name;  ///< "cheaper", "lock_up", "default", "guarantee_called", "at_most_published".
  std::string mode_id;
  std::string other_mode_id;  ///< Of "cheaper".
  std::string mark_label;     ///< Of "at_most_published".
  double probability = 0.0;
  double standard_error = 0.0;
};

struct ModeSimulation {
  std::int64_t path_count = 0;
  bool is_target_error_met = false;
  std::vector<SimulatedModeFigure> figures;
  std::vector<SimulatedModeYears> years;  ///< Quantiles are empty where all that counts is a probability.
  std::vector<ModeProbability> probabilities;
  Failures warnings;
};

/// What is wrong with them: "line_correlations[1].first_driver_id" (a line that is drawn or a driver, by its id), under
/// "simulation" what ValidateSimulation finds, and "risk_model.drivers[0].target" where a line of the register and a
/// driver speak of the same risk: each is counted once.
/// Domain  a risk model that passed model::ValidateRisk.
Failures ValidateModeRisk(const Project& project, const ComparisonTerms& terms, const ModeRiskTerms& risk);

/// Draws every line of the register once a path (or once a year of it) and lets each mode bear its part: the public
/// party in money of the valuation date, the company through tax, debt service and the waterfall with its debts as
/// agreed.
///
/// A line's deviation is its distribution's factor less 1 (for revenue and savings 1 less the factor), or the impact of
/// the outcome that comes; an optimism bias is the same on every path. Drivers of the risk model move the project's own
/// money and what contracts make of it; who bears it is the contract's to say. A path on which nothing deviates is the
/// deterministic comparison to the last bit.
/// Errors  as CompareDeliveryModes, ValidateSimulation, run::BindDrivers (paths from "risk_model"); kCancelled.
/// Cost    O(paths x modes x (lines + rows + waterfall)): microseconds a path and company; no allocation per path.
Result<ModeSimulation, Failures> SimulateDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                                       const ModeRiskTerms& risk, const StopPoll& stop,
                                                       const run::ProgressSink& progress,
                                                       const run::ThreadShare& threads = {});

}  // namespace calanque::partnership
