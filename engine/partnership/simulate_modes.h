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

namespace calanque::partnership {

/// A total that somebody published for a mode: where does it stand among the futures?
struct PublishedMark {
  std::string label;
  std::string mode_id;
  double amount = 0.0;  ///< Present value of the cost to the city.
};

/// How the lines of the register are drawn.
struct ModeRiskTerms {
  std::vector<model::DriverCorrelation> correlations;  ///< Between lines, by their ids.
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
  std::string name;  ///< "dscr".
  std::string mode_id;
  std::vector<int> years;                      ///< Calendar years in which debt service is due.
  std::vector<double> mean;                    ///< By year.
  std::vector<std::vector<double>> quantiles;  ///< [probability][year]
};

/// Share of the futures in which something holds.
struct ModeProbability {
  std::string name;  ///< "cheaper", "lock_up", "default", "at_most_published".
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
  std::vector<SimulatedModeYears> years;
  std::vector<ModeProbability> probabilities;
  Failures warnings;
};

/// What is wrong with them: "line_correlations[1].first_driver_id" (a line that is drawn, by its id), and under
/// "simulation" what ValidateSimulation finds.
Failures ValidateModeRisk(const ComparisonTerms& terms, const ModeRiskTerms& risk);

/// Draws every line of the register once a path (or once a year of it) and lets each mode bear its part: the public party
/// in money of the valuation date, the company through tax, debt service and the waterfall with its debts as agreed.
///
/// A line's deviation is its distribution's factor less 1 (for revenue and savings 1 less the factor), or the impact of
/// the outcome that comes; an optimism bias is the same on every path. What the register leaves out does not move.
/// Errors  as CompareDeliveryModes, ValidateSimulation; kCancelled.
/// Cost    O(paths x modes x (lines + waterfall)): about a microsecond and a half a path and company.
Result<ModeSimulation, Failures> SimulateDeliveryModes(const Project& project, const ComparisonTerms& terms,
                                                       const ModeRiskTerms& risk, const StopPoll& stop,
                                                       const run::ProgressSink& progress);

}  // namespace calanque::partnership
