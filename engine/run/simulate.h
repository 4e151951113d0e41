// Runs a plan over many futures and reduces them to distributions.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/model/risk.h"
#include "engine/plan/plan.h"
#include "engine/run/run_company.h"

namespace calanque::run {

/// What is known of one uncertain number.
struct DistributionSummary {
  std::int64_t count = 0;          ///< Paths in which the number exists.
  std::int64_t missing_count = 0;  ///< Paths in which it does not (no tonne avoided: no cost of a tonne).
  double mean = 0.0;
  double standard_error = 0.0;
  double standard_deviation = 0.0;
  double minimum = 0.0;
  double maximum = 0.0;
  std::vector<double> quantiles;        ///< At SimulationOptions::quantile_probabilities.
  double probability_below_zero = 0.0;  ///< Of loss, where the number is a value.
  double value_at_risk = 0.0;           ///< From the mean to the quantile at tail_probability of the bad tail.
  double expected_shortfall = 0.0;      ///< From the mean to the mean of the worst tail_probability of the paths.
  std::vector<double> histogram_edges;  ///< Ascending, one more than counts.
  std::vector<std::int64_t> histogram_counts;
};

/// One figure of a project (or the portfolio, -1) from a perspective (-1: from everywhere).
struct SimulatedFigure {
  std::string_view name;  ///< "npv_amount", "abatement_cost_a4_amount_per_t_co2e", "abatement_cumulative_t_co2e", ...
  std::string_view unit;
  std::int32_t project = -1;
  std::int32_t perspective = -1;
  double deterministic = 0.0;  ///< The path where nothing deviates: the figure of the appraisal, to the last bit.
  DistributionSummary distribution;
};

/// Quantiles by calendar year: a fan chart.
struct SimulatedYears {
  std::string_view name;  ///< "net_cash_flow_amount", "financing_gap_amount", "abatement_t_co2e".
  std::string_view unit;
  std::int32_t project = -1;  ///< -1: the portfolio.
  std::int32_t perspective = -1;
  std::vector<double> deterministic;           ///< By year.
  std::vector<double> mean;                    ///< By year.
  std::vector<std::vector<double>> quantiles;  ///< [probability][year].
};

/// A probability of the portfolio.
struct SimulatedProbability {
  std::string_view name;  ///< "loss", "missing_target_year_abatement".
  std::int32_t perspective = -1;
  double probability = 0.0;
  double standard_error = 0.0;
};

/// One driver moved alone, the others where nothing deviates.
struct TornadoBar {
  std::string driver_id;
  std::int32_t perspective = 0;
  double low_npv_amount = 0.0;   ///< Portfolio NPV with the driver's shared and own parts at their 10 % point.
  double high_npv_amount = 0.0;  ///< At their 90 % point.
  // With carbon and co-benefits; empty where the appraisal was not asked for it.
  std::optional<double> low_enpv_amount;
  std::optional<double> high_enpv_amount;
};

/// One figure of the portfolio, with one driver at its 10 % and 90 % point; not-a-number where it does not exist.
struct TornadoFigure {
  std::int32_t driver = 0;
  std::int32_t figure = 0;  ///< Position in Simulation::figures.
  double low = 0.0;
  double high = 0.0;
};

/// How much of the portfolio's variance a project carries: covariance of its NPV with the total over the variance.
struct RiskContribution {
  std::int32_t project = 0;
  std::int32_t perspective = 0;
  double share_fraction = 0.0;
};

/// A project's NPV path by path: what a choice between projects needs.
struct ProjectFutures {
  std::int32_t project = 0;
  std::int32_t perspective = 0;
  std::vector<double> npv_amount;  ///< By path, from the first.
};

struct SimulatedStress {
  std::string stress_id;
  std::vector<double> npv_amount;   ///< Portfolio, by perspective.
  std::vector<double> enpv_amount;  ///< Likewise, with carbon and co-benefits; empty where not asked for.
  double abatement_cumulative_t_co2e = 0.0;
  std::vector<double> financing_gap_amount;  ///< By perspective: all spending with the projects.
  std::vector<double> figures;  ///< As Simulation::portfolio_figures; not-a-number where it does not exist.
};

/// The smallest move that was found to break a limit.
struct BreakingMove {
  double multiple = 0.0;
  std::vector<model::StressedDriver> drivers;  ///< Where they are held at it.
  double value = 0.0;                          ///< Of the figure there.
  double residual = 0.0;                       ///< Less the limit.
  int evaluation_count = 0;
};

struct SimulatedReverseStress {
  std::string reverse_stress_id;
  std::optional<BreakingMove> move;
  Failure why_none;  ///< Where there is no move.
};

/// Share of a figure's variance that one group of drivers explains; from a sample of its own.
struct GroupSensitivity {
  double first_order_fraction = 0.0;
  double first_order_standard_error_fraction = 0.0;
  double total_fraction = 0.0;
  double total_standard_error_fraction = 0.0;
};
struct FigureSensitivity {
  std::int32_t figure = 0;               ///< Position in Simulation::figures.
  std::int64_t missing_count = 0;        ///< Paths in which it does not exist.
  std::vector<GroupSensitivity> groups;  ///< By group; empty where nothing moves the figure.
};

struct Simulation {
  std::int64_t path_count = 0;  ///< Run; fewer than asked where the target error was met.
  bool is_target_error_met = false;
  std::vector<SimulatedFigure> figures;
  std::vector<SimulatedYears> years;
  std::vector<SimulatedProbability> probabilities;
  std::vector<std::uint32_t> portfolio_figures;  ///< Positions in figures.
  std::vector<TornadoBar> tornado;
  std::vector<TornadoFigure> tornado_figures;
  std::vector<RiskContribution> contributions;
  std::vector<SimulatedStress> stresses;
  std::vector<SimulatedReverseStress> reverse_stresses;
  std::vector<std::vector<std::uint32_t>> sensitivity_groups;  ///< Drivers; empty where no indices were asked for.
  std::vector<FigureSensitivity> sensitivities;                ///< Of portfolio_figures, in their order.
  std::vector<ProjectFutures> project_futures;                 ///< By perspective and project; empty: not asked for.
  Failures warnings;
};

/// Told after each round of paths, and while indices are estimated, from the thread that called Simulate.
struct SimulationProgress {
  std::int64_t paths_done = 0;
  std::int64_t path_count = 0;
  double mean_npv_amount = 0.0;  ///< Portfolio, first perspective.
  double standard_error = 0.0;
  std::vector<double> quantiles;
  std::int64_t index_paths_done = 0;  ///< Above 0: indices are under way.
  std::int64_t index_path_count = 0;
};
using ProgressSink = std::function<void(const SimulationProgress&)>;

/// Domain  the request `plan` was compiled from; a risk model and options that passed model::ValidateRisk and
///         model::ValidateSimulation.
/// Errors  kInvalidInput for what only the plan or the matrix can show: an index moved that is derived with an addend,
///         a correlation matrix that is none; paths from the root of the risk model.
///         kCancelled when `stop` says so (asked once per block of paths, a fraction of a millisecond's work).
/// Cost    O(paths x cells), and of Sobol' indices paths of theirs x (groups + 2); memory does not grow with paths. The
///         same bits for any thread count.
Result<Simulation, Failures> Simulate(const model::AppraisalRequest& request, const plan::Plan& plan,
                                      const model::RiskModel& risk, const model::SimulationOptions& options,
                                      const StopPoll& stop = {}, const ProgressSink& progress = {},
                                      const RunCompany& company = {});

}  // namespace calanque::run
