#include "service/simulation_call.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/model/validate_risk.h"
#include "engine/run/portfolio_outputs.h"
#include "engine/run/reverse_stress.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto_risk.h"
#include "service/convert/to_proto.h"
#include "service/convert/to_proto_risk.h"
#include "service/input_hash.h"

namespace calanque::service {
namespace {

/// What multiplies the work, before anything is converted.
void CheckRiskSizes(const v1::SimulateRequest& request, const Limits& limits, Reader& reader) {
  const FieldPath root;
  const FieldPath risk = root / "risk";
  const FieldPath options = root / "options";
  CheckSize(request.risk().drivers_size(), limits.max_drivers, risk / "drivers", "drivers", reader);
  CheckSize(request.risk().correlations_size(), limits.max_correlations, risk / "correlations", "pairs", reader);
  CheckSize(request.risk().stresses_size(), limits.max_stresses, risk / "stresses", "stresses", reader);
  CheckSize(request.risk().reverse_stresses_size(), limits.max_stresses, risk / "reverse_stresses", "reverse stresses",
            reader);
  CheckSize(request.options().quantile_probabilities_size(), limits.max_quantiles, options / "quantile_probabilities",
            "probabilities", reader);
  const auto check_paths = [&](std::int64_t count, const FieldPath& path) {
    if (count <= limits.max_paths) return;
    reader.Fail(
        path / "path_count",
        "is " + std::to_string(count) + "; the server's limit is " + std::to_string(limits.max_paths) + " paths",
        Reason::kResourceLimit);
  };
  check_paths(request.options().path_count(), options);
  check_paths(request.sensitivity().path_count(), root / "sensitivity");
}

void Append(Failures& failures, const Failures& more) { failures.insert(failures.end(), more.begin(), more.end()); }

/// Evaluations of the portfolio that a future of the indices costs.
double EvaluationsPerSensitivityPath(const SimulationSetup& setup) {
  return static_cast<double>(run::GroupsOf(setup.risk, setup.options.sensitivity->grouping).size() + 2);
}

/// What tornado, stresses and reverse stresses cost, in paths: an evaluation of one takes as long as that of a vector.
double HeldPathsCost(const model::RiskModel& risk) {
  constexpr double kPathsOfVector = 8.0;
  const auto evaluations = static_cast<double>(2 * risk.drivers.size() + risk.stresses.size()) +
                           run::kMostReverseStressEvaluations * static_cast<double>(risk.reverse_stresses.size());
  return kPathsOfVector * evaluations;
}

/// The cap on a call's work: paths x columns x points.
Failures CheckWork(const SimulationSetup& setup, const Limits& limits) {
  const auto& schema = setup.prepared.plan.schema;
  const std::size_t columns = schema.money.size() + schema.physical.size();
  const auto points = static_cast<std::size_t>(schema.axis.point_count());
  const double cells_per_path = static_cast<double>(columns) * static_cast<double>(points);
  const std::string over = "; times " + std::to_string(points) + " points of " + std::to_string(columns) +
                           " columns this is more than the server's limit of work for one call; expected ";
  const auto refuse = [&](const char* field, std::int64_t count, double most) -> Failures {
    return {{Reason::kResourceLimit, std::string(field) + ".path_count",
             "is " + std::to_string(count) + over + "at most " +
                 std::to_string(static_cast<std::int64_t>(std::max(most, 0.0))) + " paths"}};
  };
  const double most_of_all = limits.max_simulated_cells / cells_per_path;
  const double most = most_of_all - HeldPathsCost(setup.risk);
  if (most < 0.0) {
    return {{Reason::kResourceLimit, "risk",
             "asks for a tornado of " + std::to_string(setup.risk.drivers.size()) + " drivers, " +
                 std::to_string(setup.risk.stresses.size()) + " stresses and " +
                 std::to_string(setup.risk.reverse_stresses.size()) + " reverse stresses, as much work as " +
                 std::to_string(static_cast<std::int64_t>(HeldPathsCost(setup.risk))) + " paths" + over + "fewer"}};
  }
  const auto paths = static_cast<double>(setup.options.path_count);
  if (paths > most) return refuse("options", setup.options.path_count, most);
  if (!setup.options.sensitivity) return {};
  const double evaluations = EvaluationsPerSensitivityPath(setup);
  const double most_of_indices = (most - paths) / evaluations;
  if (static_cast<double>(setup.options.sensitivity->path_count) <= most_of_indices) return {};
  return refuse("sensitivity", setup.options.sensitivity->path_count, most_of_indices);
}

/// The cap on what is kept while indices are estimated.
Failures CheckIndices(const SimulationSetup& setup, const Limits& limits) {
  if (!setup.options.sensitivity) return {};
  const std::size_t figures = setup.prepared.plan.perspectives.size() * model::kSimulatedMetrics.size();
  const double indices = EvaluationsPerSensitivityPath(setup) * static_cast<double>(figures);
  if (indices <= static_cast<double>(limits.max_sensitivity_indices)) return {};
  return {{Reason::kResourceLimit, "sensitivity",
           "asks for " + std::to_string(static_cast<std::int64_t>(indices)) +
               " indices, (groups of drivers + 2) x perspectives x figures; the server's limit is " +
               std::to_string(limits.max_sensitivity_indices) + "; expected fewer perspectives or drivers"}};
}

/// What an option asks for of every project.
struct ProjectAnswer {
  const char* option;
  const char* what;            ///< "futures of projects".
  std::size_t number_count;    ///< 0: not asked for.
  const char* number_factors;  ///< What the count is made of.
};

/// The cap on one of them.
Failures CheckProjectAnswer(const SimulationSetup& setup, const Limits& limits, const ProjectAnswer& asked) {
  if (asked.number_count == 0) return {};
  const std::string path = std::string("options.") + asked.option;
  if (setup.prepared.plan.omits_projects) {
    return {{Reason::kInvalidInput, path,
             std::string("asks for ") + asked.what +
                 ", which the appraisal's options leave out; expected omits_projects false"}};
  }
  if (asked.number_count <= limits.max_answer_cells) return {};
  return {{Reason::kResourceLimit, path,
           "asks for " + std::to_string(asked.number_count) + " numbers, " + asked.number_factors +
               "; the server's limit is " + std::to_string(limits.max_answer_cells) + "; expected fewer of these"}};
}

/// The caps on what is handed over of every project, by path and by year.
Failures CheckProjectAnswers(const SimulationSetup& setup, const Limits& limits) {
  const plan::Plan& plan = setup.prepared.plan;
  const model::SimulationOptions& options = setup.options;
  const std::size_t subjects = plan.projects.size() * plan.perspectives.size();
  const std::size_t statistics = options.quantile_probabilities.size() + 2;  // And the mean, and the appraisal's.
  const auto years = static_cast<std::size_t>(plan.schema.axis.year_count);
  Failures failures = CheckProjectAnswer(
      setup, limits,
      {"project_future_count", "futures of projects", static_cast<std::size_t>(options.project_future_count) * subjects,
       "futures x projects x perspectives"});
  Append(failures, CheckProjectAnswer(setup, limits,
                                      {"has_project_years", "years of projects",
                                       options.has_project_years ? 3 * years * statistics * subjects : 0,
                                       "rows x years x quantiles x projects x perspectives"}));
  return failures;
}

/// What the engine says of the risk model, as the caller wrote it.
Failures InRequest(const v1::RiskModel& risk, Failures failures) {
  const FieldPath root;
  for (Failure& failure : failures) {
    if (failure.reason == Reason::kCancelled) return {Cancelled()};
    failure.field_path = PathAsWritten(risk, failure.field_path);
  }
  return Below(root / "risk", std::move(failures));
}

void FillHead(const v1::SimulateRequest& request, const SimulationSetup& setup, v1::SimulationResult& out) {
  out.set_label(request.appraisal().label());
  out.set_engine_version(CALANQUE_VERSION);
  out.set_input_hash(InputHash(request));
  FillOptions(setup.options, *out.mutable_options());
  FillConventions(setup.prepared.plan, request.appraisal().options(), *out.mutable_conventions());
  FillSimulationConventions(setup.options, *out.mutable_conventions());
  FillNames(setup.prepared.plan, setup.risk, out);
}

/// Two futures find everything that a run can be refused for.
model::SimulationOptions OnlyChecking(model::SimulationOptions options) {
  options.path_count = std::min<std::int64_t>(options.path_count, 2);
  options.sensitivity.reset();
  options.project_future_count = 0;
  options.has_project_years = false;
  options.target_standard_error_fraction.reset();
  return options;
}

/// A saved state that is refused is no part of the request.
bool IsOfCheckpoint(const Failures& failures) {
  return failures.size() == 1 && failures.front().field_path == "checkpoint";
}

}  // namespace

Result<SimulationSetup, Failures> SetUpSimulation(const v1::SimulateRequest& request, const Limits& limits,
                                                  const StopPoll& stop) {
  const FieldPath root;
  const FieldPath risk = root / "risk";
  const FieldPath options = root / "options";
  Reader reader(stop);
  CheckRiskSizes(request, limits, reader);
  if (!reader.failures().empty()) return std::move(reader).Take();
  CheckValues(request.risk(), risk, limits, reader);
  CheckValues(request.options(), options, limits, reader);
  if (!reader.failures().empty()) return std::move(reader).Take();
  SimulationSetup setup;
  if (!request.has_risk()) reader.Fail(risk, "is missing; it says what is uncertain");
  if (!request.has_options()) reader.Fail(options, "is missing; it says seed and number of paths");
  setup.risk = ConvertRiskModel(request.risk(), risk, reader);
  setup.options = ConvertSimulationOptions(request.options(), options, reader);
  if (request.has_sensitivity()) {
    setup.options.sensitivity = ConvertSensitivity(request.sensitivity(), root / "sensitivity", reader);
  }
  Failures failures = std::move(reader).Take();
  const bool is_read = failures.empty();
  if (request.has_options()) Append(failures, Below(options, model::ValidateSimulation(setup.options)));
  if (setup.options.sensitivity) {
    Append(failures, Below(root / "sensitivity", model::ValidateSensitivity(*setup.options.sensitivity)));
  }
  auto prepared = Prepare(request.appraisal(), root / "appraisal", limits, stop);
  if (!prepared) Append(failures, prepared.error());
  if (stop()) return Failures{Cancelled()};
  if (prepared && is_read) {
    Append(failures, InRequest(request.risk(), model::ValidateRisk(prepared->request, setup.risk, stop)));
  }
  if (!failures.empty()) return failures;
  setup.prepared = std::move(prepared).value();
  if (failures = CheckWork(setup, limits); !failures.empty()) return failures;
  if (failures = CheckIndices(setup, limits); !failures.empty()) return failures;
  if (failures = CheckProjectAnswers(setup, limits); !failures.empty()) return failures;
  return setup;
}

Failures RunSimulation(const v1::SimulateRequest& request, const SimulationSetup& setup, const SimulationManner& manner,
                       v1::SimulationResult& out) {
  FillHead(request, setup, out);
  const bool only_checks = request.appraisal().validate_only();
  model::SimulationOptions options = only_checks ? OnlyChecking(setup.options) : setup.options;
  options.thread_count = manner.thread_count;
  const auto simulation = run::Simulate(setup.prepared.request, setup.prepared.plan, setup.risk, options, manner.stop,
                                        only_checks ? run::ProgressSink{} : manner.progress,
                                        only_checks ? run::RunCompany{} : manner.company);
  if (!simulation) {
    return IsOfCheckpoint(simulation.error()) ? simulation.error() : InRequest(request.risk(), simulation.error());
  }
  FillWarnings(InRequest(request.risk(), simulation->warnings), *out.mutable_warnings());
  if (!only_checks) FillSimulation(*simulation, setup.prepared.plan, setup.risk, setup.options, out);
  return {};
}

}  // namespace calanque::service
