#include "engine/partnership/company_terms.h"

#include <algorithm>
#include <cmath>

#include "engine/curve/value_curve.h"
#include "engine/finance/depreciation.h"
#include "engine/kernel/discount.h"
#include "engine/ppp/payment_mechanism.h"

namespace calanque::partnership {
namespace {

int ToPeriods(double years, const Window& window) {
  return static_cast<int>(std::lround(years * window.periods_per_year));
}

std::vector<double> RateByPoint(const Project& project, const model::LoanRate& rate, const Window& window) {
  std::vector<double> rates(static_cast<std::size_t>(window.contract_end) + 1);
  const curve::ValueCurves curves(project.request->assumptions);
  const auto& grid = project.request->options.grid;
  for (std::size_t t = 0; t < rates.size(); ++t) {
    double floating = 0.0;
    if (rate.hedged_fraction < 1.0) {
      const int period = t == 0 ? 0 : static_cast<int>(t) - 1;
      floating = curves.Value(curves.IndexOf(rate.base_rate_curve_id), grid.MiddleDecimalYear(period));
    }
    const double yearly = rate.hedged_fraction * rate.fixed_nominal_per_year + (1.0 - rate.hedged_fraction) * floating +
                          rate.margin_per_year;
    rates[t] = rate.is_quoted_per_period ? yearly / window.periods_per_year
                                         : kernel::RatePerPeriod(yearly, window.periods_per_year);
  }
  return rates;
}

company::SizingLimits Limits(const model::SizingLimits& from) {
  company::SizingLimits limits;
  limits.amount = from.amount;
  limits.gearing_fraction = from.gearing_fraction;
  limits.equity_fraction = from.equity_fraction;
  limits.dscr = from.dscr_factor;
  limits.llcr = from.llcr_factor;
  limits.plcr = from.plcr_factor;
  return limits;
}

company::Tranche MakeTranche(const Project& project, const model::Tranche& from, const Window& window) {
  company::Tranche tranche;
  tranche.id = from.id;
  tranche.rank = static_cast<company::Rank>(from.rank);
  tranche.profile = static_cast<company::Profile>(from.profile);
  tranche.rate_per_period = RateByPoint(project, from.rate, window);
  tranche.tenor_periods = ToPeriods(from.tenor_years, window);
  tranche.grace_periods = ToPeriods(from.grace_years, window);
  tranche.capitalises_interest_in_grace = from.capitalises_interest_in_grace;
  tranche.balloon_fraction = from.balloon_fraction;
  tranche.principal_fractions = from.principal_fractions;
  tranche.sweep_fraction = from.sweep_fraction;
  tranche.bears_interest_on_average_balance = from.bears_interest_on_average_balance;
  tranche.upfront_fee_fraction = from.upfront_fee_fraction;
  tranche.commitment_fee_per_period = from.commitment_fee_per_year / window.periods_per_year;
  tranche.limits = Limits(from.limits);
  if (from.running_fee_amount_per_year != 0.0) {
    tranche.running_fee_amounts.assign(tranche.rate_per_period.size(), 0.0);
    for (int t = window.operation_start + 1; t <= window.operation_start + tranche.tenor_periods; ++t) {
      tranche.running_fee_amounts[static_cast<std::size_t>(t)] =
          from.running_fee_amount_per_year / window.periods_per_year;
    }
  }
  return tranche;
}

/// Fractions of the cost by fiscal year of the company; a first year of operation that is not whole counts in part.
std::vector<double> DepreciationFractions(const model::TaxDepreciation& method, const Window& window) {
  const int m = window.periods_per_year;
  const int first = 1 + window.operation_start / m;
  const double first_part = 1.0 - static_cast<double>(window.operation_start % m) / m;
  const double contract_years = static_cast<double>(window.contract_end - window.operation_start) / m;
  std::vector<double> fractions(static_cast<std::size_t>(1 + (window.contract_end + m - 1) / m));
  const auto from_start = std::span(fractions).subspan(static_cast<std::size_t>(first));
  finance::DepreciationRule rule = finance::StraightLine{contract_years, first_part};
  if (const auto* line = std::get_if<model::StraightLineDepreciation>(&method)) {
    rule = finance::StraightLine{line->life_years, first_part};
  } else if (const auto* declining = std::get_if<model::DecliningDepreciation>(&method)) {
    rule = finance::DecliningBalance{declining->life_years, declining->coefficient_factor, first_part};
  } else if (const auto* series = std::get_if<model::DepreciationSeries>(&method)) {
    rule = finance::ExplicitDepreciation{series->fractions};
  }
  finance::Depreciate(rule, 1.0, from_start);
  return fractions;
}

/// By fiscal year of the company: the rate of the calendar year that it opens in, as laws say ("exercices ouverts").
std::vector<double> RateByFiscalYear(const model::IncomeTax& tax, const time::PeriodGrid& grid, const Window& window) {
  const int year_count = (window.contract_end + window.periods_per_year - 1) / window.periods_per_year;
  std::vector<double> rates;
  for (int year = 0; year <= year_count; ++year) {  // Year 0 is financial close, the first day of year 1.
    const int opening = time::YearOf(time::AddMonths(grid.start, 12 * std::max(year - 1, 0)));
    double rate = tax.rate_fraction;
    for (std::size_t i = 0; i < tax.change_years.size() && tax.change_years[i] <= opening; ++i) {
      rate = tax.changed_rate_fractions[i];
    }
    rates.push_back(rate);
  }
  return rates;
}

company::TaxRegime MakeTaxRegime(const model::TaxRegime& from, const time::PeriodGrid& grid, const Window& window) {
  company::TaxRegime regime;
  for (const model::IncomeTax& tax : from.taxes) {
    regime.taxes.push_back(
        {.rate_fraction = RateByFiscalYear(tax, grid, window), .is_deductible_later = tax.is_deductible_later});
  }
  regime.losses =
      from.loss == model::TaxLoss::kRefunded ? company::LossRule::kRefunded : company::LossRule::kCarriedForward;
  regime.loss_carry_forward = {.floor_amount = from.loss_floor_amount, .fraction = from.loss_fraction};
  if (from.interest_floor_amount || from.interest_ebitda_fraction) {
    regime.interest_limit = {.floor_amount_per_year = from.interest_floor_amount.value_or(0.0),
                             .ebitda_fraction = from.interest_ebitda_fraction.value_or(0.0)};
  }
  regime.timing = from.is_paid_next_year ? company::TaxTiming::kNextYear : company::TaxTiming::kInYear;
  regime.depreciation_fraction = DepreciationFractions(from.depreciation, window);
  regime.deducts_grants_from_cost = !from.keeps_grants_in_cost;
  regime.includes_financing_in_cost = !from.keeps_financing_out_of_cost;
  regime.expenses_maintenance = !from.keeps_maintenance_out_of_expenses;
  return regime;
}

company::Distribution MakeDistribution(const model::DistributionRules& from) {
  company::Distribution rules;
  rules.lock_up_dscr = from.lock_up_dscr_factor;
  rules.default_dscr = from.default_dscr_factor;
  rules.is_limited_by_retained_earnings = from.is_limited_by_retained_earnings;
  rules.legal_reserve_fraction = from.legal_reserve_fraction;
  rules.legal_reserve_capital_fraction = from.legal_reserve_capital_fraction;
  rules.minimum_cash_amount = from.minimum_cash_amount;
  rules.shareholders_fund_shortfalls = from.shareholders_fund_shortfalls;
  return rules;
}

}  // namespace

company::Terms MakeCompanyTerms(const Project& project, const model::OperatorCompany& company, const Window& window) {
  company::Terms terms;
  terms.point_count = window.contract_end + 1;
  terms.construction_end = window.operation_start;
  terms.periods_per_year = window.periods_per_year;
  terms.draw_weight = 0.5;  // Works are paid through the period; their interest runs from its middle.
  for (const model::Tranche& tranche : company.tranches) {
    terms.tranches.push_back(MakeTranche(project, tranche, window));
  }
  for (const model::SizingCase& one : company.downside_cases) {
    terms.downside_cases.push_back({one.revenue_factor, one.operating_cost_factor, one.dscr_factor});
  }
  terms.funding_order = static_cast<company::FundingOrder>(company.funding_order);
  terms.gearing_base = static_cast<company::GearingBase>(company.gearing_base);
  if (company.funding_order == model::FundingOrder::kEquityBridge) {
    terms.equity_bridge.rate_per_period = RateByPoint(project, company.equity_bridge.rate, window);
    terms.equity_bridge.upfront_fee_fraction = company.equity_bridge.upfront_fee_fraction;
  }
  if (company.vat_facility) {
    terms.vat.vat_rate_fraction = company.vat_facility->vat_rate_fraction;
    terms.vat.refund_lag_periods = ToPeriods(company.vat_facility->refund_lag_years, window);
    terms.vat.rate_per_period = RateByPoint(project, company.vat_facility->rate, window);
  }
  terms.reserves.debt_service_months = company.reserves.debt_service_months;
  terms.reserves.operating_cost_months = company.reserves.operating_cost_months;
  terms.reserves.maintenance_look_ahead_periods = ToPeriods(company.reserves.maintenance_look_ahead_years, window);
  if (company.reserves.interest_nominal_per_year != 0.0) {
    terms.reserves.interest_per_period.assign(
        static_cast<std::size_t>(terms.point_count),
        kernel::RatePerPeriod(company.reserves.interest_nominal_per_year, window.periods_per_year));
  }
  terms.working_capital = {.receivable_days = company.receivable_days, .payable_days = company.payable_days};
  terms.tax = MakeTaxRegime(company.tax_regime, project.request->options.grid, window);
  terms.cfads = {.is_after_tax = !company.cfads_is_before_tax,
                 .includes_reserve_interest = !company.cfads_excludes_reserve_interest};
  terms.distribution = MakeDistribution(company.distribution);
  return terms;
}

std::size_t TrancheIndex(const model::OperatorCompany& company, const std::string& id) {
  const auto& tranches = company.tranches;
  const auto found = std::find_if(tranches.begin(), tranches.end(),
                                  [&](const model::Tranche& tranche) { return id.empty() || tranche.id == id; });
  return static_cast<std::size_t>(found - tranches.begin());
}

void HoldDebts(std::span<const double> debt_amounts, company::Terms& terms) {
  for (std::size_t k = 0; k < terms.tranches.size(); ++k) {
    terms.tranches[k].limits = company::SizingLimits();
    terms.tranches[k].limits.amount = debt_amounts[k];
  }
}

std::vector<double> ChargeIndex(const Project& project, const model::Charge& charge, const Window& window) {
  const curve::ValueCurves curves(project.request->assumptions);
  const auto& grid = project.request->options.grid;
  const auto value = [&](double year) {
    return charge.indexed_fraction > 0.0 ? curves.Value(curves.IndexOf(charge.index_curve_id), year) : 1.0;
  };
  const double base = value(time::DecimalYear(charge.index_base_date.value_or(grid.StartOf(window.operation_start))));
  std::vector<double> index(static_cast<std::size_t>(window.period_count), 1.0);
  for (int i = window.operation_start; i < window.contract_end; ++i) {
    index[static_cast<std::size_t>(i)] = value(grid.FlowDecimalYear(i, time::FlowTiming::kEnd)) / base;
  }
  return index;
}

std::vector<double> ChargeFactors(const model::Charge& charge, const Window& window) {
  std::vector<double> factors(static_cast<std::size_t>(window.period_count), 1.0);
  for (int i = window.operation_start; i < window.contract_end; ++i) {
    const auto year = static_cast<std::size_t>((i - window.operation_start) / window.periods_per_year);
    double& factor = factors[static_cast<std::size_t>(i)];
    factor = std::pow(1.0 + charge.escalation_per_year, static_cast<double>(year));
    if (charge.volume_factors.empty()) continue;
    factor *= charge.volume_factors[std::min(year, charge.volume_factors.size() - 1)];
  }
  return factors;
}

double UnitCharge(const model::Charge& charge, const Window& window) {
  return (1.0 - charge.expected_deduction_fraction) / window.periods_per_year;
}

std::vector<double> ChargeProfile(const Project& project, const model::Charge& charge, const Window& window,
                                  int charge_periods) {
  std::vector<double> profile(static_cast<std::size_t>(window.period_count));
  const int end = std::min(window.operation_start + charge_periods, window.contract_end);
  const std::vector<double> index = ChargeIndex(project, charge, window);
  // A base charge of 1 a year; sound by validation.
  (void)ppp::WriteIndexedCharge(UnitCharge(charge, window), charge.indexed_fraction, index, profile);
  const std::vector<double> factors = ChargeFactors(charge, window);
  for (int i = 0; i < window.period_count; ++i) {
    const bool is_paid = i >= window.operation_start && i < end;
    profile[static_cast<std::size_t>(i)] *= is_paid ? factors[static_cast<std::size_t>(i)] : 0.0;
  }
  return profile;
}

}  // namespace calanque::partnership
