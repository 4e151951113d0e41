// What makes the terms of an abatement curve valid beyond their syntax.
#pragma once

#include "engine/base/result.h"
#include "engine/model/abatement_terms.h"
#include "engine/model/request.h"

namespace calanque::model {

/// Checks ranges, references, and that lists agree. Paths from the root of the terms:
/// "interactions[0].measures[2].removed_fraction".
///
/// Returns every violation found; empty means that the terms may be trusted. `perspective_id` is not looked at: which
/// perspectives there are is the plan's to say.
/// Domain  a request that passed Validate.
Failures ValidateAbatement(const AppraisalRequest& request, const AbatementTerms& terms);

/// What the pathways must take for granted because nobody said it: sectors whose baseline is not known, or whose trend
/// or planned reduction, where they have no points of their own. Paths from the root of the request:
/// "portfolio.baseline.sectors[0].trend_t_co2e".
///
/// Domain  terms that ValidateAbatement found good.
Failures AbatementWarnings(const AppraisalRequest& request, const AbatementTerms& terms);

}  // namespace calanque::model
