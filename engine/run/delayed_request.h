// A project that starts later.
#pragma once

#include <cstddef>

#include "engine/model/request.h"

namespace calanque::run {

/// The request with one project alone, every date of it (both sides, and its financing sources) `years` later, and its
/// investments grown by (1 + cost growth)^years. Price bases, curves and the grid stay: flows are priced where they
/// then fall, and the horizon cuts what falls beyond it, an investment's residual value with it.
model::AppraisalRequest DelayedRequest(const model::AppraisalRequest& request, std::size_t project, int years,
                                       double cost_growth_real_fraction_per_year);

/// The request with all of its projects later, likewise; money of the portfolio as a whole stays.
model::AppraisalRequest DelayedPortfolio(model::AppraisalRequest request, int years,
                                         double cost_growth_real_fraction_per_year);

}  // namespace calanque::run
