// Financing sources: draws, grants to the programme, loans and their service.
#pragma once

#include <string_view>

#include "engine/plan/item_writer.h"

namespace calanque::plan {

/// Writes the columns of every source whose project_id is `project_id` (empty: the portfolio as a whole).
void CompileFinancingSources(CompileContext& context, ledger::ProjectIndex project, std::string_view project_id);

}  // namespace calanque::plan
