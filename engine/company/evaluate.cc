#include "engine/company/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "engine/company/cfads.h"
#include "engine/company/construction.h"
#include "engine/company/operations.h"
#include "engine/company/reserves.h"
#include "engine/company/sizing.h"
#include "engine/company/taxation.h"
#include "engine/company/waterfall.h"

namespace calanque::company {
namespace {

constexpr int kMaxPasses = 500;
constexpr double kRounding = 1e-11;

void Clear(Workspace& work) {
  work.rows.Clear();
  for (auto* values : {&work.debt_amounts, &work.interest_due, &work.shareholder_interest_due}) {
    std::fill(values->begin(), values->end(), 0.0);
  }
  work.uses_amount = 0.0;
}

/// Everything that no debt changes.
void FillConstants(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work) {
  FillOperations(terms, flows, decision, work);
  for (const Tranche& tranche : terms.tranches) {
    for (std::size_t t = 0; t < tranche.running_fee_amounts.size(); ++t) {
      work.rows[Row::kRunningFees][t] += tranche.running_fee_amounts[t];
    }
  }
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    work.amount_limits[k] = terms.tranches[k].limits.amount.value_or(std::numeric_limits<double>::infinity());
  }
  if (decision.debt_amount) work.amount_limits[decision.debt_tranche] = *decision.debt_amount;
  FillOperatingReserve(terms, work);
  FillCfadsBeforeTax(terms, flows, work);
}

/// Operation pays everybody, on the CFADS and the tax of the pass at hand.
void PayEverybody(const Terms& terms, const Flows& flows, Workspace& work) {
  std::copy_n(work.case_cfads.begin(), work.rows.point_count(), work.rows[Row::kCfads].begin());
  FillTaxRows(flows, work);
  PayWaterfall(terms, work);
}

/// One pass over everything that depends on the debt.
void Pass(const Terms& terms, const Flows& flows, bool has_shareholder_loans, Workspace& work) {
  FillDebtReserve(terms, work);
  FundConstruction(terms, work);
  FillCfads(terms, flows, work);
  SizeDebt(terms, work);
  if (has_shareholder_loans) PayEverybody(terms, flows, work);
}

/// What one pass hands to the next: debts, uses, and by point service, interest, and that of shareholders, which stays
/// zero where they do not lend.
std::array<std::span<double>, 5> StateOf(Workspace& work) {
  return {work.debt_amounts, std::span(&work.uses_amount, 1), work.rows[Row::kDebtServiceDue], work.interest_due,
          work.shareholder_interest_due};
}

void LoadState(std::span<const double> state, Workspace& work) {
  const double* from = state.data();
  for (const auto row : StateOf(work)) {
    std::copy_n(from, row.size(), row.begin());
    from += row.size();
  }
}

/// Whether the limit asks operation to cover the debt.
bool IsCover(Binding binding) {
  return binding == Binding::kDscr || binding == Binding::kLlcr || binding == Binding::kPlcr;
}

}  // namespace

void SaveState(Workspace& work, std::span<double> state) {
  double* to = state.data();
  for (const auto row : StateOf(work)) to = std::copy(row.begin(), row.end(), to);
}

Result<bool> Run(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work,
                 const Passes& passes) {
  Clear(work);
  FillConstants(terms, flows, decision, work);
  if (!passes.state.empty()) LoadState(passes.state, work);
  const bool has_shareholder_loans = terms.HasShareholderLoans();
  const auto all_parts = StateOf(work);
  const auto state = std::span(all_parts).first(has_shareholder_loans ? 5 : 4);
  work.mixer.Start(state);
  double last_residual = 1.0;
  for (work.iteration_count = 1; work.iteration_count <= kMaxPasses; ++work.iteration_count) {
    Pass(terms, flows, has_shareholder_loans, work);
    work.residual = work.mixer.Look(state) / std::max(std::abs(work.uses_amount), 1e-300);
    // Rounding may keep the last digits moving: at that size a pass that gains nothing is the last.
    if (work.residual <= passes.tolerance || (work.residual < kRounding && work.residual >= last_residual)) break;
    last_residual = work.residual;
    work.mixer.Mix(state);
  }
  if (work.iteration_count > kMaxPasses) {
    return Failure{Reason::kNotConverged, "",
                   "debt, tax and reserves do not settle: relative change " + std::to_string(work.residual) +
                       " after " + std::to_string(kMaxPasses) + " passes"};
  }
  PayEverybody(terms, flows, work);
  return true;
}

Result<bool> CheckDebt(const Terms& terms, const Workspace& work) {
  if (work.uses_amount < 0.0) {
    return Failure{Reason::kInvalidInput, "grants", "grants exceed all uses: there is nothing left to finance"};
  }
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    const Tranche& tranche = terms.tranches[k];
    const std::string path = "tranches[" + std::to_string(k) + "]";
    if (work.debt_amounts[k] <= 0.0) {
      if (!IsCover(work.bindings[k])) continue;  // Nobody meant to lend, or nothing is left to finance.
      return Failure{Reason::kInvalidInput, path,
                     "tranche '" + tranche.id +
                         "' cannot carry any debt: what is left of CFADS for it is not positive" +
                         (work.binding_cases[k] == 0 ? std::string()
                                                     : " in downside case " + std::to_string(work.binding_cases[k]))};
    }
    if (tranche.profile != Profile::kSculpted || !tranche.IsFromLender()) continue;
    const auto interest = work.rows.Of(k, TrancheRow::kInterest);
    const auto principal = work.rows.Of(k, TrancheRow::kPrincipal);
    for (std::size_t t = work.units[k].first_repayment; t <= work.units[k].last_repayment; ++t) {
      if (interest[t] + principal[t] >= 0.0) continue;
      return Failure{Reason::kInvalidInput, path,
                     "tranche '" + tranche.id + "' is sculpted, but CFADS of period " + std::to_string(t) +
                         " leaves nothing for debt service"};
    }
  }
  return true;
}

Result<bool> Evaluate(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work) {
  auto run = Run(terms, flows, decision, work);
  return run ? CheckDebt(terms, work) : run;
}

}  // namespace calanque::company
