#include "engine/company/path.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/base/check.h"
#include "engine/company/operations.h"
#include "engine/company/taxation.h"
#include "engine/company/waterfall.h"
#include "engine/kernel/series.h"

namespace calanque::company {
namespace {

// Tax counts what shareholders are due, what they are due depends on what tax leaves: a strong contraction.
constexpr int kMaxRounds = 50;
constexpr double kSettled = 1e-12;  // Of the uses.

void CopyUnlessEmpty(std::span<const double> from, std::span<double> to) {
  if (from.empty()) return;
  CALANQUE_CHECK(from.size() == to.size(), "sizes differ");
  std::copy(from.begin(), from.end(), to.begin());
}

}  // namespace

bool IsInDefault(const Terms& terms, const Rows& rows, std::size_t t) {
  if (rows[Row::kShortfall][t] > 0.0) return true;
  const double due = rows[Row::kDebtServiceDue][t];
  return due > 0.0 && rows[Row::kCfads][t] < terms.distribution.default_dscr * due;
}

PathEvaluator::PathEvaluator(const Terms& terms, const Flows& flows, const Workspace& base,
                             std::vector<double> floating_fractions)
    : terms_(&terms),
      flows_(&flows),
      base_(&base),
      floating_fractions_(std::move(floating_fractions)),
      has_shareholder_loans_(terms.HasShareholderLoans()),
      work_(base),
      base_tax_again_(base.rows.point_count()),
      path_tax_(base.rows.point_count()),
      accrued_before_(base.rows.point_count()) {
  CALANQUE_CHECK(floating_fractions_.empty() || floating_fractions_.size() == terms.tranches.size(),
                 "one floating fraction per tranche");
  FillTaxableEbitda(terms, flows, SizingCase{}, 0, work_);
  FillTaxDeductions(terms, flows, work_);
  FillTax(terms, 0, work_, base_tax_again_);
}

/// What an earlier path changed and this one reads goes back to the base case.
void PathEvaluator::Restore() {
  for (const Row row : {Row::kRevenue, Row::kOperatingCost, Row::kMaintenanceFunding, Row::kMaintenanceSpending,
                        Row::kEquityDraws, Row::kDebtServiceDue}) {
    CopyRow(row);
  }
  std::copy(base_->interest_due.begin(), base_->interest_due.end(), work_.interest_due.begin());
  std::copy(base_->shareholder_interest_due.begin(), base_->shareholder_interest_due.end(),
            work_.shareholder_interest_due.begin());
}

void PathEvaluator::CopyRow(Row row) {
  const auto from = base_->rows[row];
  std::copy(from.begin(), from.end(), work_.rows[row].begin());
}

void PathEvaluator::ShiftRates(std::span<const double> shift) {
  if (floating_fractions_.empty()) return;
  const std::size_t points = work_.rows.point_count();
  CALANQUE_CHECK(shift.empty() || shift.size() == points || shift.size() == points * terms_->tranches.size(),
                 "sizes differ");
  for (std::size_t k = 0; k < terms_->tranches.size(); ++k) {
    if (!terms_->tranches[k].IsFromLender() || floating_fractions_[k] == 0.0) continue;
    const auto base_interest = base_->rows.Of(k, TrancheRow::kInterest);
    const auto balance = base_->rows.Of(k, TrancheRow::kBalance);
    const auto interest = work_.rows.Of(k, TrancheRow::kInterest);
    const auto own = shift.size() > work_.rows.point_count() ? shift.subspan(k * work_.rows.point_count()) : shift;
    for (std::size_t t = work_.units[k].first_grace; t <= work_.units[k].last_repayment; ++t) {
      const double more = own.empty() ? 0.0 : floating_fractions_[k] * own[t] * balance[t - 1];
      interest[t] = base_interest[t] + more;
      work_.interest_due[t] += more;
      work_.rows[Row::kDebtServiceDue][t] += more;
    }
  }
}

void PathEvaluator::FillTaxOfPath() {
  FillTaxDeductions(*terms_, *flows_, work_);
  FillTax(*terms_, 0, work_, path_tax_);
  const auto base_tax = base_->rows[Row::kTax];
  const auto tax = work_.rows[Row::kTax];
  for (std::size_t t = 0; t < tax.size(); ++t) tax[t] = base_tax[t] + (path_tax_[t] - base_tax_again_[t]);
}

void PathEvaluator::FillCfadsOfPath() {
  Rows& rows = work_.rows;
  const Rows& base = base_->rows;
  for (std::size_t t = static_cast<std::size_t>(terms_->construction_end) + 1; t < rows.point_count(); ++t) {
    double more = (rows[Row::kRevenue][t] - base[Row::kRevenue][t]) -
                  (rows[Row::kOperatingCost][t] - base[Row::kOperatingCost][t]) -
                  (rows[Row::kWorkingCapitalIncrease][t] - base[Row::kWorkingCapitalIncrease][t]) -
                  (rows[Row::kMaintenanceFunding][t] - base[Row::kMaintenanceFunding][t]);
    if (terms_->cfads.is_after_tax) more -= rows[Row::kTax][t] - base[Row::kTax][t];
    rows[Row::kCfads][t] = base[Row::kCfads][t] + more;
  }
}

void PathEvaluator::Evaluate(const PathFlows& path) {
  Rows& rows = work_.rows;
  Restore();
  CopyUnlessEmpty(path.revenue, rows[Row::kRevenue]);
  CopyUnlessEmpty(path.operating_cost, rows[Row::kOperatingCost]);
  if (!path.extra_maintenance.empty()) {
    kernel::Accumulate(rows[Row::kMaintenanceFunding], path.extra_maintenance);
    kernel::Accumulate(rows[Row::kMaintenanceSpending], path.extra_maintenance);
  }
  if (!path.extra_works.empty()) kernel::Accumulate(rows[Row::kEquityDraws], path.extra_works);
  FillWorkingCapital(*terms_, SizingCase{}, rows[Row::kRevenue], rows[Row::kOperatingCost],
                     rows[Row::kWorkingCapitalIncrease]);
  ShiftRates(path.rate_shift);
  CopyRow(Row::kRunningFees);  // The waterfall writes what it paid over what was due.
  FillTaxableEbitda(*terms_, *flows_, SizingCase{}, 0, work_);
  for (int round = 0; round < kMaxRounds; ++round) {
    FillTaxOfPath();
    FillCfadsOfPath();
    std::copy(work_.shareholder_interest_due.begin(), work_.shareholder_interest_due.end(), accrued_before_.begin());
    PayWaterfall(*terms_, work_);
    if (!has_shareholder_loans_ || IsSettled()) return;
  }
}

bool PathEvaluator::IsSettled() const {
  const double tolerance = kSettled * std::abs(work_.uses_amount);
  return std::equal(accrued_before_.begin(), accrued_before_.end(), work_.shareholder_interest_due.begin(),
                    [&](double before, double after) { return std::abs(after - before) <= tolerance; });
}

PathMeasures PathEvaluator::Measure(std::span<const double> equity_discount_factors) const {
  const Rows& rows = work_.rows;
  PathMeasures measures;
  measures.minimum_dscr = std::numeric_limits<double>::infinity();
  measures.equity_npv_amount = kernel::Dot(rows[Row::kEquityCashFlow], equity_discount_factors);
  for (std::size_t t = static_cast<std::size_t>(terms_->construction_end) + 1; t < rows.point_count(); ++t) {
    const double due = rows[Row::kDebtServiceDue][t];
    const double cfads = rows[Row::kCfads][t];
    measures.unpaid_amount = std::max(measures.unpaid_amount, rows[Row::kShortfall][t]);
    if (due > 0.0) measures.minimum_dscr = std::min(measures.minimum_dscr, cfads / due);
    if (IsLockedUp(*terms_, rows, t)) ++measures.locked_count;
    if (IsInDefault(*terms_, rows, t)) ++measures.default_count;
  }
  return measures;
}

}  // namespace calanque::company
