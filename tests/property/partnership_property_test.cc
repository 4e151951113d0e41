// What holds for a project delivered in any mode. Each property draws 100 projects, each in 100 modes: 10,000 a run.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/partnership/build_mode.h"
#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

using company::Row;

constexpr int kModesPerProject = 100;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  double Between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine_); }
  int Count(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool Coin() { return Count(0, 1) == 1; }

 private:
  std::mt19937_64 engine_;
};

/// The school with other amounts: works of 20 to 200 M, and all else in proportion to itself.
void Vary(Dice& dice, School& school) {
  for (auto* items :
       {&school.request.portfolio.projects[0].with_project, &school.request.portfolio.projects[0].without_project}) {
    for (model::CashFlowItem& item : *items) {
      const double factor = item.id == "works" ? dice.Between(0.2, 2.0) : dice.Between(0.3, 1.5);
      for (double& amount : std::get<model::ExplicitSeries>(item.kind).amounts) amount *= factor;
    }
  }
  school.setting.discount_rate_nominal_per_year = dice.Between(0.0, 0.08);
  school.plan = testing::CompileOrThrow(school.request);
}

model::OperatorCompany AnyCompany(Dice& dice) {
  constexpr model::TrancheProfile kProfiles[] = {model::TrancheProfile::kSculpted, model::TrancheProfile::kAnnuity,
                                                 model::TrancheProfile::kEqualPrincipal};
  model::OperatorCompany company = Company();
  model::Tranche& loan = company.tranches[0];
  loan.profile = kProfiles[dice.Count(0, 2)];
  loan.rate.fixed_nominal_per_year = dice.Between(0.0, 0.06);
  loan.tenor_years = dice.Count(4, 10);
  loan.upfront_fee_fraction = dice.Between(0.0, 0.03);
  loan.commitment_fee_per_year = dice.Between(0.0, 0.01);
  loan.limits.gearing_fraction = dice.Between(0.3, 0.9);
  loan.limits.dscr_factor = dice.Between(1.05, 1.5);
  if (dice.Coin()) {
    model::Tranche shareholder_loan = loan;
    shareholder_loan.id = "shareholder-loan";
    shareholder_loan.lender_party_id = "shareholders";
    shareholder_loan.rank = model::TrancheRank::kShareholder;
    shareholder_loan.profile = model::TrancheProfile::kCashSweep;
    shareholder_loan.sweep_fraction = 1.0;
    shareholder_loan.upfront_fee_fraction = shareholder_loan.commitment_fee_per_year = 0.0;
    shareholder_loan.tenor_years = 10.0;
    shareholder_loan.limits = model::SizingLimits();
    shareholder_loan.limits.equity_fraction = dice.Between(0.3, 0.9);
    company.tranches.push_back(shareholder_loan);
  }
  constexpr model::FundingOrder kOrders[] = {model::FundingOrder::kProRata, model::FundingOrder::kEquityFirst};
  company.funding_order = kOrders[dice.Count(0, 1)];
  company.reserves.debt_service_months = 6.0 * dice.Count(0, 2);
  company.reserves.operating_cost_months = 3.0 * dice.Count(0, 1);
  company.reserves.maintenance_look_ahead_years = dice.Count(0, 5);
  company.reserves.interest_nominal_per_year = dice.Coin() ? 0.01 : 0.0;
  company.receivable_days = dice.Coin() ? dice.Between(0.0, 60.0) : 0.0;
  company.tax_regime.taxes = {{.rate_fraction = dice.Between(0.0, 0.35)}};
  company.tax_regime.loss_fraction = dice.Coin() ? 0.5 : 1.0;
  company.tax_regime.is_paid_next_year = dice.Coin();
  company.distribution.lock_up_dscr_factor = dice.Coin() ? 1.05 : 0.0;
  company.distribution.is_limited_by_retained_earnings = dice.Coin();
  company.closing_cost_amount = dice.Between(0.0, 1e6);
  if (dice.Coin()) {
    company.vat_facility = {.vat_rate_fraction = 0.2, .refund_lag_years = 1.0 * dice.Count(0, 2), .rate = {}};
    company.vat_facility->rate.fixed_nominal_per_year = dice.Between(0.0, 0.06);
  }
  company.target_equity_irr_per_year = dice.Between(0.07, 0.15);
  return company;
}

/// A mode of any kind; where it has a charge, it is solved for.
model::DeliveryMode AnyMode(Dice& dice) {
  static const auto kModes = AllModes();
  auto found = kModes.begin();
  std::advance(found, dice.Count(0, static_cast<int>(kModes.size()) - 1));
  model::DeliveryMode mode = found->second;
  if (mode.company) mode.company = AnyCompany(dice);
  mode.works_factor = dice.Between(0.8, 1.2);
  mode.operating_cost_factor = dice.Between(0.8, 1.2);
  mode.maintenance_factor = dice.Between(0.8, 1.2);
  mode.procurement_cost_amount = dice.Between(0.0, 2e6);
  mode.delay_period_count = dice.Count(0, 2);
  mode.vat_rate_fraction = dice.Coin() ? 0.2 : 0.0;
  mode.vat_compensation_fraction = dice.Coin() ? 0.16404 : 0.0;
  mode.vat_compensation_lag_years = dice.Count(0, 2);
  return mode;
}

/// What `party` is paid less what it pays, by period.
std::vector<double> NetOf(const std::vector<ContractColumn>& columns, const std::string& party, std::size_t periods) {
  std::vector<double> net(periods);
  for (const ContractColumn& column : columns) {
    const double sign = (column.payee_party_id == party ? 1.0 : 0.0) - (column.payer_party_id == party ? 1.0 : 0.0);
    for (std::size_t p = 0; p < periods; ++p) net[p] += sign * column.amounts[p];
  }
  return net;
}

double SizeOf(const std::vector<ContractColumn>& columns) {
  double size = 1.0;
  for (const ContractColumn& column : columns) {
    for (const double amount : column.amounts) size = std::max(size, std::abs(amount));
  }
  return size;
}

/// Calls check(school, flows, mode, built) for 100 modes of one project that can be built.
template <typename Check>
void ForModes(bool needs_charge, Check&& check) {
  Dice dice(*rc::gen::arbitrary<std::uint64_t>());
  School school;
  Vary(dice, school);
  const ProjectFlows flows = ReadProjectFlows(school.project);
  int built_count = 0;
  int drawn = 0;
  while (built_count < kModesPerProject) {
    RC_ASSERT(++drawn < 30 * kModesPerProject);
    const model::DeliveryMode mode = AnyMode(dice);
    RC_ASSERT(ValidateMode(school.project, mode, "mode").empty());
    const auto built = BuildMode(school.project, flows, mode);
    if (!built) {
      RC_ASSERT(!built.error().message.empty() && !built.error().field_path.empty());
      continue;
    }
    if (needs_charge && !built->solved) continue;
    ++built_count;
    check(school, flows, mode, *built);
  }
}

// Catches a payment that a mode invents, drops or books for one side only: what the operator keeps of a period's ledger
// is what its accounts hold more at the end of it, and what the city pays is what crosses its border.
RC_GTEST_PROP(AnyDeliveryMode, ConservesCashPerPeriodAndParty, ()) {
  ForModes(false, [](const School&, const ProjectFlows&, const model::DeliveryMode&, const BuiltMode& built) {
    const auto& columns = built.ledger.columns;
    const std::size_t periods = built.city_cost_amounts.size();
    const double tolerance = 1e-9 * SizeOf(columns);
    std::vector<double> everybody(periods);
    std::set<std::string> parties;
    for (const ContractColumn& column : columns) parties.insert({column.payer_party_id, column.payee_party_id});
    for (const std::string& party : parties) {
      const auto net = NetOf(columns, party, periods);
      for (std::size_t p = 0; p < periods; ++p) everybody[p] += net[p];
      if (party != "city") continue;
      for (std::size_t p = 0; p < periods; ++p) RC_ASSERT(std::abs(net[p] + built.city_cost_amounts[p]) <= tolerance);
    }
    for (const double amount : everybody) RC_ASSERT(std::abs(amount) <= tolerance);
    if (!built.company) return;
    const company::Rows& rows = built.company->work->rows;
    const auto kept = NetOf(columns, "operator", periods);
    const auto held = [&](std::size_t t) {
      return rows[Row::kTrappedCash][t] + rows[Row::kDebtServiceReserve][t] + rows[Row::kOperatingReserve][t] +
             rows[Row::kMaintenanceReserve][t];
    };
    for (std::size_t t = 1; t < rows.point_count(); ++t) {
      const double before = t == 1 ? 0.0 : held(t - 1);  // Financial close counts in the first period.
      const double more = held(t) - before + rows[Row::kWorkingCapitalIncrease][t];
      RC_ASSERT(std::abs(kept[t - 1] - more) <= tolerance);
    }
  });
}

RC_GTEST_PROP(AnyDeliveryMode, SourcesAreUses, ()) {
  ForModes(false, [](const School&, const ProjectFlows&, const model::DeliveryMode&, const BuiltMode& built) {
    if (!built.company) return;
    const company::Rows& rows = built.company->work->rows;
    for (std::size_t t = 0; t <= static_cast<std::size_t>(built.company->terms.construction_end); ++t) {
      double sources = rows[Row::kGrants][t] + rows[Row::kEquityDraws][t];
      for (std::size_t k = 0; k < built.company->terms.tranches.size(); ++k) {
        if (built.company->terms.tranches[k].IsFromLender()) sources += rows.Of(k, company::TrancheRow::kDraw)[t];
      }
      const double uses = rows[Row::kWorks][t] + rows[Row::kOtherUses][t] + rows[Row::kUpfrontFees][t] +
                          rows[Row::kCommitmentFees][t] + rows[Row::kConstructionInterest][t] +
                          rows[Row::kVatInterest][t] + rows[Row::kReservePrefunding][t];
      RC_ASSERT(std::abs(sources - uses) <= 1e-9 * built.company->work->uses_amount);
    }
    for (std::size_t k = 0; k < built.company->terms.tranches.size(); ++k) {
      const auto balance = rows.Of(k, company::TrancheRow::kBalance);
      if (built.company->terms.tranches[k].IsFromLender() && rows[Row::kShortfall][rows.point_count() - 1] == 0.0) {
        RC_ASSERT(std::abs(balance.back()) <= 1e-9 * built.company->work->uses_amount);
      }
    }
  });
}

RC_GTEST_PROP(AnyDeliveryMode, ASolvedChargeMeetsItsTarget, ()) {
  ForModes(true, [](const School&, const ProjectFlows&, const model::DeliveryMode& mode, const BuiltMode& built) {
    const auto equity = built.company->work->rows[Row::kEquityCashFlow];
    const int last = built.company->terms.point_count - 1;
    const double target = *mode.company->target_equity_irr_per_year;
    const double npv = company::NetPresentValueOf(built.company->terms, equity, target, last);
    RC_ASSERT(std::abs(npv) <= 1e-9 * built.company->work->uses_amount);
    const auto irr = company::RateOfReturn(built.company->terms, equity, last);
    if (irr) RC_ASSERT(std::abs(*irr - target) <= 1e-9);
  });
}

RC_GTEST_PROP(AnyDeliveryMode, AHigherChargeNeverLowersTheReturn, ()) {
  ForModes(true, [](const School& school, const ProjectFlows& flows, const model::DeliveryMode& mode,
                    const BuiltMode& built) {
    auto open = OpenMode(school.project, flows, mode);
    RC_ASSERT(static_cast<bool>(open));
    BuiltMode higher = std::move(open).value();
    higher.company->decision.charge_amount = 1.03 * built.solved->solution.value;
    const auto run = company::Evaluate(higher.company->terms, higher.company->flows(), higher.company->decision,
                                       *higher.company->work);
    if (!run) return;  // Lenders may take it all: then there is no return to compare.
    const int last = built.company->terms.point_count - 1;
    const auto before =
        company::RateOfReturn(built.company->terms, built.company->work->rows[Row::kEquityCashFlow], last);
    const auto after =
        company::RateOfReturn(built.company->terms, higher.company->work->rows[Row::kEquityCashFlow], last);
    if (before && after) RC_ASSERT(*after >= *before - 1e-9);
  });
}

}  // namespace
}  // namespace calanque::partnership
