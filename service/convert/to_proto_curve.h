// The abatement curve from engine to proto.
#pragma once

#include <cstddef>

#include "calanque/v1/abatement_curve.pb.h"
#include "engine/model/abatement_terms.h"
#include "engine/model/request.h"
#include "engine/plan/plan.h"
#include "engine/portfolio/abatement_plan.h"

namespace calanque::service {

/// What a validate_only answer has too. `perspective` is a position in the plan's list.
void FillCurveHead(const model::AbatementTerms& terms, std::size_t perspective, const plan::Plan& plan,
                   v1::BuildAbatementCurveResponse& out);

/// Measures in the curve's order, groups, pathways, budget. `asked` names groups and sectors, `made` is their
/// positions.
void FillCurve(const model::AbatementTerms& asked, const portfolio::AbatementTerms& made,
               const model::AppraisalRequest& request, const portfolio::AbatementPlan& plan,
               v1::BuildAbatementCurveResponse& out);

}  // namespace calanque::service
