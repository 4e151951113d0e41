// One project, or the portfolio's own money: items to columns.
#pragma once

#include "engine/plan/item_writer.h"

namespace calanque::plan {

/// Writes all columns of one project: with side, without side, carbon value, its financing sources.
void CompileProject(CompileContext& context, ledger::ProjectIndex project);

/// Writes the columns of sources that belong to no project, as a project of their own after the last.
void CompileProgramme(CompileContext& context);

}  // namespace calanque::plan
