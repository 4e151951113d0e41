// The level of what users pay that meets a target.
#pragma once

#include "engine/partnership/build_mode.h"

namespace calanque::partnership {

/// A mode at its tariff: the project's flows with users' payments scaled, and the mode built on them.
struct TariffSolution {
  ProjectFlows flows;
  BuiltMode built;  ///< Ledger not yet completed; `solved` is set.
};

/// The factor on the revenue of the project, from all its users, at which the company meets the target. Revenue bands
/// move with the tariff, minimum guarantees do not.
///
/// For a valid mode whose operator has users' revenue; its subsidy has an amount, or it has none.
/// Errors  kInvalidInput where users pay nothing, or no factor from 0 to 1,000,000 meets the target, naming it;
///         failures of company::Evaluate.
/// Cost    3 evaluations of the mode where affine, else some 20.
Result<TariffSolution> SolveTariff(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                                   const SolveTermsOptions& options);

/// Point of the last flow that a target of IRR or NPV counts.
int LastPointOf(const Project& project, const Window& window, const SolveTermsOptions& options);

}  // namespace calanque::partnership
