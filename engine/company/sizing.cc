#include "engine/company/sizing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/kernel/series.h"

namespace calanque::company {
namespace {

/// The smallest limit so far.
struct Limit {
  double amount = std::numeric_limits<double>::infinity();
  Binding binding = Binding::kNone;
  int case_index = 0;

  void Apply(double candidate, Binding kind, int index = 0) {
    if (candidate >= amount) return;
    amount = candidate;
    binding = kind;
    case_index = index;
  }
};

/// One tranche in one case, with what it needs of the workspace at hand.
class TrancheSizer {
 public:
  TrancheSizer(const Terms& terms, Workspace& work, std::size_t index)
      : tranche_(terms.tranches[index]), unit_(work.units[index]), work_(work), index_(index) {
    const auto due = work.rows[Row::kDebtServiceDue];
    before_ = due;
    has_before_ = index > 0 || !tranche_.running_fee_amounts.empty();
    if (tranche_.running_fee_amounts.empty()) return;
    for (std::size_t t = 0; t < due.size(); ++t) work.due_before[t] = due[t] + tranche_.running_fee_amounts[t];
    before_ = work.due_before;
  }

  /// Present value at construction_end, over points [first, last].
  [[nodiscard]] double PresentValue(std::span<const double> amounts, std::size_t first, std::size_t last) const {
    return kernel::Dot(amounts.subspan(first, last - first + 1),
                       std::span(unit_.discount_factor).subspan(first, last - first + 1));
  }

  /// Of prior service and own fees from `first` to the end of the repayment.
  [[nodiscard]] double PriorValue(std::size_t first) const {
    return has_before_ ? PresentValue(before_, first, unit_.last_repayment) : 0.0;
  }

  /// Interest paid in grace leaves the debt as it is when discounting over grace would not.
  [[nodiscard]] double GraceFactor() const {
    const double discount = unit_.discount_factor[unit_.first_repayment - 1];
    return unit_.growth_in_grace * discount;
  }

  /// The most debt whose service is covered in every period, that of grace included: CFADS / dscr less what ranks
  /// before.
  [[nodiscard]] double DebtAtDscr(std::span<const double> cfads, double dscr) const {
    if (tranche_.profile != Profile::kSculpted) return UnitDebtAtDscr(cfads, dscr, unit_.last_repayment);
    const double value =
        PresentValue(cfads, unit_.first_repayment, unit_.last_repayment) / dscr - PriorValue(unit_.first_repayment);
    return std::min(value / GraceFactor(), UnitDebtAtDscr(cfads, dscr, unit_.first_repayment - 1));
  }

  /// The DSCR that a sculpted debt of `amount` leaves.
  [[nodiscard]] double DscrAtDebt(std::span<const double> cfads, double amount) const {
    const double service = amount * GraceFactor() + PriorValue(unit_.first_repayment);
    return service > 0.0 ? PresentValue(cfads, unit_.first_repayment, unit_.last_repayment) / service : 0.0;
  }

  /// The debt at which present value / (debt and prior claims) = ratio, over points to `last`.
  [[nodiscard]] double DebtAtCover(std::span<const double> cfads, double ratio, std::size_t last) const {
    return PresentValue(cfads, unit_.first_grace, last) / ratio - PriorValue(unit_.first_grace);
  }

  /// Writes interest, principal and balance of the sculpted debt: backward, so that it ends at zero exactly.
  void WriteSculpted(std::span<const double> cfads, double amount) {
    const auto interest = work_.rows.Of(index_, TrancheRow::kInterest);
    const auto principal = work_.rows.Of(index_, TrancheRow::kPrincipal);
    const auto balance = work_.rows.Of(index_, TrancheRow::kBalance);
    const double dscr = DscrAtDebt(cfads, amount);
    const double per_dscr = dscr != 0.0 ? 1.0 / dscr : 0.0;
    std::fill(balance.begin() + static_cast<std::ptrdiff_t>(unit_.last_repayment), balance.end(), 0.0);
    double owed = 0.0;
    for (std::size_t t = unit_.last_repayment; t >= unit_.first_repayment; --t) {
      const double service = cfads[t] * per_dscr - before_[t];
      const double owed_before = (owed + service) * unit_.inverse_growth[t];
      principal[t] = owed_before - owed;
      interest[t] = service - principal[t];
      balance[t - 1] = owed = owed_before;
    }
    WriteGrace(amount);
  }

  /// The same for profiles whose service is proportional to the debt.
  void WriteProportional(double amount) {
    const auto interest = work_.rows.Of(index_, TrancheRow::kInterest);
    const auto principal = work_.rows.Of(index_, TrancheRow::kPrincipal);
    const auto balance = work_.rows.Of(index_, TrancheRow::kBalance);
    for (std::size_t t = unit_.first_repayment; t < balance.size(); ++t) {
      interest[t] = amount * unit_.interest[t];
      principal[t] = amount * unit_.principal[t];
      balance[t] = amount * unit_.balance[t];
    }
    WriteGrace(amount);
  }

  /// A fraction of what is left after own interest; the rest at the tenor. Interest on the average balance depends on
  /// the sweep, which depends on it: linear, hence solved at once: p = f (L - r B) / (1 - f r / 2), L what is left
  /// before interest, B the opening balance.
  void WriteSweep(std::span<const double> cfads, double amount) {
    const auto interest = work_.rows.Of(index_, TrancheRow::kInterest);
    const auto principal = work_.rows.Of(index_, TrancheRow::kPrincipal);
    const auto balance = work_.rows.Of(index_, TrancheRow::kBalance);
    WriteGrace(amount);
    double open = amount * unit_.growth_in_grace;
    for (std::size_t t = unit_.first_repayment; t <= unit_.last_repayment; ++t) {
      const double rate = tranche_.rate_per_period[t];
      const double rate_on_repaid = tranche_.bears_interest_on_average_balance ? 0.5 * rate : 0.0;
      const double left = tranche_.sweep_fraction * (cfads[t] - before_[t] - open * rate);
      const double swept = std::clamp(left / (1.0 - tranche_.sweep_fraction * rate_on_repaid), 0.0, open);
      principal[t] = t == unit_.last_repayment ? open : swept;
      interest[t] = open * rate - principal[t] * rate_on_repaid;
      open -= principal[t];
      balance[t] = open;
    }
    std::fill(balance.begin() + static_cast<std::ptrdiff_t>(unit_.last_repayment), balance.end(), 0.0);
  }

 private:
  /// Debt whose service, proportional to it, meets the DSCR in every period from the start of operation to `last`.
  [[nodiscard]] double UnitDebtAtDscr(std::span<const double> cfads, double dscr, std::size_t last) const {
    double smallest = std::numeric_limits<double>::infinity();
    for (std::size_t t = unit_.first_grace; t <= last; ++t) {
      const double service = unit_.interest[t] + unit_.principal[t];
      if (service <= 0.0) continue;
      const double room = cfads[t] / dscr - before_[t];
      smallest = std::min(smallest, room / service);
    }
    return smallest;
  }

  void WriteGrace(double amount) {
    const auto interest = work_.rows.Of(index_, TrancheRow::kInterest);
    const auto principal = work_.rows.Of(index_, TrancheRow::kPrincipal);
    const auto balance = work_.rows.Of(index_, TrancheRow::kBalance);
    for (std::size_t t = unit_.first_grace; t < unit_.first_repayment; ++t) {
      interest[t] = amount * unit_.interest[t];
      principal[t] = 0.0;
      balance[t] = amount * unit_.balance[t];
    }
  }

  const Tranche& tranche_;
  const UnitLoan& unit_;
  Workspace& work_;
  std::size_t index_;
  std::span<const double> before_;  ///< [point] due to tranches that rank before, and own fees.
  bool has_before_ = false;
};

double GearingLimit(const Terms& terms, const Workspace& work, const Tranche& tranche) {
  const double gearing = *tranche.limits.gearing_fraction;
  if (terms.gearing_base == GearingBase::kUses) return gearing * work.uses_amount;
  const double before_fee = work.uses_amount - work.rows[Row::kUpfrontFees][0];
  return gearing * before_fee * (1.0 + gearing * tranche.upfront_fee_fraction);
}

/// The smallest limit of tranche k; `before` is the debt that ranks before it.
Limit SmallestLimit(const Terms& terms, const Workspace& work, const TrancheSizer& sizer, std::size_t k,
                    double before) {
  const SizingLimits& limits = terms.tranches[k].limits;
  Limit smallest;
  smallest.Apply(std::max(work.uses_amount - before, 0.0), Binding::kUses);
  smallest.Apply(work.amount_limits[k], Binding::kAmount);
  if (limits.gearing_fraction) {
    smallest.Apply(GearingLimit(terms, work, terms.tranches[k]) - before, Binding::kGearing);
  }
  if (limits.equity_fraction) {
    smallest.Apply(*limits.equity_fraction * (work.uses_amount - before), Binding::kEquityShare);
  }
  const std::size_t last_point = work.rows.point_count() - 1;
  for (std::size_t c = 0; c <= terms.downside_cases.size(); ++c) {
    const auto cfads = work.CfadsOf(c);
    const int index = static_cast<int>(c);
    const double dscr_factor = c == 0 ? 1.0 : terms.downside_cases[c - 1].dscr_factor;
    if (limits.dscr) smallest.Apply(sizer.DebtAtDscr(cfads, *limits.dscr * dscr_factor), Binding::kDscr, index);
    if (limits.llcr) {
      smallest.Apply(sizer.DebtAtCover(cfads, *limits.llcr, work.units[k].last_repayment), Binding::kLlcr, index);
    }
    if (limits.plcr) smallest.Apply(sizer.DebtAtCover(cfads, *limits.plcr, last_point), Binding::kPlcr, index);
  }
  smallest.amount = std::max(smallest.amount, 0.0);
  return smallest;
}

void AddService(const Terms& terms, Workspace& work, std::size_t k) {
  const auto interest = work.rows.Of(k, TrancheRow::kInterest);
  const auto principal = work.rows.Of(k, TrancheRow::kPrincipal);
  const auto due = work.rows[Row::kDebtServiceDue];
  const std::vector<double>& fees = terms.tranches[k].running_fee_amounts;
  const UnitLoan& unit = work.units[k];
  for (std::size_t t = unit.first_grace; t <= unit.last_repayment; ++t) {
    due[t] += interest[t] + principal[t];
    work.interest_due[t] += interest[t];
  }
  if (fees.empty()) return;
  for (std::size_t t = unit.first_grace; t <= unit.last_repayment; ++t) due[t] += fees[t];
}

}  // namespace

void SizeDebt(const Terms& terms, Workspace& work) {
  const auto due = work.rows[Row::kDebtServiceDue];
  std::fill(due.begin(), due.end(), 0.0);
  std::fill(work.interest_due.begin(), work.interest_due.end(), 0.0);
  double before = 0.0;
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    TrancheSizer sizer(terms, work, k);
    const Limit limit = SmallestLimit(terms, work, sizer, k, before);
    work.debt_amounts[k] = limit.amount;
    work.bindings[k] = limit.binding;
    work.binding_cases[k] = limit.case_index;
    before += limit.amount;
    if (!terms.tranches[k].IsFromLender()) continue;  // Paid out of what is left: see the waterfall.
    const auto cfads = work.CfadsOf(static_cast<std::size_t>(limit.case_index));
    switch (terms.tranches[k].profile) {
      case Profile::kSculpted:
        sizer.WriteSculpted(cfads, limit.amount);
        break;
      case Profile::kCashSweep:
        sizer.WriteSweep(work.CfadsOf(0), limit.amount);
        break;
      default:
        sizer.WriteProportional(limit.amount);
    }
    AddService(terms, work, k);
  }
}

}  // namespace calanque::company
