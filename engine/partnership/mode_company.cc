#include "engine/partnership/mode_company.h"

#include <algorithm>

#include "engine/company/measures.h"
#include "engine/company/vat.h"
#include "engine/partnership/company_terms.h"

namespace calanque::partnership {
namespace {

using company::Row;
using company::TrancheRow;
using ledger::Category;

/// Period p of the grid is point p + 1 of the company.
std::vector<double> ToPoints(const std::vector<double>& periods, std::size_t point_count) {
  std::vector<double> points(point_count);
  for (std::size_t t = 1; t < point_count; ++t) points[t] = periods[t - 1];
  return points;
}

/// Amounts by fiscal year in level parts over the points of the year; none at financial close. Empty where nothing is
/// given.
std::vector<double> ByPointOfYear(const std::vector<double>& years, const Window& window, std::size_t point_count) {
  if (years.empty()) return {};
  const auto m = static_cast<std::size_t>(window.periods_per_year);
  std::vector<double> points(point_count);
  for (std::size_t t = 1; t < point_count && (t - 1) / m < years.size(); ++t) {
    points[t] = years[(t - 1) / m] / static_cast<double>(m);
  }
  return points;
}

std::vector<double> ToPeriods(std::span<const double> points, std::size_t period_count) {
  std::vector<double> periods(period_count);
  for (std::size_t t = 0; t < points.size(); ++t) periods[t == 0 ? 0 : t - 1] += points[t];
  return periods;
}

/// Adds one column of the operator to the company's rows.
void AddColumn(const ContractColumn& column, const std::string& company_id, std::size_t end, ModeCompany& company) {
  const bool is_paid = column.payer_party_id == company_id;
  const double sign = is_paid ? 1.0 : -1.0;
  auto points = ToPoints(column.amounts, company.works.size());
  points[0] = column.opening_amount;
  points[1] -= column.opening_amount;
  for (std::size_t t = 0; t < points.size(); ++t) {
    if (points[t] == 0.0) continue;
    const bool is_before = t <= end;
    if (column.category == Category::kGrant && !is_paid && is_before) {
      company.grants[t] += points[t];
    } else if (column.category == Category::kInvestment && is_paid) {
      (is_before ? company.works : company.maintenance)[t] += points[t];
    } else if (column.category == Category::kReplacement && is_paid && !is_before) {
      company.maintenance[t] += points[t];
    } else if (is_before) {
      company.other_uses[t] += sign * points[t];
    } else if (is_paid) {
      company.operating_cost[t] += points[t];
    } else {
      company.other_revenue[t] += points[t];
    }
  }
}

std::string FirstLender(const model::OperatorCompany& company, const model::PppSetting& setting) {
  return company.tranches.empty() ? setting.shareholder_party_id : company.tranches.front().lender_party_id;
}

bool HasShortfall(const company::Rows& rows) {
  const auto row = rows[Row::kShortfall];
  return std::any_of(row.begin(), row.end(), [](double amount) { return amount > 0.0; });
}

/// Operating cost, maintenance and tax that the company had no cash for, less what it pays later, by point. The
/// shortfall is what lenders and the others have not been paid; what lenders have not is owed beyond their schedules.
std::vector<double> CostsPutOff(const ModeCompany& company) {
  const company::Rows& rows = company.work->rows;
  std::vector<double> put_off(rows.point_count());
  double before = 0.0;
  for (std::size_t t = 0; t < put_off.size(); ++t) {
    double scheduled = 0.0;
    for (std::size_t k = 0; k < company.terms.tranches.size(); ++k) {
      if (company.terms.tranches[k].IsFromLender()) scheduled += rows.Of(k, TrancheRow::kBalance)[t];
    }
    const double arrears = std::max(rows[Row::kDebtBalance][t] - scheduled, 0.0);
    const double owed = rows[Row::kShortfall][t] - arrears;
    const double now = owed > 1e-9 * company.work->uses_amount ? owed : 0.0;  // Else rounding.
    put_off[t] = now - before;
    before = now;
  }
  return put_off;
}

class ColumnWriter {
 public:
  ColumnWriter(ModeLedger& ledger, std::size_t period_count) : ledger_(ledger), period_count_(period_count) {}

  void Add(std::string name, const std::string& payer, const std::string& payee, Category category,
           std::span<const double> points, double factor = 1.0) {
    auto amounts = ToPeriods(points, period_count_);
    for (double& amount : amounts) amount *= factor;
    if (std::all_of(amounts.begin(), amounts.end(), [](double amount) { return amount == 0.0; })) return;
    ledger_.columns.push_back(
        {std::move(name), payer, payee, category, std::move(amounts), points.empty() ? 0.0 : points[0] * factor});
  }

 private:
  ModeLedger& ledger_;
  std::size_t period_count_;
};

std::vector<double> Sum(std::initializer_list<std::span<const double>> rows) {
  std::vector<double> sum(rows.begin()->size());
  for (const auto& row : rows) {
    for (std::size_t t = 0; t < sum.size(); ++t) sum[t] += row[t];
  }
  return sum;
}

/// VAT on the works and what is lent for it: nets out for the company in every period.
void AddVatColumns(const ModeCompany& company, const std::string& company_id, const std::string& tax_party_id,
                   const std::string& lender, ColumnWriter& writer) {
  if (company.terms.vat.vat_rate_fraction == 0.0) return;
  const company::VatAccount vat = company::FindVatAccount(company.terms.vat, company.work->rows[Row::kWorks]);
  writer.Add("VAT on the works", company_id, tax_party_id, Category::kInvestmentTax, vat.paid);
  writer.Add("VAT on the works refunded", tax_party_id, company_id, Category::kInvestmentTax, vat.refunded);
  writer.Add("draw of the VAT facility", lender, company_id, Category::kFinancing, vat.drawn);
  writer.Add("repayment of the VAT facility", company_id, lender, Category::kDebtService, vat.repaid);
}

}  // namespace

company::Flows ModeCompany::flows() const {
  company::Flows flows;
  flows.works = works;
  flows.other_uses = other_uses;
  flows.grants = grants;
  flows.charge_profile = charge;
  flows.other_revenue = other_revenue;
  flows.operating_cost = operating_cost;
  flows.major_maintenance = maintenance;
  flows.tax_depreciation = tax_depreciation;
  flows.other_taxable = other_taxable;
  flows.tax_credits = tax_credits;
  return flows;
}

ModeCompany MakeModeCompany(const Project& project, const model::DeliveryMode& mode, const ModeLedger& ledger) {
  ModeCompany company;
  const Window& window = ledger.input.window;
  company.terms = MakeCompanyTerms(project, *mode.company, window);
  const auto points = static_cast<std::size_t>(company.terms.point_count);
  for (auto* row : {&company.works, &company.other_uses, &company.grants, &company.charge, &company.other_revenue,
                    &company.operating_cost, &company.maintenance}) {
    row->resize(points);
  }
  const auto end = static_cast<std::size_t>(company.terms.construction_end);
  const std::string& id = project.setting->operator_party_id;
  for (const ContractColumn& column : ledger.columns) {
    if (column.payer_party_id == id || column.payee_party_id == id) AddColumn(column, id, end, company);
  }
  company.other_uses[0] += mode.company->closing_cost_amount;
  const model::TaxRegime& tax = mode.company->tax_regime;
  if (const auto* given = std::get_if<model::DepreciationAmounts>(&tax.depreciation)) {
    company.tax_depreciation = ByPointOfYear(given->amounts, window, points);
  }
  company.other_taxable = ByPointOfYear(tax.other_taxable_amounts, window, points);
  company.tax_credits = ByPointOfYear(tax.tax_credit_amounts, window, points);
  if (ledger.outline.charge != nullptr) {
    company.charge =
        ToPoints(ChargeProfile(project, *ledger.outline.charge, window, ledger.outline.charge_period_count), points);
    company.decision.charge_amount = ledger.outline.charge->amount_per_year.value_or(0.0);
  }
  company.work = std::make_unique<company::Workspace>(company.terms);
  return company;
}

void AddCompanyColumns(const Project& project, const model::DeliveryMode& mode, const ModeCompany& company,
                       ModeLedger& ledger) {
  const model::PppSetting& setting = *project.setting;
  const company::Rows& rows = company.work->rows;
  const std::string& id = setting.operator_party_id;
  const std::string lender = FirstLender(*mode.company, setting);
  const std::string supplier = SupplierOf(ledger.columns);
  ColumnWriter writer(ledger, static_cast<std::size_t>(ledger.input.window.period_count));
  std::vector<double> charge = company.charge;
  for (double& amount : charge) amount *= company.decision.charge_amount;
  writer.Add(ledger.outline.charge_name, setting.public_party_id, id, Category::kOperatingCost, charge);
  for (std::size_t k = 0; k < company.terms.tranches.size(); ++k) {
    const model::Tranche& tranche = mode.company->tranches[k];
    const std::string& payee = tranche.lender_party_id.empty() ? lender : tranche.lender_party_id;
    writer.Add("draw of " + tranche.id, payee, id, Category::kFinancing, rows.Of(k, TrancheRow::kDraw));
    writer.Add("interest of " + tranche.id, id, payee, Category::kDebtService, rows.Of(k, TrancheRow::kInterest));
    writer.Add("principal of " + tranche.id, id, payee, Category::kDebtService, rows.Of(k, TrancheRow::kPrincipal));
  }
  writer.Add("costs of financial close", id, supplier, Category::kOperatingCost,
             std::vector<double>{mode.company->closing_cost_amount});
  writer.Add("fees and interest during construction", id, lender, Category::kDebtService,
             Sum({rows[Row::kUpfrontFees], rows[Row::kCommitmentFees], rows[Row::kConstructionInterest],
                  rows[Row::kVatInterest], rows[Row::kRunningFees]}));
  const auto due = rows[Row::kDebtServiceDue];
  std::vector<double> unpaid(due.begin(), due.end());
  const auto paid = Sum({rows[Row::kInterestPaid], rows[Row::kPrincipalPaid], rows[Row::kRunningFees]});
  for (std::size_t t = 0; t < unpaid.size(); ++t) unpaid[t] -= paid[t];
  // Rounding apart, nothing is unpaid; what is and is paid later comes back with the other sign.
  if (HasShortfall(rows)) {
    writer.Add("debt service not paid when due", lender, id, Category::kDebtService, unpaid);
    writer.Add("costs not paid when due", supplier, id, Category::kOperatingCost, CostsPutOff(company));
  }
  AddVatColumns(company, id, setting.tax_party_id, lender, writer);
  writer.Add("interest on reserves", lender, id, Category::kRevenue, rows[Row::kReserveInterest]);
  writer.Add("tax on profit", id, setting.tax_party_id, Category::kTax, rows[Row::kTax]);
  std::vector<double> capital = Sum({rows[Row::kEquityDraws], rows[Row::kShareholderFunding]});
  for (std::size_t k = 0; k < company.terms.tranches.size(); ++k) {
    if (company.terms.tranches[k].IsFromLender()) continue;
    for (std::size_t t = 0; t < capital.size(); ++t) capital[t] -= rows.Of(k, TrancheRow::kDraw)[t];
  }
  const auto returns = Sum({rows[Row::kDividends], rows[Row::kCapitalRepaid]});
  const double part = ledger.outline.public_equity_fraction;
  writer.Add("share capital", setting.shareholder_party_id, id, Category::kFinancing, capital, 1.0 - part);
  writer.Add("share capital of the public side", setting.public_party_id, id, Category::kFinancing, capital, part);
  writer.Add("dividends and capital repaid", id, setting.shareholder_party_id, Category::kDebtService, returns,
             1.0 - part);
  writer.Add("dividends and capital repaid to the public side", id, setting.public_party_id, Category::kDebtService,
             returns, part);
}

PaymentParts SplitPayments(const ModeCompany& company, std::span<const double> payments) {
  const company::Rows& rows = company.work->rows;
  const auto funding = company::FindFunding(company.terms, *company.work);
  const std::size_t periods = payments.size();
  PaymentParts parts{std::vector<double>(periods), std::vector<double>(periods), std::vector<double>(periods)};
  const auto count = std::count_if(payments.begin(), payments.end(), [](double payment) { return payment > 0.0; });
  for (std::size_t t = 1; t < rows.point_count(); ++t) {
    const double payment = payments[t - 1];
    if (payment <= 0.0) continue;
    const double running = std::clamp(rows[Row::kOperatingCost][t] + rows[Row::kMaintenanceFunding][t], 0.0, payment);
    const double capital = rows[Row::kPrincipalPaid][t] + funding.equity_amount / static_cast<double>(count);
    const double investment = std::clamp(capital, 0.0, payment - running);
    parts.running[t - 1] = running;
    parts.investment[t - 1] = investment;
    parts.financing[t - 1] = payment - running - investment;
  }
  return parts;
}

}  // namespace calanque::partnership
