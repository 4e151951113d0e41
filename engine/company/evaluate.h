// One operator company, from its flows to its figures.
#pragma once

#include <span>

#include "engine/base/result.h"
#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// Sizes the debt, funds the works, pays the waterfall; every figure is in work.rows afterwards.
///
/// Debt depends on CFADS, CFADS on tax, tax on interest, uses on fees, interest and reserves, all on debt: a fixed
/// point, reached by passes from no debt. Each pass solves its linear parts at once (construction funding, sculpting);
/// what remains is a contraction (tax x interest, fee and reserve shares), some ten passes to 1e-12 of the uses.
/// Errors  kInvalidInput naming the constraint: no debt capacity, negative CFADS under a sculpted loan, grants above
///         the uses. kNotConverged with the residual after 500 passes.
/// Cost    O(passes x (tranches + cases) x points), no allocation.
Result<bool> Evaluate(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work);

/// Where passes begin and when they end.
struct Passes {
  std::span<const double>
      state;                 ///< What SaveState wrote; empty: no debt. The answer is the same within the tolerance.
  double tolerance = 1e-12;  ///< Largest change of the last pass, relative to the uses; the error left is a
                             ///< fraction of it.
};

/// The same without CheckDebt: solvers pass through companies that nobody would lend to.
Result<bool> Run(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work,
                 const Passes& passes = {});

/// Copies what the last pass settled at; `state` has the workspace's state_size.
void SaveState(Workspace& work, std::span<double> state);

/// Whether every tranche found CFADS to live on.
Result<bool> CheckDebt(const Terms& terms, const Workspace& work);

}  // namespace calanque::company
