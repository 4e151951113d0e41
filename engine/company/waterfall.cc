#include "engine/company/waterfall.h"

#include <algorithm>

namespace calanque::company {
namespace {

/// Cash and claims that pass from one period to the next.
struct Accounts {
  double debt_reserve = 0.0;
  double operating_reserve = 0.0;
  double trapped = 0.0;
  double unpaid_costs = 0.0;  ///< Operating cost and tax that nothing could pay.
  double share_capital = 0.0;
  double retained = 0.0;
  double legal_reserve = 0.0;
};

/// What is missing, where it is more than the rounding of what was due.
double Missing(double amount, double due) {
  constexpr double kRounding = 1e-12;
  return amount > kRounding * due ? amount : 0.0;
}

double Take(double& from, double wanted) {
  const double taken = std::clamp(wanted, 0.0, std::max(from, 0.0));
  from -= taken;
  return taken;
}

/// Shareholder loans are drawn with equity; until operation their interest is added to them.
void DrawShareholderLoans(const Terms& terms, Workspace& work, Accounts& accounts) {
  Rows& rows = work.rows;
  const auto end = static_cast<std::size_t>(terms.construction_end);
  const auto equity = rows[Row::kEquityDraws];
  double equity_amount = 0.0;
  for (std::size_t t = 0; t <= end; ++t) equity_amount += equity[t];
  accounts.share_capital = equity_amount;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (terms.tranches[k].IsFromLender()) continue;
    const double share = equity_amount > 0.0 ? work.debt_amounts[k] / equity_amount : 0.0;
    const auto draw = rows.Of(k, TrancheRow::kDraw);
    const auto balance = rows.Of(k, TrancheRow::kBalance);
    double owed = 0.0;
    for (std::size_t t = 0; t <= end; ++t) {
      draw[t] = share * equity[t];
      work.shareholder_interest_due[t] += t == 0 ? 0.0 : owed * terms.tranches[k].rate_per_period[t];
      owed = (t == 0 ? 0.0 : owed * (1.0 + terms.tranches[k].rate_per_period[t])) + draw[t];
      balance[t] = owed;
      accounts.share_capital -= draw[t];
    }
    work.shareholder_base[k] = owed;
  }
}

/// Pays lenders by rank out of `cash`; what is missing becomes arrears, and adds to `shortfall`.
void PayLenders(const Terms& terms, Workspace& work, std::size_t t, double& cash, double shortfall) {
  Rows& rows = work.rows;
  double fees = 0.0;
  double interests = 0.0;
  double principals = 0.0;
  double balance = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    const Tranche& tranche = terms.tranches[k];
    if (!tranche.IsFromLender()) continue;
    const double overdue = work.arrears[k] * (1.0 + tranche.rate_per_period[t]);
    const double interest = rows.Of(k, TrancheRow::kInterest)[t];
    const double principal = rows.Of(k, TrancheRow::kPrincipal)[t];
    if (principal < 0.0) cash -= principal;  // A sculpted loan that is drawn again: it lends part of its own interest.
    const double fee_paid = Take(cash, tranche.RunningFeeAt(t));
    const double interest_paid = Take(cash, interest);
    const double overdue_paid = Take(cash, overdue);
    const double principal_paid = principal < 0.0 ? principal : Take(cash, principal);
    const double due = tranche.RunningFeeAt(t) + interest + overdue + principal;
    const double paid = fee_paid + interest_paid + overdue_paid + principal_paid;
    work.arrears[k] = Missing(due - paid, due);
    fees += fee_paid;
    interests += interest_paid;
    principals += principal_paid + overdue_paid;
    shortfall += work.arrears[k];
    balance += rows.Of(k, TrancheRow::kBalance)[t] + work.arrears[k];
  }
  rows[Row::kRunningFees][t] = fees;
  rows[Row::kInterestPaid][t] = interests;
  rows[Row::kPrincipalPaid][t] = principals;
  rows[Row::kShortfall][t] = shortfall;
  rows[Row::kDebtBalance][t] = balance;
}

/// What lenders are due at t, arrears included.
double LendersDue(const Terms& terms, const Workspace& work, std::size_t t) {
  double due = work.rows[Row::kDebtServiceDue][t];
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (terms.tranches[k].IsFromLender()) due += work.arrears[k] * (1.0 + terms.tranches[k].rate_per_period[t]);
  }
  return due;
}

/// Shareholder loans take what is left, `cash`: interest first; what is not paid is added to the loan.
void PayShareholderLoans(const Terms& terms, Workspace& work, std::size_t t, double& cash) {
  Rows& rows = work.rows;
  double accruals = 0.0;
  double interests = 0.0;
  double principals = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    const Tranche& tranche = terms.tranches[k];
    if (tranche.IsFromLender()) continue;
    const auto balance = rows.Of(k, TrancheRow::kBalance);
    const double accrued = balance[t - 1] * tranche.rate_per_period[t];
    accruals += accrued;
    const double interest = Take(cash, accrued);
    const double owed = balance[t - 1] + accrued - interest;
    const double planned = work.shareholder_base[k] * work.units[k].balance[t];
    const double wanted = tranche.profile == Profile::kCashSweep && t != work.units[k].last_repayment
                              ? std::min(tranche.sweep_fraction * cash, owed)
                              : std::max(owed - planned, 0.0);
    const double principal = Take(cash, wanted);
    balance[t] = owed - principal;
    rows.Of(k, TrancheRow::kInterest)[t] = interest;
    rows.Of(k, TrancheRow::kPrincipal)[t] = principal;
    interests += interest;
    principals += principal;
  }
  work.shareholder_interest_due[t] = accruals;
  rows[Row::kShareholderInterest][t] = interests;
  rows[Row::kShareholderPrincipal][t] = principals;
}

void BookIncome(const Terms& terms, Workspace& work, std::size_t t, Accounts& accounts) {
  Rows& rows = work.rows;
  const double maintenance = terms.tax.expenses_maintenance ? rows[Row::kMaintenanceSpending][t] : 0.0;
  const double income = rows[Row::kRevenue][t] - rows[Row::kOperatingCost][t] - maintenance -
                        rows[Row::kDepreciation][t] - rows[Row::kRunningFees][t] - work.interest_due[t] -
                        work.shareholder_interest_due[t] - rows[Row::kVatInterest][t] + rows[Row::kReserveInterest][t] -
                        rows[Row::kTax][t];
  const Distribution& rules = terms.distribution;
  const double room = rules.legal_reserve_capital_fraction * accounts.share_capital - accounts.legal_reserve;
  accounts.legal_reserve += std::clamp(rules.legal_reserve_fraction * income, 0.0, std::max(room, 0.0));
  accounts.retained += income;
  rows[Row::kNetIncome][t] = income;
}

/// Shareholder loans, dividends and, at the end, share capital.
void Distribute(const Terms& terms, Workspace& work, std::size_t t, double cash, Accounts& accounts) {
  Rows& rows = work.rows;
  const bool is_last = t + 1 == rows.point_count();
  const double pot = accounts.trapped + cash;
  const double kept = is_last ? 0.0 : IsLockedUp(terms, rows, t) ? pot : terms.distribution.minimum_cash_amount;
  double free = std::max(pot - kept, 0.0);
  double left = free;
  PayShareholderLoans(terms, work, t, left);
  BookIncome(terms, work, t, accounts);
  double dividends = left;
  if (terms.distribution.is_limited_by_retained_earnings) {
    dividends = std::clamp(accounts.retained - accounts.legal_reserve, 0.0, left);
  }
  accounts.retained -= dividends;
  left -= dividends;
  rows[Row::kDividends][t] = dividends;
  rows[Row::kCapitalRepaid][t] = is_last ? left : 0.0;
  if (is_last) left = 0.0;
  accounts.trapped = pot - free + left;
  rows[Row::kTrappedCash][t] = accounts.trapped;
  rows[Row::kRetainedEarnings][t] = accounts.retained;
}

/// One period of operation. The order of the lines is the order of payment.
void PayPeriod(const Terms& terms, Workspace& work, std::size_t t, Accounts& accounts) {
  Rows& rows = work.rows;
  const double planned_debt_reserve = work.planned_debt_reserve[t];
  const double planned_operating_reserve = work.planned_operating_reserve[t];
  const double reserves_before = accounts.debt_reserve + accounts.operating_reserve;
  double cash = rows[Row::kRevenue][t] + rows[Row::kReserveInterest][t];
  cash -= rows[Row::kOperatingCost][t] + rows[Row::kWorkingCapitalIncrease][t] + accounts.unpaid_costs;
  cash -= rows[Row::kTax][t];
  cash -= rows[Row::kMaintenanceFunding][t];
  cash -= rows[Row::kVatInterest][t];
  const double due = LendersDue(terms, work, t);
  if (terms.distribution.shareholders_fund_shortfalls) {
    accounts.debt_reserve = planned_debt_reserve;
    accounts.operating_reserve = planned_operating_reserve;
    cash -= planned_debt_reserve + planned_operating_reserve - reserves_before;
    cash += Take(accounts.trapped, due - cash);
    rows[Row::kShareholderFunding][t] = std::max(due - cash, 0.0);
    cash = std::max(cash, due);
  } else if (cash < due) {
    cash += Take(accounts.trapped, due - cash);
    cash += Take(accounts.debt_reserve, due - cash);
    cash += Take(accounts.operating_reserve, due - cash);
  }
  accounts.unpaid_costs = Missing(-cash, rows[Row::kOperatingCost][t] + rows[Row::kTax][t]);
  cash = std::max(cash, 0.0);
  PayLenders(terms, work, t, cash, accounts.unpaid_costs);
  cash += Take(accounts.debt_reserve, accounts.debt_reserve - planned_debt_reserve);
  cash += Take(accounts.operating_reserve, accounts.operating_reserve - planned_operating_reserve);
  accounts.debt_reserve += Take(cash, planned_debt_reserve - accounts.debt_reserve);
  accounts.operating_reserve += Take(cash, planned_operating_reserve - accounts.operating_reserve);
  rows[Row::kDebtServiceReserve][t] = accounts.debt_reserve;
  rows[Row::kOperatingReserve][t] = accounts.operating_reserve;
  rows[Row::kReserveFunding][t] = accounts.debt_reserve + accounts.operating_reserve - reserves_before;
  rows[Row::kCashAvailable][t] = cash;
  Distribute(terms, work, t, cash, accounts);
}

void FillCashFlows(Workspace& work) {
  Rows& rows = work.rows;
  for (std::size_t t = 0; t < rows.point_count(); ++t) {
    rows[Row::kProjectCashFlow][t] = rows[Row::kRevenue][t] - rows[Row::kOperatingCost][t] -
                                     rows[Row::kMaintenanceSpending][t] - rows[Row::kWorkingCapitalIncrease][t] -
                                     rows[Row::kTax][t] - rows[Row::kWorks][t] - rows[Row::kOtherUses][t] +
                                     rows[Row::kGrants][t];
    rows[Row::kEquityCashFlow][t] = rows[Row::kShareholderInterest][t] + rows[Row::kShareholderPrincipal][t] +
                                    rows[Row::kDividends][t] + rows[Row::kCapitalRepaid][t] -
                                    rows[Row::kEquityDraws][t] - rows[Row::kShareholderFunding][t];
  }
}

}  // namespace

bool IsLockedUp(const Terms& terms, const Rows& rows, std::size_t t) {
  if (rows[Row::kShortfall][t] > 0.0) return true;
  const double due = rows[Row::kDebtServiceDue][t];
  return due > 0.0 && rows[Row::kCfads][t] < terms.distribution.lock_up_dscr * due;
}

void PayWaterfall(const Terms& terms, Workspace& work) {
  Rows& rows = work.rows;
  const auto end = static_cast<std::size_t>(terms.construction_end);
  for (const Row row : {Row::kRunningFees, Row::kDebtBalance}) std::fill_n(rows[row].begin(), end + 1, 0.0);
  std::fill(work.arrears.begin(), work.arrears.end(), 0.0);
  std::fill_n(work.shareholder_interest_due.begin(), end + 1, 0.0);
  Accounts accounts;
  accounts.debt_reserve = rows[Row::kDebtServiceReserve][end] = work.planned_debt_reserve[end];
  accounts.operating_reserve = rows[Row::kOperatingReserve][end] = work.planned_operating_reserve[end];
  DrawShareholderLoans(terms, work, accounts);
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    if (!terms.tranches[k].IsFromLender()) continue;
    const auto balance = rows.Of(k, TrancheRow::kBalance);
    for (std::size_t t = 0; t <= end; ++t) rows[Row::kDebtBalance][t] += balance[t];
  }
  for (std::size_t t = end + 1; t < rows.point_count(); ++t) PayPeriod(terms, work, t, accounts);
  FillCashFlows(work);
}

}  // namespace calanque::company
