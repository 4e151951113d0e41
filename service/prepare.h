// From a request on the wire to a compiled plan: everything an RPC method does before it computes.
#pragma once

#include <string>

#include "calanque/v1/appraisal_service.pb.h"
#include "engine/base/field_path.h"
#include "engine/base/figure_set.h"
#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "service/limits.h"

namespace calanque::service {

/// The engine's paths start at the part it was given; the caller's at the call.
Failures Below(const FieldPath& path, Failures failures);

/// A request that has been found good, its plan and its identity.
struct Prepared {
  model::AppraisalRequest request;
  plan::Plan plan;
  std::string input_hash;
};

/// Sizes; then values, syntax and meaning together; then compilation: each runs only where the one before found
/// nothing, and reports all it finds. `path` is the request's place in the call. `omits_projects` overrides the option
/// (a comparison needs portfolios only). `may_lack`: what need not be known of a project: an appraisal leaves out the
/// metrics that need it; a simulation, a partnership or a plan built on such a project would be wrong as a whole.
/// `stop` is asked once per project at least, in every stage.
Result<Prepared, Failures> Prepare(const v1::AppraisePortfolioRequest& request, const FieldPath& path,
                                   const Limits& limits, const StopPoll& stop = {}, bool omits_projects = false,
                                   FigureSet may_lack = {});

}  // namespace calanque::service
