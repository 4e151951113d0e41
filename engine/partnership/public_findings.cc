#include "engine/partnership/public_findings.h"

#include <algorithm>

#include "engine/company/measures.h"
#include "engine/kernel/series.h"
#include "engine/partnership/by_year.h"
#include "engine/partnership/city_loan.h"
#include "engine/partnership/city_operation.h"
#include "engine/partnership/early_end.h"
#include "engine/partnership/refinancing.h"
#include "engine/ppp/budget_sustainability.h"
#include "engine/ppp/city_accounts.h"
#include "engine/ppp/eurostat_indicators.h"

namespace calanque::partnership {
namespace {

using ledger::Category;

constexpr const char* kCauseNames[] = {"termination_authority_default_amount", "termination_operator_default_amount",
                                       "termination_force_majeure_amount"};
/// Thresholds of the guide: government finance above half of the capital cost; the others have none of their own.
/// Source: EPEC and Eurostat, A Guide to the Statistical Treatment of PPPs (2016).
constexpr double kGovernmentFinanceThreshold = 0.5;

struct YearPayments {
  std::vector<double> investment, financing, running, avoided;
  std::size_t delivery_year = 0;

  [[nodiscard]] ppp::ContractPayments View() const {
    ppp::ContractPayments payments;
    payments.investment_amount = investment;
    payments.financing_amount = financing;
    payments.running_amount = running;
    payments.avoided_spending_amount = avoided;
    payments.delivery_year = delivery_year;
    return payments;
  }

  /// What the city gains or loses in its own operation, beside the payments.
  void AddOperation(const std::vector<double>& added_to_gross_savings) {
    avoided.resize(added_to_gross_savings.size());
    running.resize(added_to_gross_savings.size());
    for (std::size_t y = 0; y < avoided.size(); ++y) {
      avoided[y] = std::max(added_to_gross_savings[y], 0.0);
      running[y] += std::max(-added_to_gross_savings[y], 0.0);
    }
  }
};

YearPayments PaymentsByYear(const Project& project, const BuiltMode& built, const PaymentParts& parts) {
  const ByYear fold(project);
  YearPayments payments{fold.Sum(parts.investment), fold.Sum(parts.financing), fold.Sum(parts.running), {}};
  const int start = std::min(built.ledger.input.window.operation_start, built.ledger.input.window.period_count - 1);
  payments.delivery_year =
      static_cast<std::size_t>(project.plan->schema.axis.year_indices[static_cast<std::size_t>(start)]);
  return payments;
}

/// The parts with the VAT that the city pays on the contract, in proportion.
PaymentParts WithVat(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built) {
  PaymentParts parts = built.payments;
  const model::PppSetting& setting = *project.setting;
  const auto charged = SumOf(built.ledger.columns, Category::kOperatingCost, setting.public_party_id,
                             setting.operator_party_id, parts.running.size());
  for (std::size_t p = 0; p < charged.size(); ++p) {
    const double vat = mode.vat_rate_fraction * charged[p];
    const double payment = parts.investment[p] + parts.financing[p] + parts.running[p];
    if (payment <= 0.0) {
      parts.running[p] += vat;
      continue;
    }
    for (auto* part : {&parts.investment, &parts.financing, &parts.running}) (*part)[p] *= 1.0 + vat / payment;
  }
  return parts;
}

Result<double> GrossSavings(const ppp::CityRatios& ratios) { return ratios.gross_savings_amount; }
Result<double> NetSavings(const ppp::CityRatios& ratios) { return ratios.net_savings_amount; }
Result<double> Debt(const ppp::CityRatios& ratios) { return ratios.debt_amount; }
Result<double> RepaymentYears(const ppp::CityRatios& ratios) { return ratios.debt_repayment_years; }

/// Four rows of ratios; `which` is "without" or "with".
void AddRatioRows(const std::string& which, const std::vector<ppp::CityRatios>& ratios, PublicFindings& findings) {
  const auto add = [&](std::string name, const char* unit, Result<double> (*read)(const ppp::CityRatios&)) {
    YearRow row{std::move(name), unit, {}, {}};
    for (const auto& ratio : ratios) {
      const Result<double> value = read(ratio);
      row.values.push_back(value ? *value : 0.0);
      row.is_absent.push_back(!value);
    }
    findings.rows.push_back(std::move(row));
  };
  add("gross_savings_" + which + "_amount", "CURRENCY", GrossSavings);
  add("net_savings_" + which + "_amount", "CURRENCY", NetSavings);
  add("debt_" + which + "_amount", "CURRENCY", Debt);
  add("debt_repayment_" + which + "_years", "years", RepaymentYears);
}

std::vector<double> Sum(const std::vector<double>& first, const std::vector<double>& second) {
  std::vector<double> sum = first;
  kernel::Accumulate(sum, second);
  return sum;
}

/// The accounts with the loan's service and what the project changes in operation: false where they are unsound.
bool WriteRatiosWithLoan(const model::CityAccounts& accounts, const CityLoanYears& loan, YearPayments payments,
                         const ppp::DebtRule& rule, std::vector<ppp::CityRatios>& ratios) {
  payments.financing = loan.interest;
  const auto principal = Sum(accounts.principal_repaid_amounts, loan.principal);
  const auto debt = Sum(accounts.debt_closing_amounts, loan.outstanding);
  return !ppp::WriteCityRatiosWithContract(
      {accounts.operating_revenue_amounts, accounts.operating_expenditure_amounts, principal, debt}, payments.View(),
      rule, ratios);
}

void AddLoanRows(const CityLoanYears& loan, PublicFindings& findings) {
  findings.rows.push_back({"city_loan_interest_amount", "CURRENCY", loan.interest, {}});
  findings.rows.push_back({"city_loan_principal_amount", "CURRENCY", loan.principal, {}});
  findings.rows.push_back({"city_loan_outstanding_amount", "CURRENCY", loan.outstanding, {}});
  findings.figures.push_back({"city_loan_amount", "CURRENCY", loan.amount});
  findings.figures.push_back({"city_loan_settled_at_horizon_amount", "CURRENCY", loan.settled_early_amount});
}

/// Ratios of the city by year: with the contract where a company finances the works, with the city's loan where the
/// mode states one. Every mode's operation counts the same way.
void AddRatios(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built,
               const CityOperationYears& operation, const model::CityAccounts& accounts, PublicFindings& findings) {
  const ppp::CityAccounts view{accounts.operating_revenue_amounts, accounts.operating_expenditure_amounts,
                               accounts.principal_repaid_amounts, accounts.debt_closing_amounts};
  ppp::DebtRule rule;
  if (accounts.debt_ceiling_years) rule.ceiling_years = *accounts.debt_ceiling_years;
  std::vector<ppp::CityRatios> ratios(static_cast<std::size_t>(project.plan->schema.axis.year_count));
  if (ppp::WriteCityRatios(view, rule, ratios)) return;
  AddRatioRows("without", ratios, findings);
  YearPayments payments = PaymentsByYear(project, built, WithVat(project, mode, built));
  payments.AddOperation(operation.AddedToGrossSavings());
  if (!built.company) {
    const auto loan = FindCityLoan(project, mode, built);
    if (!loan) {
      findings.figures.push_back({"debt_repayment_highest_years", "years",
                                  Failure{Reason::kNotApplicable, "",
                                          "the city pays the works itself; whether it saves or borrows for them is not "
                                          "part of this mode (a loan of "
                                          "direct procurement says so)"}});
      return;
    }
    if (!WriteRatiosWithLoan(accounts, *loan, payments, rule, ratios)) return;
    AddLoanRows(*loan, findings);
  } else if (ppp::WriteCityRatiosWithContract(view, payments.View(), rule, ratios)) {
    return;
  }
  AddRatioRows("with", ratios, findings);
  double worst = 0.0;
  int above = 0;
  for (const auto& ratio : ratios) {
    if (!ratio.is_within_ceiling) ++above;
    if (ratio.debt_repayment_years) worst = std::max(worst, *ratio.debt_repayment_years);
  }
  findings.figures.push_back({"debt_repayment_highest_years", "years", worst});
  if (!accounts.debt_ceiling_years) return;
  findings.figures.push_back({"debt_repayment_ceiling_years", "years", *accounts.debt_ceiling_years});
  findings.figures.push_back({"years_above_debt_ceiling_count", "years", static_cast<double>(above)});
}

/// Years from signature to the end of the contract.
std::size_t ContractYears(const Project& project, const BuiltMode& built) {
  const int last = built.ledger.input.window.contract_end - 1;
  return static_cast<std::size_t>(project.plan->schema.axis.year_indices[static_cast<std::size_t>(last)]) + 1;
}

/// The four items, over the years of the contract; gross savings and mandatory spending are zero where no accounts are
/// given.
void AddSustainability(const Project& project, const BuiltMode& built, const YearPayments& payments,
                       const EarlyEndRows& terminations, const model::CityAccounts* accounts,
                       PublicFindings& findings) {
  const std::size_t years = ContractYears(project, built);
  const auto within = [years](const std::vector<double>& row) {
    return std::span<const double>(row).first(std::min(years, row.size()));
  };
  std::vector<double> savings(years);
  std::vector<double> mandatory(years);
  if (accounts != nullptr) {
    for (std::size_t y = 0; y < years; ++y) {
      savings[y] = accounts->operating_revenue_amounts[y] - accounts->operating_expenditure_amounts[y];
      if (!accounts->mandatory_spending_amounts.empty()) mandatory[y] = accounts->mandatory_spending_amounts[y];
    }
  }
  constexpr int kBands[] = {1, 5, 10};
  ppp::SustainabilityInputs inputs;
  inputs.payments = payments.View();
  inputs.payments.investment_amount = within(payments.investment);
  inputs.payments.financing_amount = within(payments.financing);
  inputs.payments.running_amount = within(payments.running);
  inputs.gross_savings_amount = savings;
  inputs.mandatory_spending_amount = mandatory;
  inputs.band_start_years = kBands;
  for (std::size_t c = 0; c < terminations.size(); ++c) inputs.termination_amount[c] = within(terminations[c]);
  const auto study = ppp::StudyBudgetSustainability(inputs);
  if (!study) {
    findings.figures.push_back({"contract_average_cost_amount_per_year", "CURRENCY/year", study.error()});
    return;
  }
  findings.figures.push_back(
      {"contract_average_cost_amount_per_year", "CURRENCY/year", study->average_cost_amount_per_year});
  if (accounts != nullptr) {
    findings.figures.push_back(
        {"contract_share_of_gross_savings_fraction", "1", study->share_of_self_financing_fraction});
    findings.rows.push_back({"mandatory_spending_with_amount", "CURRENCY", study->mandatory_spending_amount, {}});
  }
  findings.rows.push_back({"mandatory_spending_added_amount", "CURRENCY", study->mandatory_spending_added_amount, {}});
  findings.rows.push_back({"contract_debt_outstanding_amount", "CURRENCY", study->debt_outstanding_amount, {}});
  findings.rows.push_back({"off_balance_sheet_commitments_amount", "CURRENCY", study->off_balance_sheet_amount, {}});
  for (const ppp::MaturityBand& band : study->commitments) {
    const std::string years_text = std::to_string(band.from_year) + "_to_" + std::to_string(band.to_year);
    findings.figures.push_back(
        {"commitments_years_" + years_text + "_amount", "CURRENCY", band.debt_amount + band.off_balance_sheet_amount});
  }
  for (std::size_t c = 0; c < terminations.size(); ++c) {
    if (terminations[c].empty()) continue;
    findings.rows.push_back({kCauseNames[c], "CURRENCY", study->termination_amount[c], {}});
  }
}

void AddIndicators(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built,
                   PublicFindings& findings) {
  const auto periods = static_cast<std::size_t>(built.ledger.input.window.period_count);
  const std::string& company_id = project.setting->operator_party_id;
  const auto funding = company::FindFunding(built.company->terms, *built.company->work);
  const double grants = kernel::Sum(SumOf(built.ledger.columns, Category::kGrant, "", company_id, periods));
  ppp::StatisticalFigures figures;
  figures.capital_cost_amount = funding.uses_amount + grants;
  figures.government_finance_amount = grants + built.ledger.outline.public_equity_fraction * funding.equity_amount;
  if (const auto* concession = std::get_if<model::Concession>(&mode.contract)) {
    figures.guaranteed_revenue_amount =
        PresentValue(project, LevelRow(built.ledger.input.window, concession->minimum_revenue_amount_per_year),
                     project.setting->discount_rate_nominal_per_year);
  }
  figures.charge_amount = built.company->decision.charge_amount;
  if (const model::Charge* charge = built.ledger.outline.charge) {
    figures.maximum_deduction_amount = charge->maximum_deduction_fraction * figures.charge_amount;
  }
  const std::vector<ppp::StatisticalRule> rules = {
      {ppp::StatisticalRatio::kGovernmentFinance, "financing", kGovernmentFinanceThreshold},
      {ppp::StatisticalRatio::kGuaranteedRevenue, "guarantees", kGovernmentFinanceThreshold},
      {ppp::StatisticalRatio::kMaximumDeduction, "payment mechanism", 1.0}};
  constexpr const char* kNames[] = {"government_finance_of_capital_cost_fraction",
                                    "guaranteed_revenue_of_capital_cost_fraction",
                                    "maximum_deduction_of_charge_fraction"};
  const auto found = ppp::FindStatisticalRatios(figures, rules);
  if (!found) return;
  for (std::size_t i = 0; i < found->size(); ++i) {
    const auto& measure = (*found)[i].measure;
    findings.statistical_indicators.push_back(
        {kNames[i], "1", measure ? Result<double>(measure->value_fraction) : Result<double>(measure.error())});
  }
}

double HighestOf(const std::vector<double>& row) {
  return row.empty() ? 0.0 : *std::max_element(row.begin(), row.end());
}

/// What the public party may have to pay though nobody expects it: calls on its guarantees, the dearest early end.
void AddContingent(const Project& project, const BuiltMode& built, const EarlyEndRows& terminations,
                   PublicFindings& findings) {
  const ByYear fold(project);
  const Outline& outline = built.ledger.outline;
  const std::vector<double> exposure = fold.Sum(outline.guarantee_exposure_amounts);
  if (HighestOf(exposure) > 0.0) {
    findings.rows.push_back(
        {"guarantee_expected_call_amount", "CURRENCY", fold.Sum(outline.expected_call_amounts), {}});
    findings.rows.push_back({"guarantee_exposure_amount", "CURRENCY", exposure, {}});
    findings.figures.push_back(
        {"contingent_guarantee_expected_call_present_amount", "CURRENCY",
         PresentValue(project, outline.expected_call_amounts, project.setting->discount_rate_nominal_per_year)});
    findings.figures.push_back({"contingent_guarantee_highest_amount_per_year", "CURRENCY/year", HighestOf(exposure)});
  }
  std::vector<double> dearest;
  for (const std::vector<double>& row : terminations) {
    dearest.resize(std::max(dearest.size(), row.size()));
    for (std::size_t y = 0; y < row.size(); ++y) dearest[y] = std::max(dearest[y], row[y]);
  }
  if (dearest.empty()) return;
  findings.figures.push_back({"contingent_termination_highest_amount", "CURRENCY", HighestOf(dearest)});
  findings.rows.push_back({"termination_exposure_amount", "CURRENCY", std::move(dearest), {}});
}

}  // namespace

PublicFindings FindPublicFindings(const Project& project, const ProjectFlows& flows, const model::DeliveryMode& mode,
                                  const BuiltMode& built, const model::CityAccounts* accounts) {
  PublicFindings findings;
  findings.first_year = project.plan->schema.axis.first_year;
  const ByYear fold(project);
  findings.rows.push_back({"city_cost_amount", "CURRENCY", fold.Sum(built.city_cost_amounts), {}});
  findings.rows.push_back({"vat_compensation_amount", "CURRENCY", fold.Sum(built.vat_compensation_amounts), {}});
  const CityOperationYears operation = FindCityOperation(project, flows, mode, built);
  findings.rows.push_back({"energy_saved_amount", "CURRENCY", operation.energy_saved, {}});
  findings.rows.push_back({"own_running_cost_added_amount", "CURRENCY", operation.own_running, {}});
  findings.rows.push_back({"operating_receipts_added_amount", "CURRENCY", operation.added_receipts, {}});
  const YearPayments payments = PaymentsByYear(project, built, built.payments);
  EarlyEndRows terminations;
  if (built.company) {
    findings.rows.push_back({"payment_investment_part_amount", "CURRENCY", payments.investment, {}});
    findings.rows.push_back({"payment_financing_part_amount", "CURRENCY", payments.financing, {}});
    findings.rows.push_back({"payment_running_part_amount", "CURRENCY", payments.running, {}});
    terminations = FindEarlyEnd(project, mode, built);
    AddSustainability(project, built, payments, terminations, accounts, findings);
    AddIndicators(project, mode, built, findings);
    AddRefinancing(project, mode, built, findings);
  }
  AddContingent(project, built, terminations, findings);
  if (accounts != nullptr) AddRatios(project, mode, built, operation, *accounts, findings);
  // For routes without a contract too, so that they can stand side by side.
  const std::size_t years = ContractYears(project, built);
  const double cost = kernel::Sum(std::span(findings.rows[0].values).first(years));
  findings.figures.push_back({"city_cost_average_amount_per_year", "CURRENCY/year", cost / static_cast<double>(years)});
  return findings;
}

}  // namespace calanque::partnership
