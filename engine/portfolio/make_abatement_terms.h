// From what people ask for to positions of measures and sectors.
#pragma once

#include "engine/model/abatement_terms.h"
#include "engine/model/request.h"
#include "engine/portfolio/abatement_plan.h"

namespace calanque::portfolio {

/// Measures are the request's projects, in its order, over the set's years. The pathway goes from the base year (or the
/// set's first, where that is earlier) to the set's last. A sector without points goes straight from its baseline in
/// the base year to its trend, or to its trend less its planned reduction, in the target year, and stays there; without
/// a known trend it stays at the baseline, without a known baseline at the trend, without a known reduction the target
/// is the trend.
///
/// Domain  terms that model::ValidateAbatement found good.
AbatementTerms MakeAbatementTerms(const model::AppraisalRequest& request, const model::AbatementTerms& terms,
                                  int first_year, int year_count);

}  // namespace calanque::portfolio
