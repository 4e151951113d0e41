#include "engine/company/unit_loan.h"

#include <algorithm>

#include "engine/base/check.h"

namespace calanque::company {
namespace {

/// Sum of the discount factors of the repayment periods, seen from the end of grace.
double AnnuityFactor(const UnitLoan& unit) {
  double sum = 0.0;
  double factor = 1.0;
  for (std::size_t t = unit.first_repayment; t <= unit.last_repayment; ++t) sum += factor *= unit.inverse_growth[t];
  return sum;
}

double FactorOverRepayment(const UnitLoan& unit) {
  double factor = 1.0;
  for (std::size_t t = unit.first_repayment; t <= unit.last_repayment; ++t) factor *= unit.inverse_growth[t];
  return factor;
}

/// Principal due at t of a debt of `debt` at the end of grace; `annuity` is the level payment.
double PrincipalDue(const Tranche& tranche, const UnitLoan& unit, std::size_t t, double debt, double annuity,
                    double balance) {
  const std::size_t count = unit.last_repayment - unit.first_repayment + 1;
  if (t == unit.last_repayment) return balance;
  switch (tranche.profile) {
    case Profile::kAnnuity:
    case Profile::kBalloon:
      return annuity - balance * tranche.rate_per_period[t];
    case Profile::kEqualPrincipal:
      return debt / static_cast<double>(count);
    case Profile::kExplicit:
      return debt * tranche.principal_fractions[t - unit.first_repayment];
    case Profile::kBullet:
    case Profile::kSculpted:
    case Profile::kCashSweep:
      return 0.0;
  }
  return 0.0;
}

}  // namespace

UnitLoan MakeUnitLoan(const Terms& terms, const Tranche& tranche) {
  const auto points = static_cast<std::size_t>(terms.point_count);
  const auto end = static_cast<std::size_t>(terms.construction_end);
  CALANQUE_CHECK(tranche.rate_per_period.size() == points, "one rate per point");
  UnitLoan unit;
  unit.interest.resize(points);
  unit.principal.resize(points);
  unit.balance.resize(points);
  unit.inverse_growth.resize(points);
  unit.discount_factor.resize(points);
  unit.first_grace = end + 1;
  unit.first_repayment = end + 1 + static_cast<std::size_t>(tranche.grace_periods);
  unit.last_repayment = end + static_cast<std::size_t>(tranche.tenor_periods);
  CALANQUE_CHECK(unit.first_repayment <= unit.last_repayment && unit.last_repayment < points,
                 "repayment within the project");
  double factor = 1.0;
  for (std::size_t t = 0; t < points; ++t) {
    unit.inverse_growth[t] = 1.0 / (1.0 + tranche.rate_per_period[t]);
    if (t > end) factor *= unit.inverse_growth[t];
    unit.discount_factor[t] = factor;
  }
  double balance = 1.0;
  unit.balance[end] = balance;
  for (std::size_t t = end + 1; t < unit.first_repayment; ++t) {
    const double interest = balance * tranche.rate_per_period[t];
    if (tranche.capitalises_interest_in_grace) {
      balance += interest;
    } else {
      unit.interest[t] = interest;
    }
    unit.balance[t] = balance;
  }
  unit.growth_in_grace = balance;
  const double balloon = tranche.profile == Profile::kBalloon ? tranche.balloon_fraction : 0.0;
  const double debt = balance;
  const double annuity = debt * (1.0 - balloon * FactorOverRepayment(unit)) / AnnuityFactor(unit);
  for (std::size_t t = unit.first_repayment; t <= unit.last_repayment; ++t) {
    if (tranche.further_draw_fraction != 0.0 && t == static_cast<std::size_t>(tranche.further_draw_point) + 1) {
      balance += debt * tranche.further_draw_fraction;
      unit.balance[t - 1] = balance;
    }
    unit.interest[t] = balance * tranche.rate_per_period[t];
    unit.principal[t] = PrincipalDue(tranche, unit, t, debt, annuity, balance);
    balance -= unit.principal[t];
    unit.balance[t] = balance;
  }
  return unit;
}

}  // namespace calanque::company
