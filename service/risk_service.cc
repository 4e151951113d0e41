#include "service/risk_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "engine/model/validate_risk.h"
#include "engine/run/simulate.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto_risk.h"
#include "service/convert/to_proto.h"
#include "service/convert/to_proto_risk.h"
#include "service/input_hash.h"
#include "service/prepare.h"
#include "service/progress_writer.h"

namespace calanque::service {
namespace {

/// A call whose request has been found good, as far as can be seen before it is run.
struct Setup {
  Prepared prepared;
  model::RiskModel risk;
  model::SimulationOptions options;
};

/// What multiplies the work, before anything is converted.
void CheckRiskSizes(const v1::SimulateRequest& request, const Limits& limits, Reader& reader) {
  const FieldPath root;
  const FieldPath risk = root / "risk";
  const FieldPath options = root / "options";
  CheckSize(request.risk().drivers_size(), limits.max_drivers, risk / "drivers", "drivers", reader);
  CheckSize(request.risk().correlations_size(), limits.max_correlations, risk / "correlations", "pairs", reader);
  CheckSize(request.risk().stresses_size(), limits.max_stresses, risk / "stresses", "stresses", reader);
  CheckSize(request.options().quantile_probabilities_size(), limits.max_quantiles, options / "quantile_probabilities",
            "probabilities", reader);
  if (request.options().path_count() > limits.max_paths) {
    reader.Fail(options / "path_count",
                "is " + std::to_string(request.options().path_count()) + "; the server's limit is " +
                    std::to_string(limits.max_paths) + " paths",
                Reason::kResourceLimit);
  }
}

void Append(Failures& failures, const Failures& more) { failures.insert(failures.end(), more.begin(), more.end()); }

/// The cap on a call's work.
Failures CheckWork(const Setup& setup, const Limits& limits) {
  const auto& schema = setup.prepared.plan.schema;
  const auto columns = static_cast<double>(schema.money.size() + schema.physical.size());
  const auto points = static_cast<double>(schema.axis.point_count());
  const double cells = static_cast<double>(setup.options.path_count) * columns * points;
  if (cells <= limits.max_simulated_cells) return {};
  const auto most = static_cast<std::int64_t>(limits.max_simulated_cells / (columns * points));
  return {{Reason::kResourceLimit, "options.path_count",
           "is " + std::to_string(setup.options.path_count) + "; times " + std::to_string(schema.axis.point_count()) +
               " points of " + std::to_string(schema.money.size() + schema.physical.size()) +
               " columns this is more than the server's limit of work for one call; expected at most " +
               std::to_string(most) + " paths"}};
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

/// Numbers and sizes; syntax and the appraisal; meaning; work: all violations of a stage at once.
Result<Setup, Failures> SetUp(const v1::SimulateRequest& request, const Limits& limits, const StopPoll& stop) {
  const FieldPath root;
  const FieldPath risk = root / "risk";
  const FieldPath options = root / "options";
  Reader reader(stop);
  CheckRiskSizes(request, limits, reader);
  if (!reader.failures().empty()) return std::move(reader).Take();
  CheckValues(request.risk(), risk, limits, reader);
  CheckValues(request.options(), options, limits, reader);
  if (!reader.failures().empty()) return std::move(reader).Take();
  Setup setup;
  if (!request.has_risk()) reader.Fail(risk, "is missing; it says what is uncertain");
  if (!request.has_options()) reader.Fail(options, "is missing; it says seed and number of paths");
  setup.risk = ConvertRiskModel(request.risk(), risk, reader);
  setup.options = ConvertSimulationOptions(request.options(), options, reader);
  Failures failures = std::move(reader).Take();
  const bool is_read = failures.empty();
  if (request.has_options()) Append(failures, Below(options, model::ValidateSimulation(setup.options)));
  auto prepared = Prepare(request.appraisal(), root / "appraisal", limits, stop);
  if (!prepared) Append(failures, prepared.error());
  if (stop()) return Failures{Cancelled()};
  if (prepared && is_read) {
    Append(failures, InRequest(request.risk(), model::ValidateRisk(prepared->request, setup.risk, stop)));
  }
  if (!failures.empty()) return failures;
  setup.prepared = std::move(prepared).value();
  if (failures = CheckWork(setup, limits); !failures.empty()) return failures;
  return setup;
}

void FillHead(const v1::SimulateRequest& request, const Setup& setup, v1::SimulationResult& out) {
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
  options.target_standard_error_fraction.reset();
  return options;
}

}  // namespace

grpc::Status RiskService::Simulate(grpc::ServerContext* context, const v1::SimulateRequest* request,
                                   grpc::ServerWriter<v1::SimulateResponse>* writer) {
  v1::SimulateResponse last;
  return gate_.Answer(limits_, last, [&]() -> Failures {
    const CallPoll poll(*context);
    auto setup = SetUp(*request, limits_, poll.AsStopPoll());
    if (!setup) return std::move(setup).error();
    FillHead(*request, *setup, *last.mutable_result());
    const auto workers = budget_.Take();
    if (!workers) {
      return {{Reason::kResourceLimit, "",
               "the server runs " + std::to_string(limits_.max_simulations) +
                   " simulations, its limit at once; try again"}};
    }
    const bool only_checks = request->appraisal().validate_only();
    model::SimulationOptions options = only_checks ? OnlyChecking(setup->options) : setup->options;
    options.thread_count = workers->worker_count();
    ProgressWriter progress(options, *writer);
    const auto simulation = run::Simulate(setup->prepared.request, setup->prepared.plan, setup->risk, options,
                                          poll.AsStopPoll(), only_checks ? run::ProgressSink{} : progress.AsSink());
    if (!simulation) return InRequest(request->risk(), simulation.error());
    FillWarnings(InRequest(request->risk(), simulation->warnings), *last.mutable_result()->mutable_warnings());
    if (!only_checks) FillSimulation(*simulation, setup->prepared.plan, *last.mutable_result());
    writer->Write(last);
    return {};
  });
}

}  // namespace calanque::service
