#include "service/planning_service.h"

#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/validate_abatement.h"
#include "engine/model/validate_financing_plan.h"
#include "engine/model/validate_progress.h"
#include "engine/model/validate_selection.h"
#include "engine/portfolio/abatement_plan.h"
#include "engine/portfolio/audit_contract.h"
#include "engine/portfolio/financing_plan.h"
#include "engine/portfolio/make_abatement_terms.h"
#include "engine/portfolio/make_selection.h"
#include "engine/portfolio/progress_indicators.h"
#include "engine/portfolio/track_progress.h"
#include "engine/run/contract_figures.h"
#include "engine/run/funding_figures.h"
#include "engine/run/measure_figures.h"
#include "engine/run/progress_figures.h"
#include "engine/run/start_figures.h"
#include "service/convert/abatement_curve.h"
#include "service/convert/build_contract.h"
#include "service/convert/check_values.h"
#include "service/convert/contract_tables.h"
#include "service/convert/financing_plan.h"
#include "service/convert/progress.h"
#include "service/convert/selection.h"
#include "service/convert/to_proto.h"
#include "service/convert/to_proto_curve.h"
#include "service/input_hash.h"
#include "service/prepare.h"

namespace calanque::service {
namespace {

void Append(Failures& failures, Failures more) {
  failures.insert(failures.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Prepares the appraisal, and converts what stands beside it with `convert(reader)`: numbers first, then syntax and
/// the appraisal, all violations of a stage at once. What it means is checked against the plan by whoever asks.
template <typename Request, typename Convert>
Result<Prepared, Failures> SetUp(const Request& request, const Limits& limits, const StopPoll& stop, Convert&& convert,
                                 FigureSet may_lack = {}) {
  const FieldPath root;
  Reader reader(stop);
  CheckValuesBeside("appraisal", request, root, limits, reader);
  // Projects' cells are not asked for: what they would take is no reason to refuse.
  auto prepared = Prepare(request.appraisal(), root / "appraisal", limits, stop, /*omits_projects=*/true, may_lack);
  if (reader.failures().empty()) convert(reader);
  Failures failures = std::move(reader).Take();
  if (!prepared) Append(failures, prepared.error());
  if (!failures.empty()) return failures;
  return prepared;
}

/// What every answer begins with.
template <typename Request, typename Response>
void FillHead(const Request& request, const plan::Plan& plan, Response& response) {
  response.set_label(request.appraisal().label());
  response.set_engine_version(CALANQUE_VERSION);
  response.set_input_hash(InputHash(request));
  FillConventions(plan, request.appraisal().options(), *response.mutable_conventions());
  // Contract tables have labels of their own.
  if constexpr (requires { response.mutable_project_names(); }) {
    FillDisplayNames(plan.projects, *response.mutable_project_names());
  }
  const FieldPath root;
  FillWarnings(Below(root / "appraisal", plan.warnings), *response.mutable_warnings());
}

/// Position of the perspective in the plan's list; empty: the first.
std::size_t FindPerspective(const std::string& id, const plan::Plan& plan, Failures& failures) {
  std::string known;
  for (std::size_t p = 0; p < plan.perspectives.size(); ++p) {
    if (id.empty() || plan.perspectives[p].id == id) return p;
    known += (known.empty() ? "" : ", ") + plan.perspectives[p].id;
  }
  failures.push_back(
      {Reason::kInvalidInput, "perspective_id", "unknown perspective '" + id + "'; the appraisal asks for: " + known});
  return 0;
}

}  // namespace

grpc::Status PlanningService::BuildAbatementCurve(grpc::ServerContext* context,
                                                  const v1::BuildAbatementCurveRequest* request,
                                                  v1::BuildAbatementCurveResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    model::AbatementTerms terms;
    const auto prepared = SetUp(*request, limits_, poll.AsStopPoll(),
                                [&](Reader& reader) { terms = ConvertAbatementTerms(*request, limits_, reader); });
    if (!prepared) return prepared.error();
    const plan::Plan& plan = prepared->plan;
    Failures failures = model::ValidateAbatement(prepared->request, terms);
    const std::size_t perspective = FindPerspective(terms.perspective_id, plan, failures);
    if (!failures.empty()) return failures;
    FillHead(*request, plan, *response);
    FillCurveHead(terms, perspective, plan, *response);
    const FieldPath root;
    FillWarnings(Below(root / "appraisal", model::AbatementWarnings(prepared->request, terms)),
                 *response->mutable_warnings());
    if (request->appraisal().validate_only()) return {};
    const auto measures = run::GatherMeasures(plan, perspective, poll.AsStopPoll());
    if (!measures) return {measures.error()};
    const portfolio::AbatementTerms made =
        portfolio::MakeAbatementTerms(prepared->request, terms, measures->first_year, measures->year_count);
    FillCurve(terms, made, prepared->request, portfolio::BuildAbatementPlan(*measures, made), *response);
    return {};
  });
}

grpc::Status PlanningService::SelectPortfolio(grpc::ServerContext* context, const v1::SelectPortfolioRequest* request,
                                              v1::SelectPortfolioResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    const StopPoll stop = poll.AsStopPoll();
    model::SelectionTerms terms;
    const auto prepared = SetUp(*request, limits_, stop,
                                [&](Reader& reader) { terms = ConvertSelectionTerms(*request, limits_, reader); });
    if (!prepared) return prepared.error();
    if (Failures failures = model::ValidateSelection(prepared->request, terms); !failures.empty()) {
      return AsWritten(std::move(failures));
    }
    FillHead(*request, prepared->plan, *response);
    FillSelectionHead(terms, prepared->request, *response);
    FillWarnings(model::SelectionWarnings(terms), *response->mutable_warnings());
    if (request->appraisal().validate_only()) return {};
    const auto figures =
        run::EvaluateStarts(prepared->request, terms, {limits_.max_ledger_cells, limits_.max_points}, stop);
    if (!figures) return figures.error();
    const portfolio::Selection selection = portfolio::MakeSelection(*figures, terms);
    const portfolio::SearchLimits search = {terms.relative_gap, terms.node_count, terms.time_seconds, stop};
    const auto answer = portfolio::Select(selection, search);
    if (!answer) return answer.error();
    FillSelection(selection, *answer, *response);
    if (terms.frontier_point_count == 0) return {};
    const auto cost = portfolio::CostFrontier(selection, terms.frontier_point_count, search);
    if (!cost) return cost.error();
    FillFrontier(selection, *cost, *response->mutable_cost_frontier());
    const auto risk = portfolio::RiskFrontier(selection, terms.frontier_point_count, search);
    if (!risk) return risk.error();
    FillFrontier(selection, *risk, *response->mutable_risk_frontier());
    return {};
  });
}

grpc::Status PlanningService::PlanFinancing(grpc::ServerContext* context, const v1::PlanFinancingRequest* request,
                                            v1::PlanFinancingResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    const StopPoll stop = poll.AsStopPoll();
    model::FinancingPlanTerms terms;
    const auto prepared = SetUp(*request, limits_, stop,
                                [&](Reader& reader) { terms = ConvertFinancingTerms(*request, limits_, reader); });
    if (!prepared) return prepared.error();
    if (Failures failures = model::ValidateFinancingPlan(prepared->request, terms); !failures.empty()) return failures;
    FillHead(*request, prepared->plan, *response);
    FillFinancingHead(terms, prepared->plan, *response);
    if (request->appraisal().validate_only()) return {};
    const portfolio::FundingFigures figures =
        run::GatherFunding(prepared->plan, prepared->request, terms.city_party_id, stop);
    const auto answer = portfolio::PlanFinancing(figures, terms, stop);
    if (!answer) return answer.error();
    FillFinancing(figures, *answer, *response);
    return {};
  });
}

grpc::Status PlanningService::AuditContractTables(grpc::ServerContext* context,
                                                  const v1::AuditContractTablesRequest* request,
                                                  v1::AuditContractTablesResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    if (Failures failures = CheckContractSizes(*request, limits_); !failures.empty()) return failures;
    Reader reader(poll.AsStopPoll());
    const FieldPath root;
    CheckValues(*request, root, limits_, reader);
    if (!reader.failures().empty()) return std::move(reader).Take();
    const std::vector<portfolio::ContractTable> tables = ConvertContractTables(*request, reader);
    if (!reader.failures().empty()) return std::move(reader).Take();
    response->set_label(request->label());
    response->set_engine_version(CALANQUE_VERSION);
    response->set_input_hash(InputHash(*request));
    FillContractAudit(tables, portfolio::AuditContract(tables), *response);
    return {};
  });
}

grpc::Status PlanningService::BuildContractTables(grpc::ServerContext* context,
                                                  const v1::BuildContractTablesRequest* request,
                                                  v1::BuildContractTablesResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    const auto prepared = SetUp(*request, limits_, poll.AsStopPoll(), [](Reader&) {});
    if (!prepared) return prepared.error();
    ContractPerspectives perspectives;
    if (Failures failures = FindContractPerspectives(*request, prepared->plan, perspectives); !failures.empty()) {
      return failures;
    }
    FillHead(*request, prepared->plan, *response);
    FillWarnings(ContractPerspectiveWarnings(*request, perspectives), *response->mutable_warnings());
    FillContractConventions(*response->mutable_conventions());
    if (request->appraisal().validate_only()) return {};
    auto projects =
        run::GatherContractProjects(prepared->plan, perspectives.municipality, perspectives.economy, poll.AsStopPoll());
    if (!projects) return {projects.error()};
    FillBuiltTables(*request, prepared->plan, std::move(projects).value(), *response);
    return {};
  });
}

grpc::Status PlanningService::TrackProgress(grpc::ServerContext* context, const v1::TrackProgressRequest* request,
                                            v1::TrackProgressResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    const StopPoll stop = poll.AsStopPoll();
    model::ProgressTerms terms;
    const auto prepared = SetUp(
        *request, limits_, stop, [&](Reader& reader) { terms = ConvertProgressTerms(*request, limits_, reader); },
        // Works can be followed where only their cost is published.
        kAllFigures - Figure::kInvestment);
    if (!prepared) return prepared.error();
    const plan::Plan& plan = prepared->plan;
    Failures failures = model::ValidateProgress(prepared->request, terms);
    const std::size_t perspective = FindPerspective(terms.perspective_id, plan, failures);
    if (!failures.empty()) return failures;
    const std::size_t count = *model::RecordedPeriods(prepared->request.options.grid, *terms.status_date);
    failures = CheckProgressSize(plan, count, limits_);
    if (!failures.empty()) return failures;
    FillHead(*request, plan, *response);
    FillProgressHead(terms, prepared->request, perspective, plan, *response);
    const auto figures = run::GatherProgress(plan, prepared->request, perspective, stop);
    if (!figures) return {figures.error()};
    FillWarnings(portfolio::ProgressWarnings(*figures, terms), *response->mutable_warnings());
    if (request->appraisal().validate_only()) return {};
    const auto answer = portfolio::TrackProgress(*figures, terms, count, stop);
    if (!answer) return {answer.error()};
    FillProgress(*answer, portfolio::ProgressIndicators(*figures, *answer, terms, plan.currency_code), plan, *response);
    return {};
  });
}

}  // namespace calanque::service
