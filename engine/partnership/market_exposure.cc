#include "engine/partnership/market_exposure.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/curve/value_curve.h"
#include "engine/kernel/discount.h"
#include "engine/partnership/company_terms.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

/// Rows that the operator may stand in for, and what the public party does with them.
struct RowKind {
  FutureRow row;
  Category category;
  bool is_paid;
};
constexpr RowKind kRows[] = {
    {FutureRow::kWorks, Category::kInvestment, true},
    {FutureRow::kOperatingCost, Category::kOperatingCost, true},
    {FutureRow::kMaintenance, Category::kReplacement, true},
    {FutureRow::kRevenue, Category::kRevenue, false},
    {FutureRow::kGrant, Category::kGrant, false},
};

class Compiler {
 public:
  Compiler(const Project& project, const ProjectFutures& futures, const model::DeliveryMode& mode,
           const BuiltMode& built)
      : project_(project), futures_(futures), mode_(mode), built_(built), outline_(built.ledger.outline) {
    out_.window = built.ledger.input.window;
    out_.delay_period_count = mode.delay_period_count;
    const auto& years = project.plan->schema.axis.years;
    const double rate = project.setting->discount_rate_nominal_per_year;
    for (int p = 0; p < out_.window.period_count; ++p) {
      out_.discount_factors.push_back(kernel::CompoundDiscountFactor(rate, years[static_cast<std::size_t>(p)]));
    }
    out_.vat_rate_fraction = mode.vat_rate_fraction;
  }

  MarketExposure Compile() && {
    for (const RowKind& kind : kRows) AddRow(kind);
    AddEnergy();
    AddCity(FutureRow::kOther, 1.0);
    AddCity(FutureRow::kSavings, 1.0 - outline_.expected_savings_fraction);
    if (built_.company && outline_.charge != nullptr) AddCharge(*outline_.charge);
    AddSavings();
    if (const auto* fund = std::get_if<model::RevolvingFund>(&mode_.contract)) AddFund(*fund);
    if (built_.company) AddRates();
    return std::move(out_);
  }

 private:
  [[nodiscard]] int PeriodCount() const { return out_.window.period_count; }
  [[nodiscard]] double Discounted(int period) const {
    return period < PeriodCount() ? out_.discount_factors[static_cast<std::size_t>(period)] : 0.0;
  }

  void PushCity(FutureRow row, int row_period, double present_amount) {
    if (present_amount == 0.0) return;
    out_.city.push_back(
        {static_cast<std::uint32_t>(Position(row)), static_cast<std::uint32_t>(row_period), present_amount});
  }

  /// A row whose amounts the public party pays with this factor, later by the mode's delay.
  void AddCity(FutureRow row, double factor) {
    if (!futures_.IsMoved(Position(row))) return;
    for (int p = 0; p + mode_.delay_period_count < PeriodCount(); ++p) {
      PushCity(row, p, factor * Discounted(p + mode_.delay_period_count));
    }
  }

  /// The bill of the first periods is paid while the buildings wait.
  void AddEnergy() {
    if (!futures_.IsMoved(Position(FutureRow::kEnergyBill))) return;
    for (int p = 0; p < std::min(mode_.delay_period_count, PeriodCount()); ++p) {
      PushCity(FutureRow::kEnergyBill, p, Discounted(p));
    }
    AddCity(FutureRow::kEnergyBill, 1.0);
  }

  void AddRow(const RowKind& kind) {
    if (!futures_.IsMoved(Position(kind.row))) return;
    const double factor = CostFactor(mode_, kind.category);
    const bool is_operators = IsOperators(outline_, mode_, kind.category, kind.is_paid);
    for (int p = 0; p + mode_.delay_period_count < PeriodCount(); ++p) {
      const int q = p + mode_.delay_period_count;
      if (is_operators && q < out_.window.contract_end) {
        if (built_.company) AddCompany(kind, p, q, factor);
      } else {
        PushCity(kind.row, p, kind.is_paid ? factor * Paid(kind.category, q) : -factor * Received(kind.category, q));
      }
    }
  }

  /// Present value of a unit that the public party pays, with VAT and what the State gives back of it.
  [[nodiscard]] double Paid(Category category, int period) const {
    const double taxed = 1.0 + mode_.vat_rate_fraction;
    const bool is_eligible = category == Category::kInvestment || category == Category::kReplacement;
    return taxed * Discounted(period) - (is_eligible ? taxed * Refund(period) : 0.0);
  }
  /// A subsidy of the public party's own works is left out of the refund.
  [[nodiscard]] double Received(Category category, int period) const {
    const bool is_subsidy = category == Category::kGrant && !built_.company;
    return Discounted(period) - (is_subsidy ? Refund(period) : 0.0);
  }
  /// Nothing where the refund was refused.
  [[nodiscard]] double Refund(int period) const {
    const auto& refunds = built_.vat_compensation_amounts;
    if (std::all_of(refunds.begin(), refunds.end(), [](double amount) { return amount == 0.0; })) return 0.0;
    return mode_.vat_compensation_fraction *
           Discounted(period + mode_.vat_compensation_lag_years * out_.window.periods_per_year);
  }

  /// Point t of the company is period t - 1 of the grid. What users pay under a concession goes through its bands.
  void AddCompany(const RowKind& kind, int row_period, int period, double factor) {
    if (kind.row == FutureRow::kRevenue && std::holds_alternative<model::Concession>(mode_.contract)) return;
    const int point = period + 1;
    CompanyShare share;
    share.row = static_cast<std::uint32_t>(Position(kind.row));
    share.period = static_cast<std::uint32_t>(row_period);
    share.point = static_cast<std::uint32_t>(point);
    share.factor = factor;
    if (point <= built_.company->terms.construction_end) {
      if (!kind.is_paid) share.factor = -factor;
    } else if (!kind.is_paid) {
      share.flow = CompanyFlow::kRevenue;
    } else {
      share.flow = kind.row == FutureRow::kOperatingCost ? CompanyFlow::kOperatingCost : CompanyFlow::kMaintenance;
    }
    out_.company.push_back(share);
  }

  /// Period in which futures move the base of the charge's index.
  [[nodiscard]] std::optional<std::size_t> BasePeriod(const model::Charge& charge) const {
    if (!charge.index_base_date) return out_.window.operation_start;
    const time::PeriodGrid& grid = project_.request->options.grid;
    if (*charge.index_base_date <= grid.start) return std::nullopt;
    return time::PeriodDates(grid).IndexOf(*charge.index_base_date);
  }

  void AddCharge(const model::Charge& charge) {
    ChargeExposure exposure;
    const Window& window = out_.window;
    exposure.amount = built_.company->decision.charge_amount * UnitCharge(charge, window);
    exposure.indexed_fraction = charge.indexed_fraction;
    exposure.index = ChargeIndex(project_, charge, window);
    exposure.base_period = BasePeriod(charge);
    exposure.factors = ChargeFactors(charge, window);
    exposure.period_count = outline_.charge_period_count;
    if (charge.indexed_fraction > 0.0) exposure.curve_row = futures_.RowOfCurve(charge.index_curve_id);
    if (exposure.curve_row) {
      const curve::ValueCurves curves(project_.request->assumptions);
      const auto id = curves.IndexOf(charge.index_curve_id);
      for (int p = 0; p < window.period_count; ++p) {
        exposure.curve_values.push_back(curves.Value(id, project_.request->options.grid.MiddleDecimalYear(p)));
      }
    }
    exposure.is_earned_by_availability = futures_.IsMoved(Position(FutureRow::kAvailability));
    const double expected = 1.0 - charge.expected_deduction_fraction;
    if (expected > 0.0) {
      exposure.least_earned_factor = std::min((1.0 - charge.maximum_deduction_fraction) / expected, 1.0);
      exposure.greatest_earned_factor = 1.0 / expected;
    }
    out_.charge = std::move(exposure);
  }

  void AddSavings() {
    SavingsExposure exposure;
    exposure.expected_fraction = outline_.expected_savings_fraction;
    exposure.savings = built_.ledger.input.savings_amounts;
    if (const auto* global = std::get_if<model::GlobalPerformanceContract>(&mode_.contract)) {
      exposure.guaranteed_fraction = global->guaranteed_savings_fraction;
    } else if (const auto* deferred = std::get_if<model::DeferredPaymentContract>(&mode_.contract)) {
      exposure.guaranteed_fraction = deferred->guaranteed_savings_fraction;
    } else if (const auto* guaranteed = std::get_if<model::GuaranteedSavingsContract>(&mode_.contract)) {
      exposure.guaranteed_fraction = guaranteed->guaranteed_savings_fraction;
    } else if (const auto* shared = std::get_if<model::SharedSavingsContract>(&mode_.contract)) {
      exposure.company_fraction = shared->company_fraction;
      exposure.sharing_period_count = ContractPeriods(out_.window, shared->sharing_years);
    }
    if (exposure.guaranteed_fraction > 0.0 || exposure.company_fraction > 0.0) out_.savings = std::move(exposure);
  }

  void AddFund(const model::RevolvingFund& fund) {
    FundExposure exposure;
    exposure.terms.opening_amount = fund.opening_amount;
    exposure.terms.savings_repaid_fraction = fund.savings_repaid_fraction;
    exposure.terms.interest_rate_per_period =
        kernel::RatePerPeriod(fund.interest_nominal_per_year, out_.window.periods_per_year);
    exposure.works = built_.ledger.input.works_amounts;
    exposure.savings = built_.ledger.input.savings_amounts;
    out_.fund = std::move(exposure);
  }

  void AddRates() {
    const auto& tranches = mode_.company->tranches;
    const double per_year = out_.window.periods_per_year;
    for (std::size_t k = 0; k < tranches.size(); ++k) {
      const double floating = 1.0 - tranches[k].rate.hedged_fraction;
      const auto row = floating > 0.0 ? futures_.RowOfCurve(tranches[k].rate.base_rate_curve_id) : std::nullopt;
      if (!row || !built_.company->terms.tranches[k].IsFromLender()) continue;
      RateExposure exposure{k, *row, floating, {}};
      for (const double rate : built_.company->terms.tranches[k].rate_per_period) {
        // Of the rate per period by the rate per year: 1 / periods per year, less what compounding takes.
        const double compounding =
            per_year == 1.0 || tranches[k].rate.is_quoted_per_period ? 1.0 : std::pow(1.0 + rate, 1.0 - per_year);
        exposure.slope.push_back(compounding / per_year);
      }
      out_.rates.push_back(std::move(exposure));
    }
  }

  const Project& project_;
  const ProjectFutures& futures_;
  const model::DeliveryMode& mode_;
  const BuiltMode& built_;
  const Outline& outline_;
  MarketExposure out_;
};

}  // namespace

MarketExposure CompileMarketExposure(const Project& project, const ProjectFutures& futures,
                                     const model::DeliveryMode& mode, const BuiltMode& built) {
  return Compiler(project, futures, mode, built).Compile();
}

}  // namespace calanque::partnership
