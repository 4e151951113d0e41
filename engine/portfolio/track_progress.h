// A portfolio under way against its plan: variances, forecast at completion, updated value, tonnes and gap.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/progress.h"
#include "engine/portfolio/earned_value.h"
#include "engine/portfolio/progress_figures.h"
#include "engine/portfolio/progress_variance.h"

namespace calanque::portfolio {

/// One quantity of a project, or of all.
struct QuantityProgress {
  bool is_recorded = false;              ///< Of all projects: of at least one.
  std::vector<double> planned;           ///< By period.
  std::vector<double> current;           ///< By period: recorded, then forecast.
  std::vector<VarianceParts> variances;  ///< By recorded period.
  double rate_factor = 1.0;              ///< Recorded over earned, as it goes on after the status date.
  double planned_at_completion = 0.0;    ///< Sum of planned.
  double forecast_at_completion = 0.0;   ///< Sum of current, and beyond_horizon.
  double beyond_horizon = 0.0;           ///< What comes so late that the grid does not reach it.
};

/// A figure of the appraisal, and as it stands now. Empty: part of the plan is not known.
struct UpdatedFigure {
  std::optional<double> planned;
  std::optional<double> updated;
};

struct ProjectProgress {
  std::string id;
  model::ByQuantity<QuantityProgress> quantities;
  EarnedValue earned;
  double delivered_fraction = 0.0;          ///< Of the planned scope.
  double planned_delivered_fraction = 0.0;  ///< At the status date.
  double delay_years = 0.0;                 ///< Status date less the plan's time; below 0: ahead.
  double forecast_spending_amount = 0.0;    ///< By the method asked for.
  double forecast_planned_rates_amount = 0.0;
  std::optional<double> forecast_recorded_rates_amount;           ///< Empty: no rate is recorded.
  std::optional<double> forecast_recorded_rates_and_pace_amount;  ///< Likewise.
  UpdatedFigure npv_amount;
  UpdatedFigure abatement_t_co2e;              ///< Over the horizon.
  UpdatedFigure abatement_target_year_t_co2e;  ///< Empty also where the grid does not hold the target year.
  UpdatedFigure gap_amount;                    ///< Sum of the years' shortfalls.
  std::vector<double> planned_gap_amounts;     ///< By calendar year: need less committed sources.
  std::vector<double> updated_gap_amounts;
};

struct ProgressAnswer {
  std::size_t recorded_count = 0;  ///< Periods before the status date.
  std::vector<ProjectProgress> projects;
  ProjectProgress portfolio;  ///< Sums; no delay and no fractions.
};

/// Follows every project of the plan. What is not recorded is taken as the plan has it at the stage that the project
/// has reached; energy costs and tonnes follow the MWh where these are recorded and they are not.
///
/// Up to the status date every flow is the recorded one. After it the plan goes on from where the project stands on it
/// (PlanClock), at the planned pace, in the plan's prices, scaled to the scope and to the recorded rates as the method
/// says; what is recorded of sources of money sets no rate. Residual values follow the scope; debt service and flows
/// without the project stay. Differences from the plan are discounted at the border's rate at their period, so that a
/// record like the plan gives the appraisal's figures.
///
/// Domain  terms that ValidateProgress found good, with actuals of known projects; recorded_count >= 1.
/// Errors  kCancelled when `stop` says so (asked once per project).
/// Cost    O(projects x periods x (quantities + recorded periods)).
Result<ProgressAnswer> TrackProgress(const ProgressFigures& figures, const model::ProgressTerms& terms,
                                     std::size_t recorded_count, const StopPoll& stop = {});

/// What a reader should know of the record: projects and quantities that nobody recorded, work and quantities recorded
/// where the plan has none.
///
/// Domain  as TrackProgress.
Failures ProgressWarnings(const ProgressFigures& figures, const model::ProgressTerms& terms);

}  // namespace calanque::portfolio
