// Terms that meet a target: the charge that gives shareholders their return, the grant that gives lenders their cover.
#pragma once

#include <optional>

#include "engine/base/result.h"
#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// What may move.
enum class Unknown {
  kCharge,  ///< Decision::charge_amount.
  kGrant,   ///< Decision::extra_grant_amount.
  kDebt,    ///< The amount limit of one tranche; its other limits stand.
};

/// What must be met.
enum class Target {
  kEquityRate,   ///< Rate of return per year of shareholders: their NPV at that rate is 0.
  kEquityNpv,    ///< Their NPV at discount_rate_per_year.
  kProjectNpv,   ///< NPV before financing, after tax, at discount_rate_per_year.
  kMinimumDscr,  ///< The lowest DSCR of any period.
  kAverageDscr,
};

struct SolveOptions {
  Unknown unknown = Unknown::kCharge;
  Target target = Target::kEquityRate;
  double target_value = 0.0;
  double discount_rate_per_year = 0.0;
  int last_point = -1;                ///< Of the return; -1: the last one.
  std::size_t tranche = 0;            ///< kDebt only.
  double relative_tolerance = 1e-12;  ///< Of the target's scale: the uses, or 1 for ratios.
};

/// The answer, with what shows that it is one.
struct Solution {
  double value = 0.0;
  double residual = 0.0;  ///< Target measure at `value` minus the target: an amount, or a ratio.
  int evaluation_count = 0;
  bool is_affine = false;  ///< Two evaluations gave the root: nothing bound between them.
};

/// Solves; work holds the company at the solution afterwards, decision its terms.
///
/// The measure is affine in the charge and in the grant while no limit, loss or minimum binds: the line through two
/// evaluations then meets the target. Where it does not, the root is bracketed and found by TOMS 748.
/// Errors  kInvalidInput where no charge profile, debt or grant can meet the target, naming both; failures of Evaluate.
/// Source  G. E. Alefeld, F. A. Potra, Y. Shi, Algorithm 748, ACM TOMS 21 (1995) (in Boost.Math).
/// Cost    5 evaluations where affine, else some 10; but for the first they start near their end.
Result<Solution> Solve(const Terms& terms, const Flows& flows, const SolveOptions& options, Decision& decision,
                       Workspace& work);

/// Why no term gives shareholders a return: they have nothing at risk. Of field "target".
Failure NoEquity();

/// The shortest tenor of tranche `tranche` at which its debt service leaves `minimum_dscr` in every period.
/// Errors  kInvalidInput where not even the longest does.
Result<int> SolveTenor(const Terms& terms, const Flows& flows, const Decision& decision, std::size_t tranche,
                       double minimum_dscr);

/// Subsidy per point that lifts CFADS to `dscr` x debt service, where it falls short. Debt as evaluated in `work`.
void FillSubsidyToDscr(const Workspace& work, double dscr, std::span<double> subsidy);

}  // namespace calanque::company
