#include "engine/run/simulate.h"

#include <cmath>
#include <utility>

#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/path_evaluator.h"
#include "engine/run/path_run.h"
#include "engine/run/portfolio_paths.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {
namespace {

/// The standard normal number with 90 % below it.
constexpr double kNormalNinetyPercent = 1.2815515655446004;

void AddFigures(const SimulationPlan& plan, const PathRun& run, const model::SimulationOptions& options,
                Simulation& answer) {
  for (std::size_t f = 0; f < plan.figures.size(); ++f) {
    const FigureSpec& figure = plan.figures[f];
    answer.figures.push_back({figure.name, figure.unit, figure.project, figure.perspective, figure.deterministic,
                              Summarise(run.rows[f], options)});
  }
}

void AddYears(const SimulationPlan& plan, const PathRun& run, const model::SimulationOptions& options,
              Simulation& answer) {
  std::size_t row = plan.figures.size();
  for (const YearFigureSpec& figure : plan.year_figures) {
    if (!figure.is_reported) continue;
    SimulatedYears years{figure.name, figure.unit, figure.perspective, figure.deterministic, {}, {}};
    years.quantiles.resize(options.quantile_probabilities.size());
    for (std::size_t year = 0; year < plan.year_count; ++year, ++row) {
      years.mean.push_back(MeanOf(run.rows[row]));
      const std::vector<double> quantiles = Quantiles(run.rows[row], options.quantile_probabilities);
      for (std::size_t q = 0; q < quantiles.size(); ++q) years.quantiles[q].push_back(quantiles[q]);
    }
    answer.years.push_back(std::move(years));
  }
}

void AddProbability(std::string_view name, std::int32_t perspective, std::int64_t hits, std::int64_t count,
                    Simulation& answer) {
  if (count == 0) return;
  const auto n = static_cast<double>(count);
  const double probability = static_cast<double>(hits) / n;
  answer.probabilities.push_back({name, perspective, probability, std::sqrt(probability * (1.0 - probability) / n)});
}

void AddProbabilities(const SimulationPlan& plan, const PathRun& run, Simulation& answer) {
  for (std::size_t p = 0; p < plan.portfolio_npv.size(); ++p) {
    const Moments& npv = run.rows[plan.portfolio_npv[p]].moments;
    AddProbability("loss", static_cast<std::int32_t>(p), npv.below_zero, npv.count, answer);
  }
  if (plan.target_year_figure == SimulationPlan::kNone) return;
  const Moments& tonnes = run.rows[plan.target_year_figure].moments;
  AddProbability("missing_target_year_abatement", -1, tonnes.below_threshold, tonnes.count, answer);
}

/// Covariance of each project's NPV with the total over the variance of the total.
void AddContributions(const SimulationPlan& plan, const PathRun& run, Simulation& answer) {
  std::size_t pair = 0;
  for (std::size_t p = 0; p < plan.project_npv.size(); ++p) {
    const Moments& total = run.rows[plan.portfolio_npv[p]].moments;
    const auto n = static_cast<double>(total.count);
    const double variance = total.sum_squares - total.sum * total.sum / n;
    for (std::size_t i = 0; i < plan.project_npv[p].size(); ++i, ++pair) {
      const Moments& project = run.rows[plan.project_npv[p][i]].moments;
      const double covariance = run.pair_products[pair] - project.sum * total.sum / n;
      answer.contributions.push_back(
          {static_cast<std::int32_t>(i), static_cast<std::int32_t>(p), variance > 0.0 ? covariance / variance : 0.0});
    }
  }
}

/// One path at a time, where drivers are held.
class SinglePath {
 public:
  SinglePath(const SimulationPlan& plan, const risk::Sampler& sampler)
      : plan_(plan), sampler_(sampler), evaluator_(plan, 1), block_(sampler.row_count(), 1) {}

  void AddBars(const model::RiskModel& risk, Simulation& answer) {
    for (std::size_t driver = 0; driver < risk.drivers.size(); ++driver) {
      Force(driver, -kNormalNinetyPercent);
      const std::vector<double> low = Values(plan_.portfolio_npv);
      const std::vector<double> low_economic = Values(plan_.portfolio_enpv);
      Force(driver, kNormalNinetyPercent);
      const std::vector<double> high = Values(plan_.portfolio_npv);
      const std::vector<double> high_economic = Values(plan_.portfolio_enpv);
      for (std::size_t p = 0; p < low.size(); ++p) {
        TornadoBar bar{risk.drivers[driver].id, static_cast<std::int32_t>(p), low[p], high[p], {}, {}};
        if (p < low_economic.size()) bar.low_enpv_amount = low_economic[p];
        if (p < high_economic.size()) bar.high_enpv_amount = high_economic[p];
        answer.tornado.push_back(std::move(bar));
      }
    }
  }

  void AddStresses(const model::RiskModel& risk, Simulation& answer) {
    for (const model::Stress& stress : risk.stresses) {
      std::vector<risk::HeldDriver> held;
      for (const model::StressedDriver& stressed : stress.drivers) {
        for (std::size_t i = 0; i < risk.drivers.size(); ++i) {
          if (risk.drivers[i].id == stressed.driver_id) held.push_back({i, stressed.value});
        }
      }
      sampler_.FillHeld(held, block_);
      evaluator_.Evaluate(block_);
      SimulatedStress result{stress.id, Values(plan_.portfolio_npv), Values(plan_.portfolio_enpv), 0.0,
                             Values(plan_.gap_figures)};
      if (plan_.cumulative_tonnes_figure != SimulationPlan::kNone) {
        result.abatement_cumulative_t_co2e = evaluator_.Figure(plan_.cumulative_tonnes_figure).front();
      }
      answer.stresses.push_back(std::move(result));
    }
  }

 private:
  void Force(std::size_t driver, double normal) {
    sampler_.FillForced(driver, normal, block_);
    evaluator_.Evaluate(block_);
  }
  [[nodiscard]] std::vector<double> Values(const std::vector<std::uint32_t>& figures) const {
    std::vector<double> values;
    for (const std::uint32_t figure : figures) values.push_back(evaluator_.Figure(figure).front());
    return values;
  }

  const SimulationPlan& plan_;
  const risk::Sampler& sampler_;
  PathEvaluator evaluator_;
  risk::FactorBlock block_;
};

}  // namespace

Result<Simulation, Failures> Simulate(const model::AppraisalRequest& request, const plan::Plan& plan,
                                      const model::RiskModel& risk, const model::SimulationOptions& options,
                                      const StopPoll& stop, const ProgressSink& progress, const RunCompany& company) {
  const auto bindings = BindDrivers(request, plan, risk);
  if (!bindings) return bindings.error();
  const auto sampler = risk::Sampler::Make(risk, bindings->setting, options);
  if (!sampler) return sampler.error();
  const auto compiled = CompileSimulation(request, plan, risk, *bindings, sampler->drivers(),
                                          static_cast<std::uint32_t>(sampler->row_count()), stop);
  if (!compiled) return compiled.error();
  const SimulationPlan& simulation = *compiled;
  auto ran = RunPaths(PortfolioPaths(simulation, *sampler), options, stop,
                      TellProgress(progress, options, simulation.target_figure), company);
  if (!ran) return Failures{ran.error()};
  const PathRun run = std::move(ran).value();
  if (run.is_cancelled) return Failures{{Reason::kCancelled, "", "the caller cancelled or its deadline passed"}};
  Simulation answer;
  answer.path_count = run.path_count;
  answer.is_target_error_met = run.is_target_error_met;
  AddFigures(simulation, run, options, answer);
  AddYears(simulation, run, options, answer);
  AddProbabilities(simulation, run, answer);
  AddContributions(simulation, run, answer);
  SinglePath single(simulation, *sampler);
  single.AddBars(risk, answer);
  single.AddStresses(risk, answer);
  answer.warnings = sampler->warnings();
  answer.warnings.insert(answer.warnings.end(), simulation.warnings.begin(), simulation.warnings.end());
  return answer;
}

}  // namespace calanque::run
