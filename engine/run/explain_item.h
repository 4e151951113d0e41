// Formula and inputs of the columns an item wrote, in words a finance officer can check.
#pragma once

#include <string>
#include <vector>

#include "engine/ledger/column.h"
#include "engine/model/request.h"
#include "engine/run/explain.h"

namespace calanque::run {

/// How a column of this item was made, in words and field names.
std::string MoneyFormula(const model::CashFlowItem& item, ledger::Category category);
std::string PhysicalFormula(const model::CashFlowItem& item);

/// The figures of an item with the source of each.
std::vector<ExplainedInput> ItemInputs(const model::CashFlowItem& item);

/// The figures of a financing source with the source of each.
std::vector<ExplainedInput> SourceInputs(const model::FinancingSource& source);

/// Citation of the note that covers `field`: one that names it, else one without fields; "assumption: ..." where it is
/// one.
std::string SourceOf(const std::vector<model::SourceNote>& notes, const std::string& field);

/// Citations of all notes, joined by "; ": for a curve, whose value at a date rests on all its figures.
std::string AllSources(const std::vector<model::SourceNote>& notes);

}  // namespace calanque::run
