// Every project of a portfolio, started in every year that is allowed.
#pragma once

#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/model/selection.h"
#include "engine/plan/compile.h"
#include "engine/portfolio/programme_figures.h"

namespace calanque::run {

/// Evaluates the portfolio once per delay of 0 to max_delay_years years, each project's dates moved as DelayedPortfolio
/// does: prices, indices, emission factors and discounting are those of the shifted years, and the horizon cuts what
/// then falls beyond it. Figures are those of the terms' perspective, with minus without the project; spending and
/// grants by party are those with it. A project starts in the first calendar year in which money moves with it.
///
/// Domain  terms that ValidateSelection found good.
/// Errors  as plan::Compile; a figure that does not exist is that project's failure; kCancelled.
/// Cost    (max_delay_years + 1) x compilation and evaluation.
Result<portfolio::ProgrammeFigures, Failures> EvaluateStarts(const model::AppraisalRequest& request,
                                                             const model::SelectionTerms& terms,
                                                             const plan::CompileLimits& limits = {},
                                                             const StopPoll& stop = {});

}  // namespace calanque::run
