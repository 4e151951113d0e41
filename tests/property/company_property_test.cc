// What holds for any operator company. Each property draws 100 seeds, each seed 100 structures: 10,000 a run.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/company/path.h"
#include "engine/company/solve.h"
#include "engine/company/vat.h"

namespace calanque::company {
namespace {

constexpr int kStructuresPerSeed = 100;

/// Draws numbers for one structure.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double Between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine_); }
  int Count(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool Coin() { return Count(0, 1) == 1; }

 private:
  std::mt19937_64 engine_;
};

/// A structure that lenders would look at: revenue pays for operation, works and interest a few times over.
struct Case {
  Terms terms;
  std::vector<double> works, grants, charge, cost, maintenance;
  Decision decision;

  [[nodiscard]] Flows flows() const {
    Flows flows;
    flows.works = works;
    flows.grants = grants;
    flows.charge_profile = charge;
    flows.operating_cost = cost;
    flows.major_maintenance = maintenance;
    return flows;
  }
};

Tranche AnyTranche(Dice& dice, const Terms& terms, bool is_sculpted) {
  constexpr Profile kProfiles[] = {Profile::kSculpted, Profile::kAnnuity, Profile::kEqualPrincipal,
                                   Profile::kBullet,   Profile::kBalloon, Profile::kCashSweep};
  Tranche tranche;
  tranche.id = "loan";
  tranche.profile = is_sculpted ? Profile::kSculpted : kProfiles[dice.Count(0, 5)];
  const double rate = dice.Between(0.0, 0.08) / terms.periods_per_year;
  tranche.rate_per_period.assign(static_cast<std::size_t>(terms.point_count), rate);
  const int operation = terms.point_count - 1 - terms.construction_end;
  tranche.tenor_periods = dice.Count(std::max(2, operation / 2), operation);
  tranche.grace_periods = dice.Count(0, std::min(2, tranche.tenor_periods - 1));
  tranche.capitalises_interest_in_grace = dice.Coin();
  tranche.balloon_fraction = dice.Between(0.0, 0.5);
  tranche.sweep_fraction = dice.Between(0.2, 1.0);
  tranche.upfront_fee_fraction = dice.Between(0.0, 0.03);
  tranche.commitment_fee_per_period = dice.Between(0.0, 0.01) / terms.periods_per_year;
  return tranche;
}

void AddTaxes(Dice& dice, Terms& terms) {
  terms.tax.taxes = {{.rate_fraction = {dice.Between(0.0, 0.35)}}};
  terms.tax.losses = dice.Coin() ? LossRule::kCarriedForward : LossRule::kRefunded;
  terms.tax.loss_carry_forward = {.floor_amount = 1e6, .fraction = 0.5};
  if (dice.Coin()) terms.tax.interest_limit = {.floor_amount_per_year = dice.Between(0, 3e6), .ebitda_fraction = 0.3};
  terms.tax.timing = dice.Coin() ? TaxTiming::kInYear : TaxTiming::kNextYear;
  const int life = dice.Count(5, 25);
  terms.tax.depreciation_fraction.assign(static_cast<std::size_t>(life) + 4, 0.0);
  for (int y = 0; y < life; ++y) terms.tax.depreciation_fraction[static_cast<std::size_t>(y) + 1] = 1.0 / life;
}

Case AnyCase(std::uint64_t seed, bool is_sculpted = false) {
  Dice dice(seed);
  Case any;
  Terms& terms = any.terms;
  constexpr int kPeriodicities[] = {1, 2, 4};
  terms.periods_per_year = kPeriodicities[dice.Count(0, 2)];
  terms.construction_end = dice.Count(0, 3 * terms.periods_per_year);
  terms.point_count = 1 + terms.construction_end + dice.Count(6, 25) * terms.periods_per_year;
  terms.draw_weight = 0.5 * dice.Count(0, 2);
  constexpr FundingOrder kOrders[] = {FundingOrder::kProRata, FundingOrder::kEquityFirst, FundingOrder::kEquityBridge};
  terms.funding_order = kOrders[dice.Count(0, 2)];
  const auto points = static_cast<std::size_t>(terms.point_count);
  terms.equity_bridge.rate_per_period.assign(points, 0.04 / terms.periods_per_year);
  terms.equity_bridge.upfront_fee_fraction = 0.01;
  terms.vat.vat_rate_fraction = dice.Coin() ? 0.2 : 0.0;
  terms.vat.refund_lag_periods = dice.Count(0, 2);
  terms.vat.rate_per_period.assign(points, 0.03 / terms.periods_per_year);
  terms.reserves.debt_service_months = 6.0 * dice.Count(0, 2);
  terms.reserves.operating_cost_months = 3.0 * dice.Count(0, 2);
  terms.reserves.maintenance_look_ahead_periods = dice.Count(0, 5);
  terms.reserves.interest_per_period.assign(points, 0.01 / terms.periods_per_year);
  terms.working_capital = {.receivable_days = dice.Between(0, 60), .payable_days = dice.Between(0, 30)};
  terms.cfads = {.is_after_tax = dice.Coin(), .includes_reserve_interest = dice.Coin()};
  terms.distribution.lock_up_dscr = dice.Coin() ? 1.1 : 0.0;
  terms.distribution.is_limited_by_retained_earnings = dice.Coin();
  terms.distribution.legal_reserve_fraction = 0.05;
  terms.distribution.legal_reserve_capital_fraction = 0.1;
  AddTaxes(dice, terms);
  terms.tranches = {AnyTranche(dice, terms, is_sculpted)};
  SizingLimits& limits = terms.tranches[0].limits;
  limits.dscr = dice.Between(1.05, 1.6);
  if (!is_sculpted) {
    limits.gearing_fraction = dice.Between(0.4, 0.95);
    if (dice.Coin()) limits.llcr = dice.Between(1.1, 1.6);
    if (dice.Coin()) limits.plcr = dice.Between(1.2, 1.8);
    if (dice.Coin()) terms.downside_cases = {{.revenue_factor = 0.9, .operating_cost_factor = 1.1, .dscr_factor = 0.9}};
    if (dice.Coin()) {
      Tranche loan = AnyTranche(dice, terms, false);
      loan.rank = Rank::kShareholder;
      loan.profile = dice.Coin() ? Profile::kCashSweep : Profile::kAnnuity;
      loan.capitalises_interest_in_grace = false;
      loan.upfront_fee_fraction = loan.commitment_fee_per_period = 0.0;
      loan.limits.equity_fraction = dice.Between(0.3, 0.9);
      terms.tranches.push_back(loan);
    }
  }
  any.works.assign(points, 0.0);
  any.grants.assign(points, 0.0);
  any.charge.assign(points, 0.0);
  any.cost.assign(points, 0.0);
  any.maintenance.assign(points, 0.0);
  const double works = dice.Between(5e6, 2e8);
  for (int t = 0; t <= terms.construction_end; ++t) {
    any.works[static_cast<std::size_t>(t)] = works / (terms.construction_end + 1);
  }
  if (dice.Coin()) any.grants[static_cast<std::size_t>(dice.Count(0, terms.construction_end))] = 0.1 * works;
  const double revenue = works * dice.Between(0.10, 0.2) / terms.periods_per_year;
  const double growth = dice.Between(0.0, 0.02) / terms.periods_per_year;
  const double cost_fraction = dice.Between(0.1, 0.3);
  for (auto t = static_cast<std::size_t>(terms.construction_end) + 1; t < points; ++t) {
    const double index = std::pow(1.0 + growth, static_cast<double>(t));
    any.charge[t] = index;
    any.cost[t] = cost_fraction * revenue * index;
  }
  any.maintenance[points - 2] = 0.02 * works;
  any.decision.charge_amount = revenue;
  return any;
}

double Size(const Case& any, const Workspace& work) {
  double size = work.uses_amount;
  for (const double amount : work.rows[Row::kRevenue]) size += std::abs(amount);
  (void)any;
  return size;
}

double Total(std::span<const double> row) {
  double sum = 0.0;
  for (const double amount : row) sum += amount;
  return sum;
}

/// Calls check(case, workspace) for 100 structures that lenders accept.
template <typename Check>
void ForStructures(bool is_sculpted, Check&& check) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  int accepted = 0;
  for (int i = 0; i < kStructuresPerSeed; ++i) {
    const Case any = AnyCase(seed + static_cast<std::uint64_t>(i), is_sculpted);
    Workspace work(any.terms);
    const auto run = Evaluate(any.terms, any.flows(), any.decision, work);
    if (!run) {
      RC_ASSERT(!run.error().message.empty());
      RC_ASSERT(run.error().reason != Reason::kNotConverged);
      continue;
    }
    ++accepted;
    check(any, work);
  }
  RC_ASSERT(accepted > kStructuresPerSeed / 2);
}

RC_GTEST_PROP(Company, SourcesEqualUses, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    const Rows& rows = work.rows;
    double uses = 0.0;
    double sources = 0.0;
    for (std::size_t t = 0; t <= static_cast<std::size_t>(any.terms.construction_end); ++t) {
      uses += rows[Row::kWorks][t] + rows[Row::kOtherUses][t] + rows[Row::kUpfrontFees][t] +
              rows[Row::kCommitmentFees][t] + rows[Row::kConstructionInterest][t] + rows[Row::kVatInterest][t] +
              rows[Row::kReservePrefunding][t] - rows[Row::kGrants][t];
      sources += rows[Row::kEquityDraws][t] + rows.Of(0, TrancheRow::kDraw)[t];
    }
    RC_ASSERT(std::abs(uses - sources) <= 1e-9 * Size(any, work));
  });
}

RC_GTEST_PROP(Company, DebtEndsAtZeroAndIsDrawnInFull, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    const auto balance = work.rows.Of(0, TrancheRow::kBalance);
    RC_ASSERT(std::abs(balance.back()) <= 1e-9 * Size(any, work));
    const double drawn = Total(work.rows.Of(0, TrancheRow::kDraw));
    RC_ASSERT(std::abs(drawn - work.debt_amounts[0]) <= 1e-9 * Size(any, work));
  });
}

RC_GTEST_PROP(Company, CashIsConservedInEveryPeriod, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    const Rows& rows = work.rows;
    const auto end = static_cast<std::size_t>(any.terms.construction_end);
    for (std::size_t t = end + 1; t < rows.point_count(); ++t) {
      const double in = rows[Row::kRevenue][t] + rows[Row::kReserveInterest][t] + rows[Row::kShareholderFunding][t] +
                        rows[Row::kTrappedCash][t - 1];
      const double out = rows[Row::kOperatingCost][t] + rows[Row::kWorkingCapitalIncrease][t] + rows[Row::kTax][t] +
                         rows[Row::kMaintenanceFunding][t] + rows[Row::kVatInterest][t] + rows[Row::kRunningFees][t] +
                         rows[Row::kInterestPaid][t] + rows[Row::kPrincipalPaid][t] + rows[Row::kReserveFunding][t] +
                         rows[Row::kShareholderInterest][t] + rows[Row::kShareholderPrincipal][t] +
                         rows[Row::kDividends][t] + rows[Row::kCapitalRepaid][t] + rows[Row::kTrappedCash][t];
      if (rows[Row::kShortfall][t] > 0.0 || rows[Row::kShortfall][t - 1] > 0.0) continue;
      RC_ASSERT(std::abs(in - out) <= 1e-10 * Size(any, work));
    }
  });
}

// Construction and operation alike: what VAT takes out of the company the facility and the State bring in at the same
// point.
RC_GTEST_PROP(Company, TheVatFacilityIsNeverNegativeAndRepaidInFull, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    const VatAccount vat = FindVatAccount(any.terms.vat, work.rows[Row::kWorks]);
    double balance = 0.0;
    for (std::size_t t = 0; t < work.rows.point_count(); ++t) {
      RC_ASSERT(vat.balance[t] >= 0.0);
      RC_ASSERT(vat.balance[t] <= vat.peak_amount);
      RC_ASSERT(vat.paid[t] + vat.repaid[t] == vat.drawn[t] + vat.refunded[t]);
      balance += vat.drawn[t] - vat.repaid[t];
      RC_ASSERT(std::abs(balance - vat.balance[t]) <= 1e-12 * Size(any, work));
    }
    const auto repaid_by = static_cast<std::size_t>(any.terms.construction_end) +
                           static_cast<std::size_t>(any.terms.vat.refund_lag_periods);
    for (std::size_t t = repaid_by; t < vat.balance.size(); ++t) RC_ASSERT(vat.balance[t] == 0.0);
    RC_ASSERT(std::abs(Total(vat.drawn) - Total(vat.repaid)) <= 1e-12 * Size(any, work));
    RC_ASSERT(std::abs(Total(vat.paid) - Total(vat.refunded)) <= 1e-12 * Size(any, work));
  });
}

RC_GTEST_PROP(Company, ReservesAndBalancesAreNeverNegative, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    for (const Row row : {Row::kDebtServiceReserve, Row::kOperatingReserve, Row::kMaintenanceReserve, Row::kTrappedCash,
                          Row::kDividends, Row::kShareholderInterest, Row::kShareholderPrincipal, Row::kCapitalRepaid,
                          Row::kShortfall}) {
      for (const double amount : work.rows[row]) {
        if (amount < -1e-9 * Size(any, work)) RC_LOG() << RowName(row);
        RC_ASSERT(amount >= -1e-9 * Size(any, work));
      }
    }
  });
}

RC_GTEST_PROP(Company, NothingForShareholdersWhileLendersWait, ()) {
  ForStructures(false, [](const Case&, const Workspace& work) {
    const Rows& rows = work.rows;
    for (std::size_t t = 0; t + 1 < rows.point_count(); ++t) {
      if (rows[Row::kShortfall][t] <= 0.0) continue;
      RC_ASSERT(rows[Row::kDividends][t] == 0.0 && rows[Row::kShareholderInterest][t] == 0.0 &&
                rows[Row::kShareholderPrincipal][t] == 0.0);
    }
  });
}

/// The target in every period; where interest paid in grace is the tightest, there, and more but level after it.
RC_GTEST_PROP(Company, SculptedDscrIsTheTargetInEveryPeriod, ()) {
  ForStructures(true, [](const Case& any, const Workspace& work) {
    if (work.bindings[0] != Binding::kDscr) return;
    const Tranche& loan = any.terms.tranches[0];
    const UnitLoan& unit = work.units[0];
    const auto dscr = [&](std::size_t t) { return work.rows[Row::kCfads][t] / work.rows[Row::kDebtServiceDue][t]; };
    const double level = dscr(unit.first_repayment);
    for (std::size_t t = unit.first_repayment; t <= unit.last_repayment; ++t) {
      RC_ASSERT(std::abs(dscr(t) - level) <= 1e-9 * level);
    }
    double lowest = level;
    for (std::size_t t = unit.first_grace; t < unit.first_repayment && !loan.capitalises_interest_in_grace; ++t) {
      lowest = std::min(lowest, dscr(t));
    }
    RC_ASSERT(std::abs(lowest - *loan.limits.dscr) <= 1e-9);
  });
}

RC_GTEST_PROP(Company, EveryLimitHoldsAndTheBindingOneIsMet, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    const SizingLimits& limits = any.terms.tranches[0].limits;
    const double gearing = work.debt_amounts[0] / work.uses_amount;
    RC_ASSERT(gearing <= *limits.gearing_fraction + 1e-9);
    if (work.bindings[0] == Binding::kGearing) RC_ASSERT(std::abs(gearing - *limits.gearing_fraction) <= 1e-9);
    const auto ratios = FindCoverRatios(any.terms, work);
    const bool is_base_case = any.terms.tranches[0].profile != Profile::kCashSweep;
    if (limits.llcr && ratios.llcr_at_start && is_base_case) RC_ASSERT(*ratios.llcr_at_start >= *limits.llcr - 1e-9);
    if (limits.plcr && ratios.plcr_at_start && is_base_case) RC_ASSERT(*ratios.plcr_at_start >= *limits.plcr - 1e-9);
  });
}

RC_GTEST_PROP(Company, SolvedChargeGivesTheTargetReturnAndMoreGivesMore, ()) {
  ForStructures(false, [](const Case& any, const Workspace&) {
    Workspace work(any.terms);
    Decision decision = any.decision;
    SolveOptions options;
    options.target_value = 0.11;
    const auto solution = Solve(any.terms, any.flows(), options, decision, work);
    if (!solution) {
      RC_ASSERT(solution.error().reason == Reason::kInvalidInput);
      return;
    }
    const int last = any.terms.point_count - 1;
    const double npv = NetPresentValueOf(any.terms, work.rows[Row::kEquityCashFlow], 0.11, last);
    RC_ASSERT(std::abs(npv) <= 1e-9 * work.uses_amount);
    decision.charge_amount *= 1.02;
    if (!Run(any.terms, any.flows(), decision, work)) return;
    RC_ASSERT(NetPresentValueOf(any.terms, work.rows[Row::kEquityCashFlow], 0.11, last) > npv);
  });
}

RC_GTEST_PROP(Company, TheSameCompanyTwiceIsTheSameToTheLastBit, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    Workspace again(any.terms);
    Decision other = any.decision;
    other.charge_amount *= 1.3;
    (void)Run(any.terms, any.flows(), other, again);  // What was evaluated before leaves no trace.
    RC_ASSERT(Evaluate(any.terms, any.flows(), any.decision, again).has_value());
    for (std::size_t r = 0; r < kRowCount; ++r) {
      const auto left = work.rows[static_cast<Row>(r)];
      const auto right = again.rows[static_cast<Row>(r)];
      RC_ASSERT(std::equal(left.begin(), left.end(), right.begin()));
    }
  });
}

RC_GTEST_PROP(Company, APathWhereNothingDiffersIsTheBaseCaseToTheLastBit, ()) {
  ForStructures(false, [](const Case& any, const Workspace& work) {
    const Flows flows = any.flows();
    PathEvaluator paths(any.terms, flows, work, std::vector<double>(any.terms.tranches.size(), 0.5));
    std::vector<double> less(work.rows.point_count());
    std::vector<double> dearer(work.rows.point_count(), 0.01);
    for (std::size_t t = 0; t < less.size(); ++t) less[t] = 0.7 * work.rows[Row::kRevenue][t];
    PathFlows bad;
    bad.revenue = less;
    bad.rate_shift = dearer;
    paths.Evaluate(bad);  // What was evaluated before leaves no trace.
    paths.Evaluate({});
    for (std::size_t r = 0; r < kRowCount; ++r) {
      const auto left = work.rows[static_cast<Row>(r)];
      const auto right = paths.work().rows[static_cast<Row>(r)];
      if (!std::equal(left.begin(), left.end(), right.begin())) RC_LOG() << RowName(static_cast<Row>(r));
      RC_ASSERT(std::equal(left.begin(), left.end(), right.begin()));
    }
  });
}

/// A loan of a given amount whose schedule does not look at CFADS: the path is then a company of its own.
Case WithoutSizing(Case any) {
  Tranche& loan = any.terms.tranches[0];
  if (loan.profile == Profile::kSculpted || loan.profile == Profile::kCashSweep) loan.profile = Profile::kAnnuity;
  loan.limits = SizingLimits{};
  loan.limits.amount = 0.5 * Total(any.works);
  any.terms.downside_cases.clear();
  any.terms.reserves.operating_cost_months = 0.0;
  return any;
}

RC_GTEST_PROP(Company, APathIsTheCompanyEvaluatedWithItsFlows, ()) {
  const auto seed = *rc::gen::arbitrary<std::uint64_t>();
  for (int i = 0; i < kStructuresPerSeed; ++i) {
    const Case base = WithoutSizing(AnyCase(seed + static_cast<std::uint64_t>(i)));
    Workspace work(base.terms);
    if (!Evaluate(base.terms, base.flows(), base.decision, work)) continue;
    Dice dice(seed + static_cast<std::uint64_t>(i));
    Case other = base;
    for (double& amount : other.charge) amount *= dice.Between(0.6, 1.2);
    for (double& amount : other.cost) amount *= dice.Between(0.8, 1.5);
    Workspace whole(base.terms);
    if (!Run(other.terms, other.flows(), other.decision, whole)) continue;
    const Flows flows = base.flows();
    PathEvaluator paths(base.terms, flows, work, {});
    PathFlows path;
    path.revenue = whole.rows[Row::kRevenue];
    path.operating_cost = whole.rows[Row::kOperatingCost];
    paths.Evaluate(path);
    for (const Row row : {Row::kTax, Row::kCfads, Row::kInterestPaid, Row::kPrincipalPaid, Row::kDebtServiceReserve,
                          Row::kTrappedCash, Row::kDividends, Row::kShortfall, Row::kEquityCashFlow}) {
      for (std::size_t t = 0; t < whole.rows.point_count(); ++t) {
        const double difference = std::abs(paths.work().rows[row][t] - whole.rows[row][t]);
        if (difference > 1e-9 * Size(base, work)) RC_LOG() << RowName(row) << " at " << t << ": " << difference;
        RC_ASSERT(difference <= 1e-9 * Size(base, work));
      }
    }
  }
}

}  // namespace
}  // namespace calanque::company
