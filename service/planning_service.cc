#include "service/planning_service.h"

#include <iterator>
#include <optional>
#include <utility>

#include "engine/run/measure_figures.h"
#include "service/convert/abatement_curve.h"
#include "service/convert/check_values.h"
#include "service/convert/to_proto.h"
#include "service/input_hash.h"
#include "service/prepare.h"

namespace calanque::service {
namespace {

void Append(Failures& failures, Failures more) {
  failures.insert(failures.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Prepares the appraisal, and converts what stands beside it with `convert(reader)`: numbers first, then syntax and the
/// appraisal, all violations of a stage at once. What it means is checked against the plan by whoever asks.
template <typename Request, typename Convert>
Result<Prepared, Failures> SetUp(const Request& request, const Limits& limits, const StopPoll& stop,
                                 Convert&& convert) {
  const FieldPath root;
  Reader reader(stop);
  CheckValuesBeside("appraisal", request, root, limits, reader);
  // Projects' cells are not asked for: what they would take is no reason to refuse.
  auto prepared = Prepare(request.appraisal(), root / "appraisal", limits, stop, true);
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
  FillDisplayNames(plan.projects, *response.mutable_project_names());
  const FieldPath root;
  FillWarnings(Below(root / "appraisal", plan.warnings), *response.mutable_warnings());
}

}  // namespace

grpc::Status PlanningService::BuildAbatementCurve(grpc::ServerContext* context,
                                                  const v1::BuildAbatementCurveRequest* request,
                                                  v1::BuildAbatementCurveResponse* response) {
  return gate_.Answer(limits_, *response, [&]() -> Failures {
    const CallPoll poll(*context);
    CurveTerms terms;
    const auto prepared = SetUp(*request, limits_, poll.AsStopPoll(),
                                [&](Reader& reader) { terms = ConvertCurveTerms(*request, reader); });
    if (!prepared) return prepared.error();
    if (Failures failures = BindCurveTerms(*request, prepared->plan, terms); !failures.empty()) return failures;
    FillHead(*request, prepared->plan, *response);
    FillCurveHead(terms, prepared->plan, *response);
    if (request->appraisal().validate_only()) return {};
    const auto measures = run::GatherMeasures(prepared->plan, terms.perspective, poll.AsStopPoll());
    if (!measures) return {measures.error()};
    FillCurve(terms, prepared->plan, *measures, *response);
    return {};
  });
}

}  // namespace calanque::service
