// A metric's answer, as a cell may hold it.
#pragma once

#include "engine/metric/metric.h"

namespace calanque::run {

/// Computes a metric. Amounts within the limits of a request can still grow beyond every number (10 a year over two
/// centuries): an answer with infinity or NaN in it is a Failure (kNotApplicable), never a figure.
metric::Outcome ComputeFinite(const metric::Definition& metric, const metric::Input& input);

}  // namespace calanque::run
