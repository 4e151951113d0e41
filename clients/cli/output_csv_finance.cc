#include <utility>

#include "clients/cli/csv_rows.h"
#include "clients/cli/output_finance.h"

namespace calanque::cli {
namespace {

/// What a row is about; the currency is its unit unless said.
struct Subject {
  std::string section;
  std::string subject;
  std::string party;
  std::string source;
};

class FinanceRows {
 public:
  FinanceRows(std::string currency, int first_year) : currency_(std::move(currency)), first_year_(first_year) {}

  /// A text or a number.
  template <typename Value>
  void AddIn(const Subject& subject, const std::string& name, const std::string& unit, const Value& value,
             int year = 0) {
    rows_.Add(subject.section, subject.subject, subject.party, subject.source, name, unit, YearText(year), value);
  }
  void Add(const Subject& subject, const std::string& name, double value, int year = 0) {
    AddIn(subject, name, currency_, value, year);
  }

  /// Years that have an amount.
  template <typename Amounts>
  void AddYears(const Subject& subject, const std::string& name, const Amounts& amounts) {
    for (int t = 0; t < amounts.size(); ++t) {
      if (amounts[t] != 0) Add(subject, name, amounts[t], first_year_ + t);
    }
  }

  void AddSource(const v1::SourceResult& source) {
    const Subject subject{"source", "", source.payer_party_id(), source.id()};
    AddIn(subject, "kind", "", v1::FundingKind_Name(source.kind()));
    AddYears(subject, "paid_amount", source.paid_amounts());
    AddYears(subject, "used_amount", source.used_amounts());
    if (source.has_max_amount()) Add(subject, "max_amount", source.max_amount());
    Add(subject, "charge_amount", source.charge_amount());
    AddIn(subject, "tenor_years", "years", source.tenor_years());
    AddIn(subject, "rate_nominal_per_year", "1/year", source.rate_nominal_per_year());
    Add(subject, "city_cost_present_amount", source.city_cost_present_amount());
  }

  void AddNeed(const v1::NeedResult& need, const v1::PlanFinancingResponse& response) {
    Subject subject{"need", need.project_id(), need.party_id(), ""};
    AddYears(subject, "need_amount", need.need_amounts());
    AddYears(subject, "gap_before_amount", need.gap_before_amounts());
    AddYears(subject, "gap_after_amount", need.gap_after_amounts());
    for (const v1::SourceUse& use : need.uses()) {
      subject.source = response.funding_sources(use.source_index()).id();
      AddYears(subject, "used_amount", use.amounts());
    }
  }

  void AddOwnAccount(const v1::OwnAccount& account) {
    const Subject subject{"own_account", "", account.party_id(), ""};
    AddYears(subject, "set_aside_amount", account.set_aside_amounts());
    AddYears(subject, "received_amount", account.received_amounts());
    AddYears(subject, "spent_amount", account.spent_amounts());
    AddYears(subject, "released_amount", account.released_amounts());
    AddYears(subject, "carried_amount", account.carried_amounts());
  }

  template <typename Years>
  void AddAccounts(const std::string& section, const Years& years) {
    const Subject subject{section, "", "", ""};
    for (const v1::CityYear& year : years) {
      Add(subject, "operating_revenue_amount", year.operating_revenue_amount(), year.year());
      Add(subject, "operating_expenditure_amount", year.operating_expenditure_amount(), year.year());
      Add(subject, "gross_savings_amount", year.gross_savings_amount(), year.year());
      Add(subject, "net_savings_amount", year.net_savings_amount(), year.year());
      Add(subject, "debt_opening_amount", year.debt_opening_amount(), year.year());
      Add(subject, "borrowed_amount", year.borrowed_amount(), year.year());
      Add(subject, "principal_repaid_amount", year.principal_repaid_amount(), year.year());
      Add(subject, "debt_closing_amount", year.debt_closing_amount(), year.year());
      if (!year.has_debt_repayment_years()) continue;
      AddIn(subject, "debt_repayment_years", "years", year.debt_repayment_years(), year.year());
    }
  }

  void AddConstraint(const v1::FinancingConstraint& one) {
    const Subject subject{"constraint", one.display_name(), "", one.id()};
    Add(subject, "used_amount", one.used_amount(), one.year());
    Add(subject, "limit_amount", one.limit_amount(), one.year());
    AddIn(subject, "gap_price_amount_per_unit", "1", one.gap_price_amount_per_unit(), one.year());
    AddIn(subject, "cost_price_amount_per_unit", "1", one.cost_price_amount_per_unit(), one.year());
  }

  [[nodiscard]] std::string Take() && { return std::move(rows_).Take(); }

 private:
  std::string currency_;
  int first_year_;
  CsvRows rows_{"section,subject,party,source,name,unit,year,value"};
};

}  // namespace

std::string FinanceCsv(const v1::PlanFinancingResponse& response) {
  FinanceRows rows(response.conventions().currency_code(), response.first_year());
  const Subject plan{"plan", "", "", ""};
  rows.AddIn(plan, "status", "", v1::FinancingStatus_Name(response.status()));
  rows.Add(plan, "need_amount", response.need_amount());
  rows.Add(plan, "gap_before_amount", response.gap_before_amount());
  rows.Add(plan, "gap_after_amount", response.gap_after_amount());
  rows.Add(plan, "city_cost_present_amount", response.city_cost_present_amount());
  if (response.has_largest_programme()) {
    rows.AddIn(plan, "scale_factor", "1", response.largest_programme().scale_factor());
  }
  if (response.has_leverage()) {
    rows.Add(plan, "private_amount", response.leverage().private_amount());
    rows.Add(plan, "public_amount", response.leverage().public_amount());
    rows.Add(plan, "private_advance_amount", response.leverage().private_advance_amount());
    if (response.leverage().has_private_per_public_factor()) {
      rows.AddIn(plan, "private_per_public_factor", "1", response.leverage().private_per_public_factor());
    }
  }
  for (const v1::SourceResult& source : response.funding_sources()) rows.AddSource(source);
  for (const v1::NeedResult& need : response.needs()) rows.AddNeed(need, response);
  for (const v1::OwnAccount& account : response.own_accounts()) rows.AddOwnAccount(account);
  rows.AddAccounts("accounts_without", response.accounts_without());
  rows.AddAccounts("accounts_with", response.accounts_with());
  for (const v1::FinancingConstraint& one : response.constraints()) rows.AddConstraint(one);
  for (const int index : response.conflict_constraint_indices()) {
    const v1::FinancingConstraint& one = response.constraints(index);
    rows.AddIn({"conflict", one.display_name(), "", one.id()}, "display_name", "", one.display_name(), one.year());
  }
  return std::move(rows).Take();
}

}  // namespace calanque::cli
