// What must hold of a company, its loans, its refinancing and its early end.
#pragma once

#include "engine/model/delivery_mode.h"
#include "engine/partnership/checks.h"
#include "engine/partnership/project_flows.h"

namespace calanque::partnership {

/// Tranches, bridges, facilities and reserves. `is_solved`: the charge has no amount and is found from the return.
void CheckCompany(Checks& checks, const model::OperatorCompany& company, const Window& window, bool is_solved);

void CheckTermination(Checks& checks, const model::TerminationTerms& terms);

/// Day, loan and new terms of a refinancing, against the loan as the company has it.
void CheckRefinancing(Checks& checks, const Project& project, const model::OperatorCompany& company,
                      const model::Refinancing& refinancing, const Window& window);

}  // namespace calanque::partnership
