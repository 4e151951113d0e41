// Solves the programme of a selection by the method that it asks for.
#pragma once

#include "engine/base/result.h"
#include "engine/optimize/solve.h"
#include "engine/portfolio/selection.h"
#include "engine/portfolio/selection_programme.h"

namespace calanque::portfolio {

/// Whether relaxation and rounding answers: asked for, or left open and more than 4,000 starts.
bool IsRounded(const Selection& selection);

/// Values of `made`, which may have another goal or more constraints than the selection. Where rounded, the bound is
/// the relaxation's, and the status is kLimit where that leaves more than the gap asked for.
///
/// Errors  as optimize::Solve.
Result<optimize::Answer, Failures> SolveSelection(const Selection& selection, const SelectionProgramme& made,
                                                  const optimize::Limits& limits);

}  // namespace calanque::portfolio
