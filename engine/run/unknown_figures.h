// What cannot be said of a project of which not everything is known.
#pragma once

#include <optional>

#include "engine/base/figure_set.h"
#include "engine/metric/metric.h"

namespace calanque::run {

/// Why the metric has no figure where `unknown` is not known of the project, or of some project of the portfolio
/// (kMissingData; the text is a literal); empty where it needs nothing of that.
std::optional<NoFigure> WhyUnknown(const metric::Definition& metric, FigureSet unknown, bool is_portfolio);

}  // namespace calanque::run
