#include "engine/company/evaluate.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/company/construction.h"
#include "engine/company/operations.h"
#include "engine/company/reserves.h"
#include "engine/company/sizing.h"
#include "engine/company/taxation.h"
#include "engine/company/waterfall.h"

namespace calanque::company {
namespace {

constexpr int kMaxPasses = 500;
constexpr double kTolerance = 1e-12;  // Relative to the uses; the error left is a fraction of the last change.
constexpr double kRounding = 1e-11;

void Clear(const Terms& terms, Workspace& work) {
  for (std::size_t r = 0; r < kRowCount; ++r) {
    const auto row = work.rows[static_cast<Row>(r)];
    std::fill(row.begin(), row.end(), 0.0);
  }
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    for (std::size_t r = 0; r < kTrancheRowCount; ++r) {
      const auto row = work.rows.Of(k, static_cast<TrancheRow>(r));
      std::fill(row.begin(), row.end(), 0.0);
    }
  }
  for (auto* values : {&work.debt_amounts, &work.interest_due, &work.shareholder_interest_due, &work.prior_service}) {
    std::fill(values->begin(), values->end(), 0.0);
  }
  work.uses_amount = 0.0;
}

/// Interest and debt service of all lenders, from the schedules.
void SumSchedules(const Terms& terms, Workspace& work) {
  Rows& rows = work.rows;
  const auto due = rows[Row::kDebtServiceDue];
  std::copy(work.prior_service.begin(), work.prior_service.end(), due.begin());
  std::fill(work.interest_due.begin(), work.interest_due.end(), 0.0);
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (!terms.tranches[k].IsFromLender()) continue;
    const auto interest = rows.Of(k, TrancheRow::kInterest);
    for (std::size_t t = work.units[k].first_grace; t <= work.units[k].last_repayment; ++t) {
      work.interest_due[t] += interest[t];
    }
  }
}

/// CFADS of one case: 0 the base case.
void FillCfads(const Terms& terms, const Flows& flows, std::size_t case_index, Workspace& work) {
  Rows& rows = work.rows;
  const std::size_t points = rows.point_count();
  const auto cfads = std::span(work.case_cfads).subspan(case_index * points, points);
  const SizingCase scale = case_index == 0 ? SizingCase{} : terms.downside_cases[case_index - 1];
  const auto revenue = rows[Row::kRevenue];
  const auto cost = rows[Row::kOperatingCost];
  std::span<double> tax = work.case_tax;
  if (case_index == 0) {
    FillTax(terms, flows, revenue, cost, work, rows[Row::kTax]);
    tax = rows[Row::kTax];
  } else if (terms.cfads.is_after_tax) {
    // The rows of results are free for scratch until the last pass.
    const auto scaled_revenue = rows[Row::kCashAvailable];
    const auto scaled_cost = rows[Row::kNetIncome];
    for (std::size_t t = 0; t < points; ++t) {
      scaled_revenue[t] = scale.revenue_factor * revenue[t];
      scaled_cost[t] = scale.operating_cost_factor * cost[t];
    }
    FillTax(terms, flows, scaled_revenue, scaled_cost, work, tax);
  }
  for (std::size_t t = static_cast<std::size_t>(terms.construction_end) + 1; t < points; ++t) {
    cfads[t] = scale.revenue_factor * revenue[t] - scale.operating_cost_factor * cost[t] -
               rows[Row::kWorkingCapitalIncrease][t] - rows[Row::kMaintenanceFunding][t] - rows[Row::kVatInterest][t];
    if (terms.cfads.is_after_tax) cfads[t] -= tax[t];
    if (terms.cfads.includes_reserve_interest) cfads[t] += rows[Row::kReserveInterest][t];
  }
}

/// Operation pays everybody, on the CFADS and the tax of the pass at hand.
void PayEverybody(const Terms& terms, const Flows& flows, Workspace& work) {
  std::copy_n(work.case_cfads.begin(), work.rows.point_count(), work.rows[Row::kCfads].begin());
  FillTaxRows(flows, work);
  PayWaterfall(terms, work);
}

/// One pass over everything that depends on the debt.
void Pass(const Terms& terms, const Flows& flows, bool has_shareholder_loans, Workspace& work) {
  FillReserves(terms, work);
  FundConstruction(terms, work);
  work.depreciable_amount = DepreciableAmount(terms, work);
  for (std::size_t c = terms.downside_cases.size() + 1; c-- > 0;) FillCfads(terms, flows, c, work);
  SizeDebt(terms, work);
  SumSchedules(terms, work);
  if (!has_shareholder_loans) return;
  PayEverybody(terms, flows, work);
}

/// What one pass hands to the next: debts, uses, and by point service, interest, and that of shareholders where they
/// lend.
template <typename Visit>
void ForEachStateRow(Workspace& work, bool has_shareholder_loans, Visit visit) {
  visit(std::span<double>(work.debt_amounts));
  visit(std::span<double>(&work.uses_amount, 1));
  visit(work.rows[Row::kDebtServiceDue]);
  visit(std::span<double>(work.interest_due));
  if (has_shareholder_loans) visit(std::span<double>(work.shareholder_interest_due));
}

std::span<const double> Pack(Workspace& work, bool has_shareholder_loans) {
  std::size_t size = 0;
  ForEachStateRow(work, has_shareholder_loans, [&](std::span<double> row) {
    std::copy(row.begin(), row.end(), work.state.begin() + static_cast<std::ptrdiff_t>(size));
    size += row.size();
  });
  return std::span(work.state).first(size);
}

void Unpack(std::span<const double> state, Workspace& work, bool has_shareholder_loans) {
  const double* from = state.data();
  ForEachStateRow(work, has_shareholder_loans, [&](std::span<double> row) {
    std::copy_n(from, row.size(), row.begin());
    from += row.size();
  });
}

}  // namespace

Result<bool> Run(const Terms& terms, const Flows& flows, const Decision& decision, Workspace& work) {
  Clear(terms, work);
  FillOperations(terms, flows, decision, work);
  for (const Tranche& tranche : terms.tranches) {
    for (std::size_t t = 0; t < tranche.running_fee_amounts.size(); ++t) {
      work.rows[Row::kRunningFees][t] += tranche.running_fee_amounts[t];
    }
  }
  const bool has_shareholder_loans = terms.HasShareholderLoans();
  work.mixer.Start(Pack(work, has_shareholder_loans));
  double last_residual = 1.0;
  for (work.iteration_count = 1; work.iteration_count <= kMaxPasses; ++work.iteration_count) {
    Pass(terms, flows, has_shareholder_loans, work);
    work.residual = work.mixer.Step(Pack(work, has_shareholder_loans)) / std::max(std::abs(work.uses_amount), 1e-300);
    // Rounding may keep the last digits moving: at that size a pass that gains nothing is the last.
    if (work.residual <= kTolerance || (work.residual < kRounding && work.residual >= last_residual)) break;
    last_residual = work.residual;
    Unpack(work.mixer.input(), work, has_shareholder_loans);
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
    if (tranche.limits.amount && *tranche.limits.amount == 0.0) continue;
    if (work.debt_amounts[k] <= 0.0 && work.bindings[k] != Binding::kUses) {
      return Failure{
          Reason::kInvalidInput, path,
          "tranche '" + tranche.id + "' cannot carry any debt: what is left of CFADS for it is not positive"};
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
