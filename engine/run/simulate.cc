#include "engine/run/simulate.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/check.h"
#include "engine/risk/sampler.h"
#include "engine/run/driver_bindings.h"
#include "engine/run/held_path.h"
#include "engine/run/path_run.h"
#include "engine/run/portfolio_outputs.h"
#include "engine/run/portfolio_paths.h"
#include "engine/run/reverse_stress.h"
#include "engine/run/sensitivity.h"
#include "engine/run/simulation_plan.h"

namespace calanque::run {
namespace {

/// The standard normal number with 90 % below it.
constexpr double kNormalNinetyPercent = 1.2815515655446004;

/// False: `stop` said so; likewise below.
bool AddFigures(const SimulationPlan& plan, const PathRun& run, const model::SimulationOptions& options,
                const StopPoll& stop, Simulation& answer) {
  for (std::size_t f = 0; f < plan.figures.size(); ++f) {
    if (stop()) return false;
    const FigureSpec& figure = plan.figures[f];
    answer.figures.push_back({figure.name, figure.unit, figure.project, figure.perspective, figure.deterministic,
                              Summarise(run.rows[f], options, figure.bad_tail)});
  }
  return true;
}

bool AddYears(const SimulationPlan& plan, const PathRun& run, const model::SimulationOptions& options,
              const StopPoll& stop, Simulation& answer) {
  std::size_t row = plan.figures.size();
  for (const YearFigureSpec& figure : plan.year_figures) {
    if (!figure.is_reported) continue;
    SimulatedYears years{figure.name, figure.unit, figure.project, figure.perspective, figure.deterministic, {}, {}};
    years.quantiles.resize(options.quantile_probabilities.size());
    for (std::size_t year = 0; year < plan.year_count; ++year, ++row) {
      if (stop()) return false;
      years.mean.push_back(MeanOf(run.rows[row]));
      const std::vector<double> quantiles = Quantiles(run.rows[row], options.quantile_probabilities);
      for (std::size_t q = 0; q < quantiles.size(); ++q) years.quantiles[q].push_back(quantiles[q]);
    }
    answer.years.push_back(std::move(years));
  }
  return true;
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

/// Covariance of each project's NPV with the total over the variance of the total; 0 where the total moves by no more
/// than its rounding.
void AddContributions(const SimulationPlan& plan, const PathRun& run, Simulation& answer) {
  std::size_t pair = 0;
  for (std::size_t p = 0; p < plan.project_npv.size(); ++p) {
    const Moments& total = run.rows[plan.portfolio_npv[p]].moments;
    const auto n = static_cast<double>(total.count);
    const double variance = total.sum_squares - total.sum * total.sum / n;
    const double rounding = 1e-13 * run.rows[plan.portfolio_npv[p]].reference;
    const bool is_moved = variance > n * rounding * rounding;
    for (std::size_t i = 0; i < plan.project_npv[p].size(); ++i, ++pair) {
      const Moments& project = run.rows[plan.project_npv[p][i]].moments;
      const double covariance = run.pair_products[pair] - project.sum * total.sum / n;
      answer.contributions.push_back(
          {static_cast<std::int32_t>(i), static_cast<std::int32_t>(p), is_moved ? covariance / variance : 0.0});
    }
  }
}

/// The first paths once more, since a run keeps none: a path depends on its number alone.
bool AddProjectFutures(const SimulationPlan& plan, const PortfolioPaths& paths, std::size_t count, const StopPoll& stop,
                       Simulation& answer) {
  if (count == 0) return true;
  std::vector<std::uint32_t> rows;
  for (std::size_t p = 0; p < plan.project_npv.size(); ++p) {
    for (std::size_t i = 0; i < plan.project_npv[p].size(); ++i) {
      answer.project_futures.push_back({static_cast<std::int32_t>(i), static_cast<std::int32_t>(p), {}});
      answer.project_futures.back().npv_amount.reserve(count);
      rows.push_back(plan.project_npv[p][i]);
    }
  }
  const std::size_t block = PathsPerBlock(paths);
  const auto worker = paths.MakeWorker(block);
  for (std::size_t first = 0; first < count; first += block) {
    if (stop()) return false;
    worker->Evaluate(first, std::min(block, count - first));
    for (std::size_t f = 0; f < rows.size(); ++f) {
      const auto row = worker->Row(rows[f]);
      std::vector<double>& npv = answer.project_futures[f].npv_amount;
      npv.insert(npv.end(), row.begin(), row.end());
    }
  }
  return true;
}

std::vector<double> ValuesOf(const HeldPath& path, const std::vector<std::uint32_t>& figures) {
  std::vector<double> values;
  for (const std::uint32_t figure : figures) values.push_back(path.Figure(figure));
  return values;
}

/// One driver moved alone.
class Tornado {
 public:
  Tornado(const SimulationPlan& plan, HeldPath& path, Simulation& answer) : plan_(plan), path_(path), answer_(answer) {}

  void AddDriver(std::size_t driver, const std::string& id) {
    const Point low = At(driver, -kNormalNinetyPercent);
    const Point high = At(driver, kNormalNinetyPercent);
    for (std::size_t p = 0; p < low.npv.size(); ++p) {
      TornadoBar bar{id, static_cast<std::int32_t>(p), low.npv[p], high.npv[p], {}, {}};
      if (p < low.enpv.size()) bar.low_enpv_amount = low.enpv[p];
      if (p < high.enpv.size()) bar.high_enpv_amount = high.enpv[p];
      answer_.tornado.push_back(std::move(bar));
    }
    for (std::size_t i = 0; i < answer_.portfolio_figures.size(); ++i) {
      answer_.tornado_figures.push_back({static_cast<std::int32_t>(driver),
                                         static_cast<std::int32_t>(answer_.portfolio_figures[i]), low.all[i],
                                         high.all[i]});
    }
  }

 private:
  struct Point {
    std::vector<double> npv, enpv, all;
  };
  Point At(std::size_t driver, double normal) {
    path_.Force(driver, normal);
    return {ValuesOf(path_, plan_.portfolio_npv), ValuesOf(path_, plan_.portfolio_enpv),
            ValuesOf(path_, answer_.portfolio_figures)};
  }

  const SimulationPlan& plan_;
  HeldPath& path_;
  Simulation& answer_;
};

void AddStress(const SimulationPlan& plan, const model::RiskModel& risk, const model::Stress& stress, HeldPath& path,
               Simulation& answer) {
  std::vector<risk::HeldDriver> held;
  for (const model::StressedDriver& stressed : stress.drivers) {
    for (std::size_t i = 0; i < risk.drivers.size(); ++i) {
      if (risk.drivers[i].id == stressed.driver_id) held.push_back({i, stressed.value});
    }
  }
  path.Hold(held);
  SimulatedStress result{stress.id, ValuesOf(path, plan.portfolio_npv), ValuesOf(path, plan.portfolio_enpv),
                         0.0,       ValuesOf(path, plan.gap_figures),   ValuesOf(path, answer.portfolio_figures)};
  if (plan.cumulative_tonnes_figure != SimulationPlan::kNone) {
    result.abatement_cumulative_t_co2e = path.Figure(plan.cumulative_tonnes_figure);
  }
  answer.stresses.push_back(std::move(result));
}

void AddReverseStresses(const plan::Plan& plan, const SimulationPlan& simulation, const model::RiskModel& risk,
                        HeldPath& path, Simulation& answer) {
  for (const model::ReverseStress& reverse : risk.reverse_stresses) {
    const auto move = FindBreakingMove(risk, reverse, plan, simulation, path);
    answer.reverse_stresses.push_back({reverse.id, {}, {}});
    if (move) {
      answer.reverse_stresses.back().move = *move;
    } else {
      answer.reverse_stresses.back().why_none = move.error();
    }
  }
}

/// Sobol' indices of the portfolio's figures, on paths of their own that are always independent.
std::optional<Failures> AddSensitivities(const model::AppraisalRequest& request, const plan::Plan& plan,
                                         const model::RiskModel& risk, const DriverBindings& bindings,
                                         const model::SimulationOptions& options, const StopPoll& stop,
                                         const RoundSink& sink, const RunCompany& company, Simulation& answer) {
  model::SimulationOptions independent;
  independent.seed = options.seed;
  independent.path_count = options.sensitivity->path_count;
  model::RiskModel drawn = risk;
  if (options.sensitivity->grouping == model::SensitivityGrouping::kDriversAlone) drawn.correlations.clear();
  const auto sampler = risk::Sampler::Make(drawn, bindings.setting, independent, stop);
  if (!sampler) return sampler.error();
  const auto compiled = CompileSimulation(request, plan, drawn, bindings, sampler->drivers(),
                                          static_cast<std::uint32_t>(sampler->row_count()), stop, ProjectDetail::kNone);
  if (!compiled) return compiled.error();
  answer.sensitivity_groups = GroupsOf(risk, options.sensitivity->grouping);
  const RunCompany alike{company.team, {}, {}, {}, company.threads};
  const auto outputs = EstimateIndices(PortfolioOutputs(*compiled, *sampler, answer.sensitivity_groups),
                                       independent.path_count, options.thread_count, stop, sink, alike);
  if (!outputs) return Failures{outputs.error()};
  CALANQUE_CHECK(outputs->size() == answer.portfolio_figures.size(), "figures of the portfolio are not the same");
  for (std::size_t f = 0; f < outputs->size(); ++f) {
    const OutputIndices& output = (*outputs)[f];
    FigureSensitivity made{static_cast<std::int32_t>(answer.portfolio_figures[f]), output.missing_count, {}};
    for (const SobolIndex& index : output.indices) {
      made.groups.push_back(
          {index.first_order, index.first_order_standard_error, index.total, index.total_standard_error});
    }
    answer.sensitivities.push_back(std::move(made));
  }
  return std::nullopt;
}

}  // namespace

Result<Simulation, Failures> Simulate(const model::AppraisalRequest& request, const plan::Plan& plan,
                                      const model::RiskModel& risk, const model::SimulationOptions& options,
                                      const StopPoll& stop, const ProgressSink& progress, const RunCompany& company) {
  const auto bindings = BindDrivers(request, plan, risk);
  if (!bindings) return bindings.error();
  const auto sampler = risk::Sampler::Make(risk, bindings->setting, options, stop);
  if (!sampler) return sampler.error();
  const auto compiled = CompileSimulation(request, plan, risk, *bindings, sampler->drivers(),
                                          static_cast<std::uint32_t>(sampler->row_count()), stop,
                                          options.has_project_years ? ProjectDetail::kYears : ProjectDetail::kFigures);
  if (!compiled) return compiled.error();
  const SimulationPlan& simulation = *compiled;
  const PortfolioPaths paths(simulation, *sampler);
  auto ran = RunPaths(paths, options, stop, TellProgress(progress, options, simulation.target_figure), company);
  if (!ran) return Failures{ran.error()};
  const PathRun run = std::move(ran).value();
  if (run.is_cancelled) return Failures{Cancelled()};
  Simulation answer;
  answer.path_count = run.path_count;
  answer.is_target_error_met = run.is_target_error_met;
  if (!AddFigures(simulation, run, options, stop, answer) || !AddYears(simulation, run, options, stop, answer)) {
    return Failures{Cancelled()};
  }
  AddProbabilities(simulation, run, answer);
  AddContributions(simulation, run, answer);
  if (!AddProjectFutures(simulation, paths, static_cast<std::size_t>(options.project_future_count), stop, answer)) {
    return Failures{Cancelled()};
  }
  answer.portfolio_figures = PortfolioFigures(simulation);
  HeldPath held(simulation, *sampler, stop);
  Tornado tornado(simulation, held, answer);
  for (std::size_t i = 0; i < risk.drivers.size(); ++i) tornado.AddDriver(i, risk.drivers[i].id);
  for (const model::Stress& stress : risk.stresses) AddStress(simulation, risk, stress, held, answer);
  AddReverseStresses(plan, simulation, risk, held, answer);
  if (held.is_stopped()) return Failures{Cancelled()};
  if (options.sensitivity) {
    RoundSink sink;
    if (progress) {
      sink = [&, told = ProgressOf(run, options, simulation.target_figure)](const PathRun& indices) mutable {
        told.index_paths_done = indices.path_count;
        progress(told);
      };
    }
    if (auto failures = AddSensitivities(request, plan, risk, *bindings, options, stop, sink, company, answer)) {
      return *std::move(failures);
    }
  }
  answer.warnings = sampler->warnings();
  if (risk.drivers.empty()) {
    answer.warnings.push_back({Reason::kMissingData, "drivers", "has none: every future is the appraisal's"});
  }
  answer.warnings.insert(answer.warnings.end(), simulation.warnings.begin(), simulation.warnings.end());
  return answer;
}

}  // namespace calanque::run
