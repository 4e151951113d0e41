// Memory of one evaluation: allocated once per structure, reused by every evaluation of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/company/pass_mixer.h"
#include "engine/company/rows.h"
#include "engine/company/terms.h"

namespace calanque::company {

/// Which limit sets the size of a tranche.
enum class Binding { kNone, kAmount, kGearing, kEquityShare, kDscr, kLlcr, kPlcr, kUses };

/// What is known of a tranche before any flow: its service per unit of debt, and factors of its rates.
struct UnitLoan {
  std::vector<double> interest;         ///< [point] per unit of debt; not for sculpted loans and sweeps.
  std::vector<double> principal;        ///< [point]
  std::vector<double> balance;          ///< [point]
  std::vector<double> inverse_growth;   ///< [point] 1 / (1 + rate).
  std::vector<double> discount_factor;  ///< [point] to construction_end.
  double growth_in_grace = 1.0;         ///< Debt at the end of grace / debt at construction_end.
  std::size_t first_grace = 0;          ///< Point after construction_end.
  std::size_t first_repayment = 0;      ///< Point.
  std::size_t last_repayment = 0;       ///< Point.
};

/// Everything an evaluation writes besides the rows of reports.
struct Workspace {
  explicit Workspace(const Terms& terms);

  std::size_t year_count;              ///< Year 0 is financial close alone, year y the y-th 12 months after it.
  std::vector<std::uint32_t> year_of;  ///< [point]
  std::vector<double> year_share;      ///< [point] of the year's amount: 1 / periods per year, 1 at close.
  Rows rows;
  std::vector<UnitLoan> units;  ///< By tranche.

  // By tranche.
  std::vector<double> debt_amounts;
  std::vector<Binding> bindings;
  std::vector<int> binding_cases;        ///< 0 the base case, else 1 + the downside case.
  std::vector<double> shares;            ///< Of the uses, while pro rata.
  std::vector<double> arrears;           ///< Due and unpaid.
  std::vector<double> shareholder_base;  ///< Of shareholder loans: owed at construction_end.

  // By point.
  std::vector<double> prior_service;  ///< Due to tranches that rank before the one at hand.
  std::vector<double> case_cfads;     ///< [case][point]
  std::vector<double> case_tax;       ///< [point]
  std::vector<double> vat_interest;
  std::vector<double> interest_due;              ///< Senior and mezzanine.
  std::vector<double> shareholder_interest_due;  ///< Accrued.
  std::vector<double> planned_debt_reserve;      ///< Targets; the waterfall puts what is there into the rows.
  std::vector<double> planned_operating_reserve;

  // By fiscal year.
  std::vector<double> year_depreciation;
  std::vector<double> year_interest;
  std::vector<double> year_ebitda;
  std::vector<double> year_deductible;
  std::vector<double> year_carried;
  std::vector<double> year_result;
  std::vector<double> year_taxable;
  std::vector<double> year_used;
  std::vector<double> year_tax;
  std::vector<double> year_credit;

  std::vector<double> state;  ///< What a pass hands to the next.
  PassMixer mixer;

  /// Notes the targets of the reserves, before the waterfall writes what is in them.
  void KeepPlannedReserves();

  double uses_amount = 0.0;  ///< Net of grants.
  double depreciable_amount = 0.0;
  int iteration_count = 0;
  double residual = 0.0;  ///< Largest change of the last pass, relative to the uses.
};

}  // namespace calanque::company
