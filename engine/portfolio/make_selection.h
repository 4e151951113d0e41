// From what people ask and what projects bring to candidates and constraints.
#pragma once

#include "engine/model/selection.h"
#include "engine/portfolio/programme_figures.h"
#include "engine/portfolio/selection.h"

namespace calanque::portfolio {

/// Candidates in the order of the figures; constraints in the order: minimum abatement, milestones, budgets, debts,
/// capacities, required projects, exclusions, precedences; each year its own constraint.
///
/// Debt   a loan for the borrowed share of each year's net investment (not below 0), repaid in equal parts from the
/// next
///        year on; the limit is on what is owed at the end of a year.
/// Domain terms that model::ValidateSelection found good, figures for all of its projects and parties.
Selection MakeSelection(const ProgrammeFigures& figures, const model::SelectionTerms& terms);

}  // namespace calanque::portfolio
