#include "engine/company/measures.h"

#include <algorithm>
#include <cmath>

#include "engine/kernel/discount.h"
#include "engine/kernel/rates_of_return.h"

namespace calanque::company {
namespace {

void Lower(std::optional<Minimum>& minimum, double value, std::size_t point) {
  if (!minimum || value < minimum->value) minimum = Minimum{value, static_cast<int>(point)};
}

/// Interest of a period / balance at its start, over all lenders.
double RateAt(const Terms& terms, const Workspace& work, std::size_t t) {
  double balance = 0.0;
  double interest = 0.0;
  double fallback = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (!terms.tranches[k].IsFromLender()) continue;
    const double open = work.rows.Of(k, TrancheRow::kBalance)[t - 1];
    balance += open;
    interest += open * terms.tranches[k].rate_per_period[t];
    if (fallback == 0.0) fallback = terms.tranches[k].rate_per_period[t];
  }
  return balance > 0.0 ? interest / balance : fallback;
}

std::size_t LastRepayment(const Terms& terms, const Workspace& work) {
  std::size_t last = 0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (terms.tranches[k].IsFromLender()) last = std::max(last, work.units[k].last_repayment);
  }
  return last;
}

double ScheduledPrincipal(const Terms& terms, const Workspace& work, std::size_t t) {
  double principal = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (terms.tranches[k].IsFromLender()) principal += work.rows.Of(k, TrancheRow::kPrincipal)[t];
  }
  return principal;
}

}  // namespace

CoverRatios FindCoverRatios(const Terms& terms, const Workspace& work) {
  CoverRatios ratios;
  const Rows& rows = work.rows;
  const auto end = static_cast<std::size_t>(terms.construction_end);
  const std::size_t last = LastRepayment(terms, work);
  double loan_value = 0.0;     // PV of CFADS over the loans' life.
  double project_value = 0.0;  // PV of CFADS to the end.
  double fee_value = 0.0;
  double dscr_sum = 0.0;
  int dscr_count = 0;
  double weighted_time = 0.0;
  double repaid_sum = 0.0;  // More than the debt drawn where grace adds interest to it.
  for (std::size_t t = rows.point_count() - 1; t > end; --t) {
    const double cfads = rows[Row::kCfads][t];
    const double due = rows[Row::kDebtServiceDue][t];
    const double discount = 1.0 / (1.0 + RateAt(terms, work, t));
    project_value = (project_value + cfads) * discount;
    if (t <= last) loan_value = (loan_value + cfads) * discount;
    fee_value = (fee_value + rows[Row::kRunningFees][t]) * discount;
    if (due > 0.0) {
      Lower(ratios.dscr, cfads / due, t);
      dscr_sum += cfads / due;
      ++dscr_count;
    }
    const double debt = rows[Row::kDebtBalance][t - 1];
    const double repaid = ScheduledPrincipal(terms, work, t);
    weighted_time += static_cast<double>(t - end) * repaid;
    repaid_sum += repaid;
    if (t > last || debt <= 1e-9 * rows[Row::kDebtBalance][end]) continue;
    Lower(ratios.llcr, loan_value / (debt + fee_value), t - 1);
    Lower(ratios.plcr, project_value / (debt + fee_value), t - 1);
    if (t - 1 == end) ratios.llcr_at_start = loan_value / (debt + fee_value);
    if (t - 1 == end) ratios.plcr_at_start = project_value / (debt + fee_value);
  }
  if (dscr_count > 0) ratios.average_dscr = dscr_sum / dscr_count;
  if (repaid_sum > 0.0) ratios.average_life_years = weighted_time / repaid_sum / terms.periods_per_year;
  return ratios;
}

double NetPresentValueOf(const Terms& terms, std::span<const double> row, double rate_per_year, int last_point) {
  const double rate = kernel::RatePerPeriod(rate_per_year, terms.periods_per_year);
  return kernel::NetPresentValue(rate, row.first(static_cast<std::size_t>(last_point) + 1));
}

Result<double> RateOfReturn(const Terms& terms, std::span<const double> row, int last_point) {
  auto rates =
      kernel::FindRatesEquallySpaced(1.0 / terms.periods_per_year, row.first(static_cast<std::size_t>(last_point) + 1));
  if (!rates) return rates.error();
  if (rates->count == 1) return rates->values[0];
  return Failure{Reason::kNotApplicable, "",
                 "has " + std::to_string(rates->count) + " rates of return; the flows change sign " +
                     std::to_string(rates->sign_change_count) + " times"};
}

bool HasEquityAtRisk(const Workspace& work) {
  const double least = 1e-9 * std::abs(work.uses_amount);
  const auto equity = work.rows[Row::kEquityCashFlow];
  return std::any_of(equity.begin(), equity.end(), [least](double amount) { return amount < -least; });
}

Funding FindFunding(const Terms& terms, const Workspace& work) {
  Funding funding;
  funding.uses_amount = work.uses_amount;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (terms.tranches[k].IsFromLender()) funding.debt_amount += work.debt_amounts[k];
  }
  for (const double draw : work.rows[Row::kEquityDraws]) funding.equity_amount += draw;
  if (funding.uses_amount > 0.0) funding.gearing_fraction = funding.debt_amount / funding.uses_amount;
  return funding;
}

}  // namespace calanque::company
