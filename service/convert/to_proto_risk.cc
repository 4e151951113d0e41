#include "service/convert/to_proto_risk.h"

#include <cmath>
#include <string>

#include "service/convert/to_proto.h"
#include "service/prepare.h"

namespace calanque::service {
namespace {

template <typename Values, typename Out>
void Append(const Values& values, Out& out) {
  out.Add(values.begin(), values.end());
}

v1::Sampling ConvertSampling(model::Sampling sampling) {
  switch (sampling) {
    case model::Sampling::kPseudoRandom:
      return v1::SAMPLING_PSEUDO_RANDOM;
    case model::Sampling::kSobol:
      return v1::SAMPLING_SOBOL;
    case model::Sampling::kLatinHypercube:
      return v1::SAMPLING_LATIN_HYPERCUBE;
  }
  return v1::SAMPLING_UNSPECIFIED;
}

std::string SamplingText(const model::SimulationOptions& options) {
  std::string text = "independent pseudo-random paths";
  if (options.sampling == model::Sampling::kSobol) text = "scrambled Sobol points";
  if (options.sampling == model::Sampling::kLatinHypercube) text = "a Latin hypercube";
  if (options.is_antithetic) text += ", mirrored in pairs";
  return text;
}

/// Ids of the plan by index; empty below 0.
class Ids {
 public:
  explicit Ids(const plan::Plan& plan) : plan_(plan) {}

  [[nodiscard]] std::string Project(std::int32_t index) const {
    return index < 0 ? "" : plan_.projects[static_cast<std::size_t>(index)].id;
  }
  [[nodiscard]] std::string Perspective(std::int32_t index) const {
    return index < 0 ? "" : plan_.perspectives[static_cast<std::size_t>(index)].id;
  }
  [[nodiscard]] std::string Unit(std::string_view unit) const { return metric::UnitText(unit, plan_.currency_code); }

 private:
  const plan::Plan& plan_;
};

void FillFigure(const run::SimulatedFigure& figure, const Ids& ids, v1::SimulatedFigure& out) {
  out.set_metric_name(std::string(figure.name));
  out.set_project_id(ids.Project(figure.project));
  out.set_perspective_id(ids.Perspective(figure.perspective));
  out.set_unit(ids.Unit(figure.unit));
  if (std::isfinite(figure.deterministic)) out.set_deterministic_value(figure.deterministic);
  FillDistribution(figure.distribution, out);
}

void FillYears(const run::SimulatedYears& years, const Ids& ids, int first_year, v1::SimulatedYears& out) {
  out.set_name(std::string(years.name));
  out.set_project_id(ids.Project(years.project));
  out.set_perspective_id(ids.Perspective(years.perspective));
  out.set_unit(ids.Unit(years.unit));
  out.set_first_year(first_year);
  Append(years.deterministic, *out.mutable_deterministic_values());
  Append(years.mean, *out.mutable_means());
  for (const auto& quantile : years.quantiles) Append(quantile, *out.mutable_quantiles());
}

void FillStress(const run::SimulatedStress& stress, const run::Simulation& simulation, const Ids& ids,
                v1::SimulatedStress& out) {
  out.set_stress_id(stress.stress_id);
  Append(stress.npv_amount, *out.mutable_npv_amounts());
  out.set_abatement_cumulative_t_co2e(stress.abatement_cumulative_t_co2e);
  Append(stress.financing_gap_amount, *out.mutable_financing_gap_amounts());
  Append(stress.enpv_amount, *out.mutable_enpv_amounts());
  for (std::size_t i = 0; i < stress.figures.size(); ++i) {
    const run::SimulatedFigure& figure = simulation.figures[simulation.portfolio_figures[i]];
    v1::StressedFigure& made = *out.add_figures();
    made.set_metric_name(std::string(figure.name));
    made.set_perspective_id(ids.Perspective(figure.perspective));
    made.set_unit(ids.Unit(figure.unit));
    if (std::isfinite(stress.figures[i])) made.set_value(stress.figures[i]);
  }
}

void FillReverseStress(const run::SimulatedReverseStress& reverse, const std::string& unit,
                       v1::SimulatedReverseStress& out) {
  out.set_reverse_stress_id(reverse.reverse_stress_id);
  out.set_unit(unit);
  if (!reverse.move) {
    out.mutable_failure()->set_reason(ConvertReason(reverse.why_none.reason));
    out.mutable_failure()->set_message(reverse.why_none.message);
    return;
  }
  v1::BreakingMove& move = *out.mutable_move();
  move.set_multiple_factor(reverse.move->multiple);
  for (const model::StressedDriver& driver : reverse.move->drivers) {
    v1::StressedDriver& held = *move.add_drivers();
    held.set_driver_id(driver.driver_id);
    held.set_value(driver.value);
  }
  move.set_unit(unit);
  move.set_value(reverse.move->value);
  move.set_residual_value(reverse.move->residual);
  move.set_evaluation_count(reverse.move->evaluation_count);
}

void FillSensitivities(const run::Simulation& simulation, std::int64_t path_count, const model::RiskModel& risk,
                       const Ids& ids, v1::SimulationResult& out) {
  for (const auto& group : simulation.sensitivity_groups) {
    v1::SensitivityGroup& made = *out.add_sensitivity_groups();
    for (const std::uint32_t driver : group) made.add_driver_ids(risk.drivers[driver].id);
  }
  for (const run::FigureSensitivity& one : simulation.sensitivities) {
    const run::SimulatedFigure& figure = simulation.figures[static_cast<std::size_t>(one.figure)];
    v1::FigureSensitivity& made = *out.add_sensitivities();
    made.set_metric_name(std::string(figure.name));
    made.set_perspective_id(ids.Perspective(figure.perspective));
    made.set_path_count(path_count);
    made.set_missing_path_count(one.missing_count);
    for (const run::GroupSensitivity& group : one.groups) {
      made.add_first_order_fractions(group.first_order_fraction);
      made.add_first_order_standard_error_fractions(group.first_order_standard_error_fraction);
      made.add_total_fractions(group.total_fraction);
      made.add_total_standard_error_fractions(group.total_standard_error_fraction);
    }
  }
}

}  // namespace

void FillDistribution(const run::DistributionSummary& known, v1::SimulatedFigure& out) {
  out.set_path_count(known.count);
  out.set_missing_path_count(known.missing_count);
  if (known.count == 0) return;
  out.set_mean(known.mean);
  out.set_standard_error(known.standard_error);
  out.set_standard_deviation(known.standard_deviation);
  out.set_minimum(known.minimum);
  out.set_maximum(known.maximum);
  Append(known.quantiles, *out.mutable_quantiles());
  out.set_below_zero_probability(known.probability_below_zero);
  out.set_value_at_risk(known.value_at_risk);
  out.set_expected_shortfall(known.expected_shortfall);
  Append(known.histogram_edges, *out.mutable_histogram_edges());
  Append(known.histogram_counts, *out.mutable_histogram_counts());
}

void FillProgress(const run::SimulationProgress& progress, v1::SimulationProgress& out) {
  out.set_path_count(progress.paths_done);
  out.set_total_path_count(progress.path_count);
  out.set_mean_npv_amount(progress.mean_npv_amount);
  out.set_standard_error_amount(progress.standard_error);
  Append(progress.quantiles, *out.mutable_quantile_amounts());
  out.set_sensitivity_path_count(progress.index_paths_done);
  out.set_total_sensitivity_path_count(progress.index_path_count);
}

void FillOptions(const model::SimulationOptions& options, v1::SimulationOptions& out) {
  out.set_seed(options.seed);
  out.set_path_count(options.path_count);
  out.set_sampling(ConvertSampling(options.sampling));
  out.set_is_antithetic(options.is_antithetic);
  if (options.target_standard_error_fraction) {
    out.set_target_standard_error_fraction(*options.target_standard_error_fraction);
  }
  Append(options.quantile_probabilities, *out.mutable_quantile_probabilities());
  out.set_tail_probability(options.tail_probability);
  out.set_project_future_count(static_cast<std::int32_t>(options.project_future_count));
  out.set_has_project_years(options.has_project_years);
}

void FillSimulationConventions(const model::SimulationOptions& options, v1::Conventions& out) {
  out.add_statements("Futures: " + SamplingText(options) + ", seed " + std::to_string(options.seed) +
                     "; the same seed gives the same figures on any machine and any number of threads.");
  if (options.sampling != model::Sampling::kPseudoRandom) {
    out.add_statements(
        "Standard errors are those of as many independent futures: these points spread more evenly, so for figures "
        "that move smoothly the true errors are smaller. Runs with other seeds show by how much.");
  }
  out.add_statements(
      "Quantiles: between the ordered futures, where all are kept (up to 8,192, fewer where there are very many "
      "figures); else from counts in 1,024 equal classes over the range of those first futures and a quarter more on "
      "either side, so off by at most 0.15 % of that range, beside the error of sampling.");
  if (options.sensitivity) {
    const bool is_alone = options.sensitivity->grouping == model::SensitivityGrouping::kDriversAlone;
    out.add_statements(std::string("Sobol' indices: shares of the variance, from ") +
                       std::to_string(options.sensitivity->path_count) +
                       " independent futures of their own (estimators of Jansen 1999). " +
                       (is_alone ? "Drivers are taken one by one, as if independent: correlations are set aside."
                                 : "Correlated drivers are one group; within it variance cannot be told apart."));
  }
  out.add_statements(
      "Processes move once a calendar year from the valuation date on: prices as at the middle of the year, rates, in "
      "indices and discount factors, compounded until the year's flows are paid. Factors of prices have mean 1 beside "
      "any drift that is stated: the mean price is the curve.");
  out.add_statements(
      "Loss: a net present value below 0. Value at risk: mean less the quantile at the tail probability; expected "
      "shortfall: mean less the mean of that tail; of costs and gaps the dear tail, less the mean.");
  out.add_statements(
      "Tornado: one driver at its 10 % and 90 % point, the others where nothing deviates. Contribution: covariance of "
      "a project's value with the portfolio's, over the portfolio's variance.");
}

void FillNames(const plan::Plan& plan, const model::RiskModel& risk, v1::SimulationResult& out) {
  FillDisplayNames(plan.projects, *out.mutable_project_names());
  FillDisplayNames(plan.perspectives, *out.mutable_perspective_names());
  FillDisplayNames(risk.drivers, *out.mutable_driver_names());
  FillDisplayNames(risk.stresses, *out.mutable_stress_names());
  FillDisplayNames(risk.reverse_stresses, *out.mutable_reverse_stress_names());
  const FieldPath root;
  FillWarnings(Below(root / "appraisal", plan.warnings), *out.mutable_warnings());
}

void FillSimulation(const run::Simulation& simulation, const plan::Plan& plan, const model::RiskModel& risk,
                    const model::SimulationOptions& options, v1::SimulationResult& out) {
  const Ids ids(plan);
  out.set_path_count(simulation.path_count);
  out.set_is_target_error_met(simulation.is_target_error_met);
  for (const auto& figure : simulation.figures) FillFigure(figure, ids, *out.add_figures());
  for (const auto& years : simulation.years) FillYears(years, ids, plan.schema.axis.first_year, *out.add_years());
  for (const run::SimulatedProbability& one : simulation.probabilities) {
    v1::SimulatedProbability& made = *out.add_probabilities();
    made.set_name(std::string(one.name));
    made.set_perspective_id(ids.Perspective(one.perspective));
    made.set_probability(one.probability);
    made.set_standard_error_probability(one.standard_error);
  }
  for (const run::TornadoBar& bar : simulation.tornado) {
    v1::TornadoBar& made = *out.add_tornado();
    made.set_driver_id(bar.driver_id);
    made.set_perspective_id(ids.Perspective(bar.perspective));
    made.set_low_npv_amount(bar.low_npv_amount);
    made.set_high_npv_amount(bar.high_npv_amount);
    if (bar.low_enpv_amount) made.set_low_enpv_amount(*bar.low_enpv_amount);
    if (bar.high_enpv_amount) made.set_high_enpv_amount(*bar.high_enpv_amount);
  }
  for (const run::RiskContribution& one : simulation.contributions) {
    v1::RiskContribution& made = *out.add_contributions();
    made.set_project_id(ids.Project(one.project));
    made.set_perspective_id(ids.Perspective(one.perspective));
    made.set_share_fraction(one.share_fraction);
  }
  for (const run::ProjectFutures& one : simulation.project_futures) {
    v1::ProjectFutures& made = *out.add_project_futures();
    made.set_project_id(ids.Project(one.project));
    made.set_perspective_id(ids.Perspective(one.perspective));
    Append(one.npv_amount, *made.mutable_npv_amounts());
  }
  for (const run::TornadoFigure& one : simulation.tornado_figures) {
    const run::SimulatedFigure& figure = simulation.figures[static_cast<std::size_t>(one.figure)];
    v1::TornadoFigure& made = *out.add_tornado_figures();
    made.set_driver_id(risk.drivers[static_cast<std::size_t>(one.driver)].id);
    made.set_metric_name(std::string(figure.name));
    made.set_perspective_id(ids.Perspective(figure.perspective));
    made.set_unit(ids.Unit(figure.unit));
    if (std::isfinite(one.low)) made.set_low_value(one.low);
    if (std::isfinite(one.high)) made.set_high_value(one.high);
  }
  for (const run::SimulatedStress& stress : simulation.stresses) {
    FillStress(stress, simulation, ids, *out.add_stresses());
  }
  for (std::size_t i = 0; i < simulation.reverse_stresses.size(); ++i) {
    const metric::Definition* metric = metric::FindMetric(risk.reverse_stresses[i].limit.metric_name);
    FillReverseStress(simulation.reverse_stresses[i], ids.Unit(metric->unit), *out.add_reverse_stresses());
  }
  if (options.sensitivity) FillSensitivities(simulation, options.sensitivity->path_count, risk, ids, out);
}

}  // namespace calanque::service
