// What makes the terms of a financing plan valid beyond their syntax.
#pragma once

#include "engine/base/result.h"
#include "engine/model/financing_plan.h"
#include "engine/model/request.h"

namespace calanque::model {

/// Checks ranges and references. Paths from the root of the terms: "sources[0].loan.fee_fraction". Prices must be
/// nominal ("appraisal.options.price_basis"): debt is.
///
/// Returns every violation found; empty means that the terms may be trusted.
/// Domain  a request that passed Validate.
Failures ValidateFinancingPlan(const AppraisalRequest& request, const FinancingPlanTerms& terms);

}  // namespace calanque::model
