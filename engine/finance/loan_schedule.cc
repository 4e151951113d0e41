#include "engine/finance/loan_schedule.h"

#include <algorithm>
#include <cmath>

#include "engine/kernel/annuity.h"
#include "engine/kernel/discount.h"

namespace calanque::finance {
namespace {

int LastDraw(std::span<const double> draws) {
  int last = static_cast<int>(draws.size()) - 1;
  while (last > 0 && draws[static_cast<std::size_t>(last)] == 0.0) --last;
  return last;
}

double PrincipalDue(model::RepaymentProfile profile, double balance, double rate, int payments_left) {
  if (payments_left <= 1) return balance;
  switch (profile) {
    case model::RepaymentProfile::kAnnuity:
      return balance * kernel::CapitalRecoveryFactor(rate, payments_left) - balance * rate;
    case model::RepaymentProfile::kEqualPrincipal:
      return balance / payments_left;
    case model::RepaymentProfile::kBullet:
      return 0.0;
  }
  return 0.0;
}

}  // namespace

double AddLoanService(const model::Loan& loan, int periods_per_year, const LoanRows& rows) {
  const int period_count = static_cast<int>(rows.draws.size());
  const double rate = kernel::RatePerPeriod(loan.interest_rate_nominal_per_year, periods_per_year);
  const int last_draw = LastDraw(rows.draws);
  const int last_payment = last_draw + static_cast<int>(std::lround(loan.tenor_years * periods_per_year));
  const int grace_end = last_draw + static_cast<int>(std::lround(loan.grace_years * periods_per_year));
  double balance = 0.0;
  for (int i = 0; i < period_count; ++i) {
    const auto k = static_cast<std::size_t>(i);
    rows.interest[k] += balance * rate;
    if (i > grace_end && i <= last_payment) {
      const double due = PrincipalDue(loan.repayment_profile, balance, rate, last_payment - i + 1);
      rows.principal[k] += due;
      balance -= due;
    }
    balance += rows.draws[k];
  }
  if (last_payment < period_count) return 0.0;
  rows.principal.back() += balance;
  return balance;
}

}  // namespace calanque::finance
