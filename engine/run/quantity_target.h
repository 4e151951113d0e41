// Which columns a quantity driver scales.
#pragma once

#include "engine/ledger/ledger.h"
#include "engine/model/request.h"
#include "engine/model/risk.h"

namespace calanque::run {

/// Whether the target is the project as a whole, both sides.
bool MovesEverything(const model::QuantityTarget& target);

/// Whether the target scales this column as its item writes it. `project` counts in the request's portfolio; the
/// programme's columns are never scaled.
bool MovesColumn(const model::QuantityTarget& target, const ledger::MoneyColumn& column,
                 const model::AppraisalRequest& request, std::size_t project);
bool MovesColumn(const model::QuantityTarget& target, const ledger::PhysicalColumn& column,
                 const model::AppraisalRequest& request, std::size_t project);

}  // namespace calanque::run
