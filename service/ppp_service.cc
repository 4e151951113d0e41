#include "service/ppp_service.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/partnership/partnership.h"
#include "engine/partnership/simulate_modes.h"
#include "service/convert/check_values.h"
#include "service/convert/from_proto_ppp.h"
#include "service/convert/from_proto_risk.h"
#include "service/convert/to_proto_ppp.h"
#include "service/input_hash.h"
#include "service/prepare.h"

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
  if (!request.has_simulation()) return risk;
  risk.options = ConvertSimulationOptions(request.simulation(), root / "simulation", reader);
  risk.repairs_correlation = request.repairs_line_correlation();
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
    const FieldPath root;
    partnership::ComparisonTerms terms;
    partnership::ModeRiskTerms risk;
    const auto setup = SetUp(
        *request, limits_, poll.AsStopPoll(),
        [&](Setup& made, const RangeReader& range) {
          const FieldPath modes = root / "modes";
          Reader& reader = range.reader();
          CheckSize(request->modes_size(), limits_.max_modes, modes, "modes", reader);
          CheckSize(request->risks_size(), limits_.max_risks, root / "risks", "lines", reader);
          CheckSize(request->bias_types_size(), limits_.max_risks, root / "bias_types", "rows", reader);
          CheckSize(request->discount_rates_per_year_size(), limits_.max_compared_rates,
                    root / "discount_rates_per_year", "rates", reader);
          for (int i = 0; i < request->modes_size(); ++i) CheckModeSize(request->modes(i), modes[i], limits_, reader);
          CheckSimulationSize(*request, limits_, reader);
          if (reader.has(Reason::kResourceLimit)) return;
          risk = ConvertModeRisk(*request, root, reader);
          for (int i = 0; i < request->modes_size(); ++i) {
            made.modes.push_back(ConvertMode(request->modes(i), modes[i], range));
          }
          terms.risks = ConvertRisks(request->risks(), root / "risks", range);
          terms.bias_types = ConvertBiasTypes(request->bias_types(), root / "bias_types", range);
          const FieldPath rates = root / "discount_rates_per_year";
          for (int i = 0; i < request->discount_rates_per_year_size(); ++i) {
            terms.discount_rates_per_year.push_back(range.Rate(request->discount_rates_per_year(i), rates[i]));
          }
          ReadAccounts(*request, made);
        },
        [&](const partnership::Project& project, const Setup& made) {
          terms.modes = made.modes;
          terms.reference_mode_id = request->reference_mode_id();
          Failures failures = partnership::ValidateComparison(project, terms);
          if (request->has_simulation()) Append(failures, partnership::ValidateModeRisk(terms, risk));
          return failures;
        });
    if (!setup) return setup.error();
    FillHead(*request, *setup, *response);
    response->set_reference_mode_id(request->reference_mode_id());
    *response->mutable_published_totals() = request->published_totals();
    if (request->appraisal().validate_only()) return {};
    const auto comparison =
        partnership::CompareDeliveryModes(setup->project(), terms, setup->accounts_or_null(), poll.AsStopPoll());
    if (!comparison) return {comparison.error()};
    FillComparison(*comparison, setup->prepared.plan.currency_code, *response);
    if (!request->has_simulation()) return {};
    const auto simulation =
        partnership::SimulateDeliveryModes(setup->project(), terms, risk, poll.AsStopPoll(), nullptr);
    if (!simulation) return simulation.error();
    FillModeSimulation(*simulation, risk.options, setup->prepared.plan.currency_code, *response->mutable_simulation());
    return {};
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
