// Tonnes avoided in the target year, for metrics that divide by them.
#pragma once

#include <string>

#include "engine/base/result.h"
#include "engine/metric/metric.h"

namespace calanque::metric {

/// Tonnes avoided in the calendar year of the target, all scopes.
///
/// Errors  kMissingData where the portfolio states no target year; kNotApplicable where the grid does not reach it.
Result<double, NoFigure> AvoidedInTargetYear(const Input& input);

}  // namespace calanque::metric
