#include "engine/partnership/refinancing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/partnership/by_year.h"
#include "engine/partnership/company_terms.h"
#include "engine/time/period_grid.h"

namespace calanque::partnership {
namespace {

using company::Profile;
using company::Row;
using company::TrancheRow;

/// Sculpting and sizing converge in some ten rounds: tax follows interest, interest the schedule.
constexpr int kMaxRounds = 100;
constexpr double kScheduleTolerance = 1e-13;  // Of the debt replaced.

/// The company as it is refinanced, and what its schedule is made from.
struct NewLoan {
  company::Terms terms;
  std::size_t tranche = 0;
  std::size_t day = 0;                  ///< Point of the refinancing.
  std::size_t last = 0;                 ///< Point of the last repayment.
  double balance = 0.0;                 ///< Replaced.
  double added = 0.0;                   ///< Lent on the day beyond it.
  std::vector<double> principal;        ///< [point] up to the day as it was.
  Profile profile = Profile::kAnnuity;  ///< After the day.
};

/// The loan as it was scheduled in the base case, as fractions of what is owed when repayment starts.
void FixSchedule(const company::Terms& terms, std::span<const double> principal, std::span<const double> balance,
                 company::Tranche& tranche) {
  const auto start = static_cast<std::size_t>(terms.construction_end);
  const std::size_t first = start + static_cast<std::size_t>(tranche.grace_periods) + 1;
  const std::size_t last = start + static_cast<std::size_t>(tranche.tenor_periods);
  const double owed = balance[first - 1];
  tranche.profile = Profile::kExplicit;
  tranche.principal_fractions.assign(last - first + 1, 0.0);
  for (std::size_t t = first; t <= last; ++t) tranche.principal_fractions[t - first] = principal[t] / owed;
}

Profile ProfileOf(const model::Refinancing& refinancing, const company::Tranche& tranche, std::size_t index) {
  if (refinancing.profile) return static_cast<Profile>(*refinancing.profile);
  const bool is_kept =
      tranche.profile == Profile::kEqualPrincipal || (tranche.profile == Profile::kSculpted && index == 0);
  return is_kept ? tranche.profile : Profile::kAnnuity;
}

/// Terms of the base case with the sizes and schedules it led to; the replaced loan at its new rates from the day on.
NewLoan MakeNewLoan(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built) {
  const model::Refinancing& refinancing = *mode.refinancing;
  const company::Workspace& base = *built.company->work;
  NewLoan loan;
  loan.terms = built.company->terms;
  loan.tranche = TrancheIndex(*mode.company, refinancing.tranche_id);
  loan.day = static_cast<std::size_t>(time::PeriodDates(project.request->options.grid).IndexOf(refinancing.date));
  model::OperatorCompany changed = *mode.company;
  changed.tranches[loan.tranche].rate = refinancing.rate;
  if (refinancing.tenor_years) changed.tranches[loan.tranche].tenor_years = *refinancing.tenor_years;
  const company::Tranche fresh = MakeCompanyTerms(project, changed, built.ledger.input.window).tranches[loan.tranche];
  loan.profile = ProfileOf(refinancing, loan.terms.tranches[loan.tranche], loan.tranche);
  HoldDebts(base.debt_amounts, loan.terms);
  for (std::size_t k = 0; k < loan.terms.tranches.size(); ++k) {
    company::Tranche& tranche = loan.terms.tranches[k];
    if (k == loan.tranche || tranche.profile != Profile::kSculpted || base.debt_amounts[k] == 0.0) continue;
    FixSchedule(loan.terms, base.rows.Of(k, TrancheRow::kPrincipal), base.rows.Of(k, TrancheRow::kBalance), tranche);
  }
  company::Tranche& tranche = loan.terms.tranches[loan.tranche];
  tranche.tenor_periods = fresh.tenor_periods;
  tranche.running_fee_amounts = fresh.running_fee_amounts;
  std::copy(fresh.rate_per_period.begin() + static_cast<std::ptrdiff_t>(loan.day) + 1, fresh.rate_per_period.end(),
            tranche.rate_per_period.begin() + static_cast<std::ptrdiff_t>(loan.day) + 1);
  loan.last = static_cast<std::size_t>(loan.terms.construction_end) + static_cast<std::size_t>(tranche.tenor_periods);
  const auto principal = base.rows.Of(loan.tranche, TrancheRow::kPrincipal);
  loan.principal.assign(principal.begin(), principal.end());
  std::fill(loan.principal.begin() + static_cast<std::ptrdiff_t>(loan.day) + 1, loan.principal.end(), 0.0);
  loan.balance = base.rows.Of(loan.tranche, TrancheRow::kBalance)[loan.day];
  return loan;
}

/// The new loan that CFADS after the day carries at the cover asked for. Of a sculpted loan its present value; of the
/// others what the tightest period allows.
double Capacity(std::span<const double> cfads, double dscr, const NewLoan& loan) {
  const company::Tranche& tranche = loan.terms.tranches[loan.tranche];
  const auto room = [&](std::size_t t) { return cfads[t] / dscr - tranche.RunningFeeAt(t); };
  const double count = static_cast<double>(loan.last - loan.day);
  double factor = 1.0;
  double value = 0.0;    // Of the room, at the day.
  double annuity = 0.0;  // Of 1 in every period.
  for (std::size_t t = loan.day + 1; t <= loan.last; ++t) {
    factor /= 1.0 + tranche.rate_per_period[t];
    value += factor * room(t);
    annuity += factor;
  }
  if (loan.profile == Profile::kSculpted) return value;
  double smallest = std::numeric_limits<double>::infinity();
  double owed = 1.0;
  for (std::size_t t = loan.day + 1; t <= loan.last; ++t) {
    const bool is_equal = loan.profile == Profile::kEqualPrincipal;
    const double service = is_equal ? 1.0 / count + owed * tranche.rate_per_period[t] : 1.0 / annuity;
    smallest = std::min(smallest, room(t) / service);
    owed -= 1.0 / count;
  }
  return smallest;
}

void SizeAddedDebt(const model::Refinancing& refinancing, std::span<const double> cfads, NewLoan& loan) {
  if (!refinancing.dscr_factor) return;
  const double limit = refinancing.added_debt_limit_amount.value_or(std::numeric_limits<double>::infinity());
  loan.added = std::clamp(Capacity(cfads, *refinancing.dscr_factor, loan) - loan.balance, 0.0, limit);
}

/// Debt service after the day in proportion to `weights` repays the loan: present value of service = loan + fees.
void Schedule(std::span<const double> weights, NewLoan& loan) {
  const company::Tranche& tranche = loan.terms.tranches[loan.tranche];
  const double amount = loan.balance + loan.added;
  const bool is_equal = loan.profile == Profile::kEqualPrincipal;
  double factor = 1.0;
  double weight_value = 0.0;
  double fee_value = 0.0;
  for (std::size_t t = loan.day + 1; t <= loan.last; ++t) {
    factor /= 1.0 + tranche.rate_per_period[t];
    weight_value += factor * weights[t];
    if (loan.profile == Profile::kSculpted) fee_value += factor * tranche.RunningFeeAt(t);
  }
  const double level = (amount + fee_value) / weight_value;
  double owed = amount;
  for (std::size_t t = loan.day + 1; t <= loan.last; ++t) {
    const double fee = loan.profile == Profile::kSculpted ? tranche.RunningFeeAt(t) : 0.0;
    loan.principal[t] = is_equal ? amount / static_cast<double>(loan.last - loan.day)
                                 : level * weights[t] - fee - owed * tranche.rate_per_period[t];
    owed -= loan.principal[t];
  }
}

/// Of a new loan of the size at hand: what shareholders pay on the day.
double CostOf(const model::Refinancing& refinancing, const NewLoan& loan) {
  return refinancing.fee_fraction * (loan.balance + loan.added) + refinancing.breakage_amount;
}

/// Rows of the refinanced company.
Result<company::Workspace> EvaluateNewLoan(const ModeCompany& base, const model::Refinancing& refinancing,
                                           NewLoan& loan) {
  std::vector<double> taxable = base.other_taxable;
  taxable.resize(base.works.size());
  const bool is_deducted = loan.day + 1 < taxable.size();
  const double taxable_before = is_deducted ? taxable[loan.day + 1] : 0.0;
  company::Flows flows = base.flows();
  flows.other_taxable = taxable;
  company::Tranche& tranche = loan.terms.tranches[loan.tranche];
  const bool is_sculpted = loan.profile == Profile::kSculpted;
  const auto base_cfads = base.work->rows[Row::kCfads];
  std::vector<double> cfads(base_cfads.begin(), base_cfads.end());
  const std::vector<double> level(cfads.size(), 1.0);
  const auto base_balance = base.work->rows.Of(loan.tranche, TrancheRow::kBalance);
  const double owed_after_grace = base_balance[static_cast<std::size_t>(loan.terms.construction_end) +
                                               static_cast<std::size_t>(tranche.grace_periods)];
  for (int round = 0; round < kMaxRounds; ++round) {
    const std::vector<double> before = loan.principal;
    SizeAddedDebt(refinancing, cfads, loan);
    Schedule(is_sculpted ? cfads : level, loan);
    double change = 0.0;
    for (std::size_t t = 0; t < before.size(); ++t) change = std::max(change, std::abs(loan.principal[t] - before[t]));
    if (!std::isfinite(change)) {
      return Failure{Reason::kNotApplicable, "refinancing.profile",
                     "CFADS after the refinancing is worth nothing: no sculpted schedule repays the loan"};
    }
    FixSchedule(loan.terms, loan.principal, base_balance, tranche);
    tranche.further_draw_point = static_cast<int>(loan.day);
    tranche.further_draw_fraction = loan.added / owed_after_grace;
    if (is_deducted) taxable[loan.day + 1] = taxable_before - CostOf(refinancing, loan);
    company::Workspace work(loan.terms);
    const auto run = company::Evaluate(loan.terms, flows, base.decision, work);
    if (!run) return run.error();
    const bool follows_cfads = is_sculpted || refinancing.dscr_factor;
    if (!follows_cfads || change <= kScheduleTolerance * (loan.balance + loan.added)) return work;
    const auto refinanced_cfads = work.rows[Row::kCfads];
    cfads.assign(refinanced_cfads.begin(), refinanced_cfads.end());
  }
  return Failure{Reason::kNotConverged, "refinancing.profile", "the schedule of the new loan does not settle"};
}

double LowestCover(const company::Rows& rows, const NewLoan& loan) {
  const company::Tranche& tranche = loan.terms.tranches[loan.tranche];
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t t = loan.day + 1; t <= loan.last; ++t) {
    const double service = rows.Of(loan.tranche, TrancheRow::kInterest)[t] +
                           rows.Of(loan.tranche, TrancheRow::kPrincipal)[t] + tranche.RunningFeeAt(t);
    lowest = std::min(lowest, rows[Row::kCfads][t] / service);
  }
  return lowest;
}

/// The gain by the contract's rule, from flows by point.
Result<ppp::RefinancingGain> GainOf(const model::Refinancing& refinancing, double base_irr, double periods_per_year,
                                    const RefinancingOutcome& outcome) {
  const auto day = static_cast<std::size_t>(outcome.point);
  std::vector<double> times(outcome.base_equity_flows.size());
  for (std::size_t t = 0; t < times.size(); ++t) {
    times[t] = (static_cast<double>(t) - static_cast<double>(day)) / periods_per_year;
  }
  ppp::RefinancingTerms terms;
  terms.base_case_equity_irr_per_year = base_irr;
  terms.threshold_equity_irr_per_year = refinancing.threshold_equity_irr_per_year.value_or(base_irr);
  terms.authority_share_fraction = refinancing.public_share_fraction;
  const std::span<const double> all_times(times);
  const std::span<const double> base(outcome.base_equity_flows);
  const std::span<const double> refinanced(outcome.refinanced_equity_flows);
  ppp::RefinancingFlows flows;
  flows.past_times_years = all_times.first(day);
  flows.past_amount = base.first(day);
  flows.future_times_years = all_times.subspan(day);
  flows.before_amount = base.subspan(day);
  flows.after_amount = refinanced.subspan(day);
  return ppp::ShareRefinancingGain(terms, flows);
}

}  // namespace

Result<RefinancingOutcome> Refinance(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built) {
  const model::Refinancing& refinancing = *mode.refinancing;
  const ModeCompany& base = *built.company;
  const int last = base.terms.point_count - 1;
  const auto base_flows = base.work->rows[Row::kEquityCashFlow];
  const auto base_irr = company::RateOfReturn(base.terms, base_flows, last);
  if (!base_irr) return base_irr.error();
  NewLoan loan = MakeNewLoan(project, mode, built);
  if (!(loan.balance > 0.0)) {
    return Failure{Reason::kNotApplicable, "refinancing.date",
                   "nothing is owed on that day: there is no loan to replace"};
  }
  const auto work = EvaluateNewLoan(base, refinancing, loan);
  if (!work) return work.error();
  RefinancingOutcome outcome;
  outcome.point = static_cast<int>(loan.day);
  outcome.base_equity_flows.assign(base_flows.begin(), base_flows.end());
  const auto refinanced = work->rows[Row::kEquityCashFlow];
  outcome.refinanced_equity_flows.assign(refinanced.begin(), refinanced.end());
  outcome.refinanced_equity_flows[loan.day] += loan.added - CostOf(refinancing, loan);
  outcome.added_debt_amount = loan.added;
  outcome.minimum_dscr = LowestCover(work->rows, loan);
  outcome.refinanced_equity_irr_per_year = company::RateOfReturn(base.terms, outcome.refinanced_equity_flows, last);
  const auto gain = GainOf(refinancing, *base_irr, base.terms.periods_per_year, outcome);
  if (!gain) return gain.error();
  outcome.gain = *gain;
  return outcome;
}

void AddRefinancing(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built,
                    PublicFindings& findings) {
  if (!mode.refinancing) return;
  const auto outcome = Refinance(project, mode, built);
  if (!outcome) {
    findings.figures.push_back({"refinancing_gain_amount", "CURRENCY", outcome.error()});
    return;
  }
  std::vector<double> share(static_cast<std::size_t>(built.ledger.input.window.period_count));
  share[static_cast<std::size_t>(outcome->point) - 1] = outcome->gain.authority_amount;
  findings.figures.push_back({"refinancing_gain_amount", "CURRENCY", outcome->gain.gain_amount});
  findings.figures.push_back({"refinancing_catch_up_amount", "CURRENCY", outcome->gain.catch_up_amount});
  findings.figures.push_back({"refinancing_public_share_amount", "CURRENCY", outcome->gain.authority_amount});
  findings.figures.push_back({"refinancing_public_share_present_amount", "CURRENCY",
                              PresentValue(project, share, project.setting->discount_rate_nominal_per_year)});
  findings.figures.push_back(
      {"refinancing_equity_irr_before_sharing_per_year", "1/year", outcome->refinanced_equity_irr_per_year});
  if (mode.refinancing->dscr_factor) {
    findings.figures.push_back({"refinancing_added_debt_amount", "CURRENCY", outcome->added_debt_amount});
    findings.figures.push_back({"refinancing_minimum_dscr", "1", outcome->minimum_dscr});
  }
  const ByYear fold(project);
  findings.rows.push_back({"equity_cash_flow_amount", "CURRENCY", fold.SumOfPoints(outcome->base_equity_flows), {}});
  findings.rows.push_back(
      {"equity_cash_flow_refinanced_amount", "CURRENCY", fold.SumOfPoints(outcome->refinanced_equity_flows), {}});
}

}  // namespace calanque::partnership
