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

  /// CFADS of one case: 0 the base case, else 1 + the downside case.
  [[nodiscard]] std::span<double> CfadsOf(std::size_t case_index) { return OfCase(case_cfads, case_index); }
  [[nodiscard]] std::span<const double> CfadsOf(std::size_t case_index) const {
    return std::span(case_cfads).subspan(case_index * rows.point_count(), rows.point_count());
  }
  /// The part of a vector [case][...] that belongs to one case.
  [[nodiscard]] std::span<double> OfCase(std::vector<double>& values, std::size_t case_index) const {
    const std::size_t size = values.size() / case_count;
    return std::span(values).subspan(case_index * size, size);
  }

  std::size_t case_count;  ///< The base case and the downside cases.
  std::size_t periods_per_year;
  std::size_t year_count;              ///< Year 0 is financial close alone, year y the y-th 12 months after it.
  std::vector<std::uint32_t> year_of;  ///< [point]
  std::vector<double> year_share;      ///< [point] of the year's amount: 1 / periods per year, 1 at close.
  Rows rows;
  std::vector<UnitLoan> units;  ///< By tranche.

  // By tranche.
  std::vector<double> debt_amounts;
  std::vector<Binding> bindings;
  std::vector<int> binding_cases;        ///< 0 the base case, else 1 + the downside case.
  std::vector<double> amount_limits;     ///< As decided; infinity: none.
  std::vector<double> shares;            ///< Of the uses, while pro rata.
  std::vector<double> arrears;           ///< Due and unpaid.
  std::vector<double> shareholder_base;  ///< Of shareholder loans: owed at construction_end.

  // By point.
  std::vector<double> due_before;                ///< To tranches that rank before the one at hand, and its own fees.
  std::vector<double> case_cfads;                ///< [case][point]
  std::vector<double> case_tax;                  ///< [point]
  std::vector<double> interest_due;              ///< Senior and mezzanine.
  std::vector<double> shareholder_interest_due;  ///< Accrued.
  std::vector<double> planned_debt_reserve;      ///< Targets; the waterfall puts what is there into the rows.
  std::vector<double> planned_operating_reserve;

  // What no pass changes.
  std::vector<double> case_cfads_before_tax;  ///< [case][point] and before interest on reserves.
  std::vector<double> case_year_ebitda;       ///< [case][year] for tax.
  std::vector<double> case_interest_room;     ///< [case][year] deductible at most.

  // By fiscal year.
  std::vector<double> year_tax_rate;       ///< Of all taxes together, on the taxable income.
  std::vector<double> year_taxable_share;  ///< What the taxes deductible from others leave of it.
  std::vector<double> year_depreciation;
  std::vector<double> year_interest;
  std::vector<double> year_taxable;
  std::vector<double> year_tax;  ///< Less credits; [1 + year], after a zero for the year before the first.
  std::vector<double> year_credit;

  std::size_t state_size;  ///< Numbers that a pass hands to the next.
  PassMixer mixer;
  std::vector<double> trial_states[2];  ///< Of a solver's last two trials.
  std::vector<double> start_state;      ///< Of its next one.

  double uses_amount = 0.0;  ///< Net of grants.
  int iteration_count = 0;
  double residual = 0.0;  ///< Largest change of the last pass, relative to the uses.
};

}  // namespace calanque::company
