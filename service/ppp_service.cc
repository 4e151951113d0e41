#include "service/ppp_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/model/validate_risk.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/simulate_modes.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto_ppp.h"
#include "service/convert/from_proto_risk.h"
#include "service/convert/to_proto.h"
#include "service/convert/to_proto_ppp.h"
#include "service/input_hash.h"
#include "service/prepare.h"
#include "service/progress_writer.h"

namespace calanque::service {
namespace {

/// Everything a method needs once its request has been found good.
struct Setup {
  Prepared prepared;
  model::PppSetting setting;
  std::vector<model::DeliveryMode> modes;
  std::optional<model::CityAccounts> accounts;

  [[nodiscard]] partnership::Project project() const { return {&prepared.request, &prepared.plan, &setting}; }
  [[nodiscard]] const model::CityAccounts* accounts_or_null() const { return accounts ? &*accounts : nullptr; }
};

/// What multiplies the work of one evaluation.
void CheckModeSize(const v1::DeliveryMode& mode, const FieldPath& path, const Limits& limits, Reader& reader) {
  const FieldPath company = path / "company";
  CheckSize(mode.company().tranches_size(), limits.max_tranches, company / "tranches", "tranches", reader);
  CheckSize(mode.company().downside_cases_size(), limits.max_sizing_cases, company / "downside_cases", "cases", reader);
}

/// What multiplies the work of a simulation of the register.
void CheckSimulationSize(const v1::CompareDeliveryModesRequest& request, const Limits& limits, Reader& reader) {
  const FieldPath root;
  const FieldPath simulation = root / "simulation";
  CheckSize(request.line_correlations_size(), limits.max_correlations, root / "line_correlations", "pairs", reader);
  CheckSize(request.simulation().quantile_probabilities_size(), limits.max_quantiles,
            simulation / "quantile_probabilities", "probabilities", reader);
  const FieldPath model = root / "risk_model";
  CheckSize(request.risk_model().drivers_size(), limits.max_drivers, model / "drivers", "drivers", reader);
  CheckSize(request.risk_model().correlations_size(), limits.max_correlations, model / "correlations", "pairs", reader);
  CheckSize(request.risk_model().stresses_size(), limits.max_stresses, model / "stresses", "stresses", reader);
  const std::int64_t most = limits.max_paths / std::max(request.modes_size(), 1);
  if (request.simulation().path_count() > most) {
    reader.Fail(simulation / "path_count",
                "is " + std::to_string(request.simulation().path_count()) +
                    "; the server's limit for so many modes is " + std::to_string(most) + " paths",
                Reason::kResourceLimit);
  }
}

/// How the register is drawn; totals published as present costs stand among the futures.
partnership::ModeRiskTerms ConvertModeRisk(const v1::CompareDeliveryModesRequest& request, const FieldPath& root,
                                           Reader& reader) {
  partnership::ModeRiskTerms risk;
  if (!request.has_simulation()) {
    if (request.has_risk_model()) {
      reader.Fail(root / "risk_model", "is set, but nothing is simulated; expected simulation beside it");
    }
    return risk;
  }
  risk.options = ConvertSimulationOptions(request.simulation(), root / "simulation", reader);
  risk.repairs_correlation = request.repairs_line_correlation();
  risk.market = ConvertRiskModel(request.risk_model(), root / "risk_model", reader);
  for (const v1::DriverCorrelation& pair : request.line_correlations()) {
    risk.correlations.push_back({pair.first_driver_id(), pair.second_driver_id(), pair.correlation()});
  }
  for (const v1::PublishedTotal& total : request.published_totals()) {
    const bool is_present_cost = total.measure() == v1::PUBLISHED_MEASURE_UNSPECIFIED ||
                                 total.measure() == v1::PUBLISHED_MEASURE_PRESENT_COST_AFTER_RISK;
    if (is_present_cost) risk.marks.push_back({total.description(), total.mode_id(), total.amount()});
  }
  return risk;
}

void Append(Failures& failures, Failures more) {
  failures.insert(failures.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Prepares the appraisal, then reads what `convert(setup, range)` reads beside it: numbers, syntax and meaning, all
/// violations of a stage at once. `validate(project, setup)` says what else is wrong.
template <typename Request, typename Convert, typename Validate>
Result<Setup, Failures> SetUp(const Request& request, const Limits& limits, const StopPoll& stop, Convert&& convert,
                              Validate&& validate) {
  const FieldPath root;
  Reader reader(stop);
  CheckValues(request, root, limits, reader);
  if (!reader.failures().empty()) return std::move(reader).Take();
  auto prepared = Prepare(request.appraisal(), root / "appraisal", limits, stop);
  Failures failures;
  if (!prepared) failures = prepared.error();
  Setup setup;
  const RangeReader range(reader);
  setup.setting = ConvertSetting(request.setting(), root / "setting", range);
  convert(setup, range);
  Append(failures, std::move(reader).Take());
  if (!failures.empty()) return failures;
  setup.prepared = std::move(prepared).value();
  const partnership::Project project = setup.project();
  Append(failures, partnership::ValidateSetting(project));
  if (!failures.empty()) return failures;  // Modes are read against the setting's dates.
  if (setup.accounts) Append(failures, partnership::ValidateAccounts(project, *setup.accounts));
  Append(failures, validate(project, setup));
  if (!failures.empty()) return failures;
  return setup;
}

template <typename Request>
void ReadAccounts(const Request& request, Setup& setup) {
  if (request.has_city_accounts()) setup.accounts = ConvertAccounts(request.city_accounts());
}

template <typename Request, typename Response>
void FillHead(const Request& request, const Setup& setup, Response& response) {
  response.set_label(request.appraisal().label());
  response.set_engine_version(CALANQUE_VERSION);
  response.set_input_hash(InputHash(request));
  response.set_currency_code(setup.prepared.plan.currency_code);
  const model::DeliveryMode* mode = setup.modes.size() == 1 ? &setup.modes[0] : nullptr;
  for (const std::string& said : partnership::Conventions(setup.project(), mode)) response.add_conventions(said);
}

/// A mode's own failures start at the mode.
Failures Under(const std::string& prefix, Failure failure) {
  failure.field_path = failure.field_path.empty() ? prefix : prefix + "." + failure.field_path;
  return {std::move(failure)};
}

/// What the engine says of the risk model, as the caller wrote it.
Failures AsWritten(const v1::RiskModel& risk, Failures failures) {
  const std::string prefix = "risk_model.";
  for (Failure& failure : failures) {
    if (failure.field_path.rfind(prefix, 0) != 0) continue;
    failure.field_path = prefix + PathAsWritten(risk, failure.field_path.substr(prefix.size()));
  }
  return failures;
}

/// What a comparison is asked for.
struct ComparisonSetup {
  Setup setup;
  partnership::ComparisonTerms terms;
  partnership::ModeRiskTerms risk;
};

void ReadComparison(const v1::CompareDeliveryModesRequest& request, const Limits& limits, ComparisonSetup& out,
                    Setup& made, const RangeReader& range) {
  const FieldPath root;
  const FieldPath modes = root / "modes";
  Reader& reader = range.reader();
  CheckSize(request.modes_size(), limits.max_modes, modes, "modes", reader);
  CheckSize(request.risks_size(), limits.max_risks, root / "risks", "lines", reader);
  CheckSize(request.bias_types_size(), limits.max_risks, root / "bias_types", "rows", reader);
  CheckSize(request.discount_rates_per_year_size(), limits.max_compared_rates, root / "discount_rates_per_year",
            "rates", reader);
  for (int i = 0; i < request.modes_size(); ++i) CheckModeSize(request.modes(i), modes[i], limits, reader);
  CheckSimulationSize(request, limits, reader);
  if (reader.has(Reason::kResourceLimit)) return;
  out.risk = ConvertModeRisk(request, root, reader);
  for (int i = 0; i < request.modes_size(); ++i) {
    made.modes.push_back(ConvertMode(request.modes(i), modes[i], range));
  }
  out.terms.risks = ConvertRisks(request.risks(), root / "risks", range);
  out.terms.bias_types = ConvertBiasTypes(request.bias_types(), root / "bias_types", range);
  const FieldPath rates = root / "discount_rates_per_year";
  for (int i = 0; i < request.discount_rates_per_year_size(); ++i) {
    out.terms.discount_rates_per_year.push_back(range.Rate(request.discount_rates_per_year(i), rates[i]));
  }
  ReadAccounts(request, made);
}

/// Meaning: of the modes, the register and, where that is good by itself, the risk model beside it.
Failures ValidateAll(const v1::CompareDeliveryModesRequest& request, const partnership::Project& project,
                     const ComparisonSetup& setup, const StopPoll& stop) {
  Failures failures = partnership::ValidateComparison(project, setup.terms);
  if (!request.has_simulation()) return failures;
  Failures of_model = model::ValidateRisk(*project.request, setup.risk.market, stop);
  const bool is_good = of_model.empty();
  for (Failure& failure : of_model) failure.field_path = "risk_model." + failure.field_path;
  Append(failures, AsWritten(request.risk_model(), std::move(of_model)));
  if (is_good) {
    Append(failures, AsWritten(request.risk_model(), partnership::ValidateModeRisk(project, setup.terms, setup.risk)));
  }
  return failures;
}

/// Compares and, where it is asked for, simulates, with the workers that are free. `send` may be empty.
Failures Compare(const v1::CompareDeliveryModesRequest& request, const Limits& limits, WorkerBudget& budget,
                 const std::string& caller, const StopPoll& stop, const ProgressWriter::Send& send,
                 v1::CompareDeliveryModesResponse& response) {
  ComparisonSetup all;
  auto setup = SetUp(
      request, limits, stop,
      [&](Setup& made, const RangeReader& range) { ReadComparison(request, limits, all, made, range); },
      [&](const partnership::Project& project, const Setup& made) {
        all.terms.modes = made.modes;
        all.terms.reference_mode_id = request.reference_mode_id();
        return ValidateAll(request, project, all, stop);
      });
  if (!setup) return setup.error();
  all.setup = std::move(setup).value();
  const std::string& currency = all.setup.prepared.plan.currency_code;
  FillHead(request, all.setup, response);
  response.set_reference_mode_id(request.reference_mode_id());
  *response.mutable_published_totals() = request.published_totals();
  if (request.appraisal().validate_only()) return {};
  const auto comparison =
      partnership::CompareDeliveryModes(all.setup.project(), all.terms, all.setup.accounts_or_null(), stop);
  if (!comparison) return {comparison.error()};
  FillComparison(*comparison, currency, response);
  if (!request.has_simulation()) return {};
  const auto workers = budget.Take(caller);
  if (!workers) return {workers.error()};
  all.risk.options.thread_count = workers->worker_count();
  ProgressWriter progress(all.risk.options, send);
  const auto simulation =
      partnership::SimulateDeliveryModes(all.setup.project(), all.terms, all.risk, stop,
                                         send ? progress.AsSink() : run::ProgressSink{}, workers->AsThreadShare());
  if (!simulation) return AsWritten(request.risk_model(), simulation.error());
  FillModeSimulation(*simulation, all.risk.options, currency, *response.mutable_simulation());
  *response.mutable_simulation()->mutable_warnings() = {};
  FillWarnings(AsWritten(request.risk_model(), simulation->warnings),
               *response.mutable_simulation()->mutable_warnings());
  return {};
}

}  // namespace

grpc::Status PppService::StructureProject(grpc::ServerContext* context, const v1::StructureProjectRequest* request,
                                          v1::StructureProjectResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    const FieldPath root;
    const auto setup = SetUp(
        *request, limits_, poll.AsStopPoll(),
        [&](Setup& made, const RangeReader& range) {
          CheckModeSize(request->mode(), root / "mode", limits_, range.reader());
          made.modes = {ConvertMode(request->mode(), root / "mode", range)};
          ReadAccounts(*request, made);
        },
        [](const partnership::Project& project, const Setup& made) {
          return partnership::ValidateMode(project, made.modes[0], "mode");
        });
    if (!setup) return setup.error();
    FillHead(*request, *setup, *response);
    if (request->appraisal().validate_only()) return {};
    const auto mode = partnership::StructureProject(setup->project(), setup->modes[0], setup->accounts_or_null());
    if (!mode) return Under("mode", mode.error());
    FillMode(*mode, setup->prepared.plan.currency_code, *response->mutable_mode());
    return {};
  });
}

grpc::Status PppService::CompareDeliveryModes(grpc::ServerContext* context,
                                              const v1::CompareDeliveryModesRequest* request,
                                              v1::CompareDeliveryModesResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    return Compare(*request, limits_, budget_, context->peer(), poll.AsStopPoll(), nullptr, *response);
  });
}

grpc::Status PppService::SimulateDeliveryModes(grpc::ServerContext* context,
                                               const v1::SimulateDeliveryModesRequest* request,
                                               grpc::ServerWriter<v1::SimulateDeliveryModesResponse>* writer) {
  v1::SimulateDeliveryModesResponse last;
  return gate_.Answer(limits_, last, [&]() -> Failures {
    const CallPoll poll(*context);
    const FieldPath root;
    const FieldPath comparison = root / "comparison";
    Failures failures;
    if (request->comparison().has_simulation()) {
      const ProgressWriter::Send send = [writer](const v1::SimulationProgress& told) {
        v1::SimulateDeliveryModesResponse message;
        *message.mutable_progress() = told;
        writer->Write(message);  // False where the caller has left: the poll will learn of it.
      };
      failures = Compare(request->comparison(), limits_, budget_, context->peer(), poll.AsStopPoll(), send,
                         *last.mutable_result());
    } else {
      failures = {{Reason::kInvalidInput, "simulation", "is missing; it says seed and number of paths"}};
    }
    if (failures.empty()) writer->Write(last);
    const bool is_of_request =
        !failures.empty() && (!failures.front().field_path.empty() || failures.front().reason == Reason::kInvalidInput);
    return is_of_request ? Below(comparison, std::move(failures)) : failures;
  });
}

grpc::Status PppService::SolveTerms(grpc::ServerContext* context, const v1::SolveTermsRequest* request,
                                    v1::SolveTermsResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    const FieldPath root;
    partnership::SolveTermsOptions options;
    const auto setup = SetUp(
        *request, limits_, poll.AsStopPoll(),
        [&](Setup& made, const RangeReader& range) {
          CheckModeSize(request->mode(), root / "mode", limits_, range.reader());
          made.modes = {ConvertMode(request->mode(), root / "mode", range)};
          options = ConvertSolve(*request, root, range);
        },
        [&](const partnership::Project& project, const Setup& made) {
          Failures failures = partnership::ValidateMode(project, made.modes[0], "mode");
          Append(failures, partnership::ValidateSolve(project, made.modes[0], options));
          return failures;
        });
    if (!setup) return setup.error();
    FillHead(*request, *setup, *response);
    if (request->appraisal().validate_only()) return {};
    const auto mode = partnership::SolveTerms(setup->project(), setup->modes[0], options);
    if (!mode) return {mode.error()};
    if (mode->solved) FillSolved(*mode->solved, setup->prepared.plan.currency_code, *response->mutable_solved());
    FillMode(*mode, setup->prepared.plan.currency_code, *response->mutable_mode());
    return {};
  });
}

}  // namespace calanque::service
