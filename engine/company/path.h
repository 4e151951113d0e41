// One future of a company whose debts are agreed: operation brings more or less, the schedules stay.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/company/flows.h"
#include "engine/company/workspace.h"

namespace calanque::company {

/// What differs from the base case, [point]; an empty span: nothing does.
struct PathFlows {
  std::span<const double> revenue;            ///< In place of the base case's, after deductions.
  std::span<const double> operating_cost;     ///< In place of the base case's.
  std::span<const double> extra_maintenance;  ///< Paid when it falls due, out of CFADS; any sign.
  std::span<const double> extra_works;        ///< Overrun that stays with the company, up to construction_end;
                                              ///< shareholders pay it in and do not depreciate it.
  std::span<const double> rate_shift;         ///< Of the floating part of every loan's rate, per period; any sign.
                                              ///< Or of each loan's, [tranche][point].
};

/// Whether something is unpaid at `t`, or cover is below what lenders call default.
bool IsInDefault(const Terms& terms, const Rows& rows, std::size_t t);

/// What lenders and shareholders make of a path.
struct PathMeasures {
  double equity_npv_amount = 0.0;  ///< Of the shareholders' flows, at their rate.
  double minimum_dscr = 0.0;       ///< Over periods with debt service due; infinity where there is none.
  double unpaid_amount = 0.0;      ///< Most that stood unpaid at the end of a period, arrears included.
  int locked_count = 0;            ///< Periods in which shareholders may not be paid.
  int default_count = 0;           ///< Periods below the default cover, or with something unpaid.
};

/// Evaluates futures of one structured company, one after another, in memory of its own. One per thread.
///
/// Debt amounts, principal, planned reserves and interest on them stay those of the base case; interest moves with
/// `rate_shift` on the floating part. Tax, working capital, CFADS and the whole waterfall are those of the path. With
/// nothing different every row is the base case's to the last bit: tax is the base case's plus a difference. The row of
/// taxable income is not moved.
/// Shareholder loans: their interest is deducted as it accrues on the path, settled in rounds to 1e-12 of the uses.
class PathEvaluator {
 public:
  /// `base` holds the evaluated company. The flows must outlive this. `floating_fractions` by tranche, in [0, 1];
  /// empty: all fixed.
  PathEvaluator(const Terms& terms, const Flows& flows, const Workspace& base, std::vector<double> floating_fractions);

  /// Fills work().rows. Cost  O(points x tranches), no allocation: about one pass and one waterfall.
  void Evaluate(const PathFlows& path);

  [[nodiscard]] const Workspace& work() const { return work_; }
  [[nodiscard]] const Workspace& base() const { return *base_; }
  [[nodiscard]] const Terms& terms() const { return *terms_; }

  /// Measures of the path last evaluated. `equity_discount_factors` [point].
  [[nodiscard]] PathMeasures Measure(std::span<const double> equity_discount_factors) const;

 private:
  void Restore();
  void CopyRow(Row row);
  void ShiftRates(std::span<const double> shift);
  void FillTaxOfPath();
  void FillCfadsOfPath();
  [[nodiscard]] bool IsSettled() const;

  const Terms* terms_;
  const Flows* flows_;
  const Workspace* base_;
  std::vector<double> floating_fractions_;
  bool has_shareholder_loans_;
  Workspace work_;
  std::vector<double> base_tax_again_;  ///< [point] as FillTax gives it for the base case's rows.
  std::vector<double> path_tax_;        ///< [point]
  std::vector<double> accrued_before_;  ///< [point] shareholder interest that the round's tax counted.
};

}  // namespace calanque::company
