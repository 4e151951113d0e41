#include <algorithm>
#include <cmath>

#include "engine/company/measures.h"
#include "engine/company/taxation.h"
#include "engine/company/vat.h"
#include "engine/finance/cost_of_capital.h"
#include "engine/kernel/discount.h"
#include "engine/kernel/payback.h"
#include "engine/kernel/series.h"
#include "engine/partnership/build_mode.h"
#include "engine/partnership/describe_mode.h"
#include "engine/partnership/partnership.h"
#include "engine/partnership/public_findings.h"

namespace calanque::partnership {
namespace {

using company::Row;

Failure NoDebt() { return {Reason::kNotApplicable, "", "nobody lends to the company"}; }

template <typename Optional, typename Read>
Result<double> Or(const Optional& value, Read read) {
  if (value) return read(*value);
  return NoDebt();
}

/// What lenders and shareholders ask of a company.
void AddCompanyFigures(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built,
                       std::vector<Figure>& figures) {
  const ModeCompany& company = *built.company;
  const company::Rows& rows = company.work->rows;
  const int last = company.terms.point_count - 1;
  const auto funding = company::FindFunding(company.terms, *company.work);
  const auto ratios = company::FindCoverRatios(company.terms, *company.work);
  const auto equity_irr = company::RateOfReturn(company.terms, rows[Row::kEquityCashFlow], last);
  const auto value = [](double number) { return number; };
  const auto minimum = [](const company::Minimum& found) { return found.value; };
  figures.push_back({"charge_amount_per_year", "CURRENCY/year", company.decision.charge_amount});
  figures.push_back({"uses_amount", "CURRENCY", funding.uses_amount});
  figures.push_back({"debt_amount", "CURRENCY", funding.debt_amount});
  figures.push_back({"equity_amount", "CURRENCY", funding.equity_amount});
  figures.push_back({"gearing_fraction", "1", funding.gearing_fraction});
  figures.push_back({"equity_irr_per_year", "1/year", equity_irr});
  figures.push_back(
      {"project_irr_per_year", "1/year", company::RateOfReturn(company.terms, rows[Row::kProjectCashFlow], last)});
  figures.push_back({"equity_npv_amount", "CURRENCY",
                     company::NetPresentValueOf(company.terms, rows[Row::kEquityCashFlow],
                                                mode.company->equity_discount_rate_per_year, last)});
  figures.push_back({"project_npv_amount", "CURRENCY",
                     company::NetPresentValueOf(company.terms, rows[Row::kProjectCashFlow],
                                                project.setting->discount_rate_nominal_per_year, last)});
  figures.push_back({"minimum_dscr", "1", Or(ratios.dscr, minimum)});
  figures.push_back({"average_dscr", "1", Or(ratios.average_dscr, value)});
  figures.push_back({"minimum_llcr", "1", Or(ratios.llcr, minimum)});
  figures.push_back({"llcr_at_operation_start", "1", Or(ratios.llcr_at_start, value)});
  figures.push_back({"minimum_plcr", "1", Or(ratios.plcr, minimum)});
  figures.push_back({"average_life_years", "years", Or(ratios.average_life_years, value)});
  std::vector<double> times;
  for (std::size_t t = 0; t < rows.point_count(); ++t) {
    times.push_back(static_cast<double>(t) / company.terms.periods_per_year);
  }
  const auto payback = kernel::FindPayback(times, rows[Row::kEquityCashFlow]);
  figures.push_back({"equity_payback_years", "years",
                     payback ? Result<double>(payback->interpolated_time) : Result<double>(payback.error())});
  if (equity_irr && funding.debt_amount > 0.0 && funding.equity_amount > 0.0) {
    const double interest_rate =
        kernel::RatePerYear(company.terms.tranches[0].rate_per_period.back(), company.terms.periods_per_year);
    const double tax_rate = company.work->year_tax_rate.back();  // The last year's: the one that lasts.
    figures.push_back({"weighted_cost_of_capital_per_year", "1/year",
                       finance::WeightedAverageCostOfCapital(funding.debt_amount / funding.equity_amount, interest_rate,
                                                             *equity_irr, tax_rate)});
  }
  int locked = 0;
  int defaults = 0;
  for (std::size_t t = 0; t < rows.point_count(); ++t) {
    const double due = rows[Row::kDebtServiceDue][t];
    if (due <= 0.0) continue;
    if (rows[Row::kCfads][t] < company.terms.distribution.lock_up_dscr * due) ++locked;
    if (rows[Row::kCfads][t] < company.terms.distribution.default_dscr * due) ++defaults;
  }
  figures.push_back({"locked_up_period_count", "periods", static_cast<double>(locked)});
  figures.push_back({"default_period_count", "periods", static_cast<double>(defaults)});
}

/// Cost to the city, tonnes, and what one of them costs.
void AddCityFigures(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                    const BuiltMode& built, std::vector<Figure>& figures) {
  const double rate = project.setting->discount_rate_nominal_per_year;
  const double cost = PresentValue(project, built.city_cost_amounts, built.city_cost_opening_amount, rate);
  double lost = 0.0;
  std::vector<double> tonnes = Delayed(flows.abated_t_co2e, mode.delay_period_count, lost);
  for (double& amount : tonnes) amount *= built.ledger.outline.expected_savings_fraction;
  const double abated = kernel::Sum(tonnes);
  figures.push_back({"city_cost_amount", "CURRENCY", kernel::Sum(built.city_cost_amounts)});
  figures.push_back({"city_cost_present_amount", "CURRENCY", cost});
  if (kernel::Sum(built.contract_payments) != 0.0) {
    figures.push_back({"contract_payments_amount", "CURRENCY", kernel::Sum(built.contract_payments)});
    figures.push_back(
        {"contract_payments_present_amount", "CURRENCY", PresentValue(project, built.contract_payments, rate)});
  }
  figures.push_back({"abatement_t_co2e", "tCO2e", abated});
  // Against doing nothing: the energy bill without the project falls away.
  const double incremental = cost - PresentValue(project, flows.energy_without_amounts, rate);
  figures.push_back({"abatement_cost_amount_per_t_co2e", "CURRENCY/tCO2e",
                     abated > 0.0 ? Result<double>(incremental / abated)
                                  : Result<double>(Failure{Reason::kNotApplicable, "", "no tonnes are avoided"})});
}

/// A return that is not solved for may be less than shareholders ask: then nobody builds.
void WarnOfReturn(const model::DeliveryMode& mode, const std::string& path, const BuiltMode& built,
                  Failures& warnings) {
  if (built.solved || !mode.company->target_equity_irr_per_year) return;
  const double target = *mode.company->target_equity_irr_per_year;
  const company::Terms& terms = built.company->terms;
  const auto equity = built.company->work->rows[Row::kEquityCashFlow];
  const double npv = company::NetPresentValueOf(terms, equity, target, terms.point_count - 1);
  if (npv >= -1e-9 * built.company->work->uses_amount) return;
  warnings.push_back({Reason::kNotApplicable, path + ".company.target_equity_irr_per_year",
                      "mode '" + mode.id + "' leaves shareholders less than the return they ask: their NPV at it is " +
                          std::to_string(std::llround(npv))});
}

/// Periods in which operation does not earn what lenders are due, whether reserves make up for it or not.
void WarnOfCover(const model::DeliveryMode& mode, const std::string& path, const BuiltMode& built, Failures& warnings) {
  const company::Rows& rows = built.company->work->rows;
  int uncovered = 0;
  for (std::size_t t = 0; t < rows.point_count(); ++t) {
    const double due = rows[Row::kDebtServiceDue][t];
    if (due > 0.0 && rows[Row::kCfads][t] < (1.0 - 1e-9) * due) ++uncovered;
    if (rows[Row::kShortfall][t] <= 0.0) continue;
    warnings.push_back({Reason::kNotApplicable, path + ".company",
                        "mode '" + mode.id + "': the company cannot pay all it owes in period " + std::to_string(t) +
                            ": " + std::to_string(std::llround(rows[Row::kShortfall][t])) + " stay unpaid"});
    return;
  }
  if (uncovered == 0) return;
  warnings.push_back({Reason::kNotApplicable, path + ".company",
                      "mode '" + mode.id + "': cash from operation is below debt service (DSCR below 1) in " +
                          std::to_string(uncovered) + " periods; " +
                          (mode.company->distribution.shareholders_fund_shortfalls ? "shareholders" : "reserves") +
                          " pay the difference"});
}

/// Sculpting on CFADS that grows faster than the rate asks for less than interest at first: lenders seldom agree.
void WarnOfRedraws(const model::DeliveryMode& mode, const std::string& path, const BuiltMode& built,
                   Failures& warnings) {
  const ModeCompany& company = *built.company;
  for (std::size_t k = 0; k < company.terms.tranches.size(); ++k) {
    const auto principal = company.work->rows.Of(k, company::TrancheRow::kPrincipal);
    const double least = -1e-9 * company.work->uses_amount;
    const auto count = std::count_if(principal.begin(), principal.end(), [&](double paid) { return paid < least; });
    if (count == 0) continue;
    warnings.push_back({Reason::kNotApplicable, path + ".company.tranches[" + std::to_string(k) + "]",
                        "mode '" + mode.id + "': loan '" + company.terms.tranches[k].id + "' is drawn again in " +
                            std::to_string(count) +
                            " periods of its repayment: CFADS over the DSCR is below interest"});
  }
}

/// Tax in arrears ends with the contract: what the last year owes is nobody's flow.
void WarnOfUnpaidTax(const model::DeliveryMode& mode, const std::string& path, const BuiltMode& built,
                     Failures& warnings) {
  const double owed = company::TaxDueAfterEnd(built.company->terms, *built.company->work);
  if (std::abs(owed) <= 1e-9 * built.company->work->uses_amount) return;
  warnings.push_back({Reason::kNotApplicable, path + ".company.tax_regime.is_paid_next_year",
                      "mode '" + mode.id + "': tax of " + std::to_string(std::llround(owed)) +
                          " on the profit of the last year falls due after the contract and is left out"});
}

void AddWarnings(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                 const std::string& path, const BuiltMode& built, Failures& warnings) {
  if (built.ledger.lost_amount > 0.0) {
    warnings.push_back({Reason::kMissingData, "appraisal.options.grid.period_count",
                        "payments of " + std::to_string(std::llround(built.ledger.lost_amount)) + " of mode '" +
                            mode.id + "' fall beyond the horizon and are left out"});
  }
  if (project.setting->discount_rate_nominal_per_year == 0.0) {
    warnings.push_back({Reason::kMissingData, "setting.discount_rate_nominal_per_year",
                        "is 0 or missing: present values are not discounted"});
  }
  if (flows.has_tax) {
    warnings.push_back({Reason::kNotApplicable, "setting.project_id",
                        "VAT and its compensation in the project's items are left out: modes state their own"});
  }
  if (!built.company) return;
  WarnOfReturn(mode, path, built, warnings);
  WarnOfCover(mode, path, built, warnings);
  WarnOfRedraws(mode, path, built, warnings);
  WarnOfUnpaidTax(mode, path, built, warnings);
}

/// VAT on the works and the facility that lends it, where one is agreed.
void AddVatRows(const ModeCompany& company, StructuredMode& out) {
  if (company.terms.vat.vat_rate_fraction == 0.0) return;
  company::VatAccount vat = company::FindVatAccount(company.terms.vat, company.work->rows[Row::kWorks]);
  out.figures.push_back({"vat_facility_peak_amount", "CURRENCY", vat.peak_amount});
  out.company_rows.push_back({"vat_paid_amount", "", std::move(vat.paid)});
  out.company_rows.push_back({"vat_refunded_amount", "", std::move(vat.refunded)});
  out.company_rows.push_back({"vat_facility_draw_amount", "", std::move(vat.drawn)});
  out.company_rows.push_back({"vat_facility_repayment_amount", "", std::move(vat.repaid)});
  out.company_rows.push_back({"vat_facility_balance_amount", "", std::move(vat.balance)});
}

void AddCompanyRows(const Project& project, const BuiltMode& built, StructuredMode& out) {
  const company::Workspace& work = *built.company->work;
  const auto copy = [](std::span<const double> row) { return std::vector<double>(row.begin(), row.end()); };
  for (std::size_t r = 0; r < company::kRowCount; ++r) {
    const auto row = static_cast<Row>(r);
    out.company_rows.push_back({std::string(company::RowName(row)), "", copy(work.rows[row])});
  }
  for (std::size_t k = 0; k < built.company->terms.tranches.size(); ++k) {
    const std::string& id = built.company->terms.tranches[k].id;
    out.tranches.push_back({id, work.debt_amounts[k], work.bindings[k], work.binding_cases[k]});
    out.company_rows.push_back({"draw_amount", id, copy(work.rows.Of(k, company::TrancheRow::kDraw))});
    out.company_rows.push_back({"balance_amount", id, copy(work.rows.Of(k, company::TrancheRow::kBalance))});
    out.company_rows.push_back({"interest_amount", id, copy(work.rows.Of(k, company::TrancheRow::kInterest))});
    out.company_rows.push_back({"principal_amount", id, copy(work.rows.Of(k, company::TrancheRow::kPrincipal))});
  }
  AddVatRows(*built.company, out);
  const auto& grid = project.request->options.grid;
  for (int t = 0; t < built.company->terms.point_count; ++t) out.point_dates.push_back(grid.StartOf(t));
}

}  // namespace

StructuredMode DescribeMode(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                            const std::string& path, const model::CityAccounts* accounts, const BuiltMode& built) {
  StructuredMode out;
  out.mode_id = mode.id;
  out.display_name = mode.display_name.empty() ? mode.id : mode.display_name;
  AddCityFigures(project, flows, mode, built, out.figures);
  if (built.company) {
    AddCompanyFigures(project, mode, built, out.figures);
    AddCompanyRows(project, built, out);
  }
  out.solved = built.solved;
  out.columns = built.ledger.columns;
  out.city_cost_amounts = built.city_cost_amounts;
  out.findings = FindPublicFindings(project, flows, mode, built, accounts);
  AddWarnings(project, flows, mode, path, built, out.warnings);
  const auto& grid = project.request->options.grid;
  for (int p = 0; p < grid.period_count; ++p) out.period_dates.push_back(grid.StartOf(p + 1));
  return out;
}

Result<StructuredMode> StructureProject(const Project& project, const model::DeliveryMode& mode,
                                        const model::CityAccounts* accounts) {
  const ProjectFlows flows = ReadProjectFlows(project);
  auto built = BuildMode(project, flows, mode);
  if (!built) return built.error();
  return DescribeMode(project, flows, mode, "mode", accounts, *built);
}

}  // namespace calanque::partnership
