#include "engine/portfolio/contract_tables.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace calanque::portfolio {
namespace {

constexpr int kAllDecimals = 17;  // A double is written with all its digits: nothing is rounded.

/// A column and how to read it off a project.
struct Field {
  ContractMeaning meaning = ContractMeaning::kCapital;
  std::string heading;
  std::string unit;
  std::function<std::optional<double>(const ContractProject&)> read;
  bool is_additive = true;
};

ContractTable MakeTable(const ContractPortfolio& portfolio, std::string id, const std::vector<Field>& fields) {
  ContractTable table;
  table.id = std::move(id);
  table.perimeter = portfolio.perimeter;
  table.base_year = portfolio.base_year;
  table.inhabitant_count = portfolio.inhabitant_count;
  ContractRow total{"Total", "", {}};
  for (const Field& field : fields) {
    table.columns.push_back({field.heading, field.meaning, ContractView::kIncremental, field.unit, 1.0});
    total.figures.push_back({field.is_additive ? std::optional(0.0) : std::nullopt, kAllDecimals});
  }
  for (const ContractProject& project : portfolio.projects) {
    ContractRow row{project.label, project.group, {}};
    for (std::size_t f = 0; f < fields.size(); ++f) {
      const auto value = fields[f].read(project);
      row.figures.push_back({value, kAllDecimals});
      if (value && fields[f].is_additive) *total.figures[f].value += *value;
    }
    table.rows.push_back(std::move(row));
  }
  table.totals.push_back(std::move(total));
  return table;
}

Field Money(const ContractPortfolio& portfolio, ContractMeaning meaning, std::string heading,
            double ContractProject::*member) {
  return {meaning, std::move(heading), portfolio.currency_code,
          [member](const ContractProject& project) { return std::optional(project.*member); }};
}

Field PerYear(const ContractPortfolio& portfolio, std::string heading, double ContractProject::*member) {
  const double years = portfolio.horizon_years;
  return {ContractMeaning::kOperation, std::move(heading), portfolio.currency_code,
          [member, years](const ContractProject& project) { return std::optional(project.*member / years); }};
}

Field Impact() {
  return {ContractMeaning::kImpact, "tCO2e avoided in the target year", "t",
          [](const ContractProject& project) { return std::optional(project.avoided_in_target_year_t_co2e); }};
}

Field CostPerTonne(const ContractPortfolio& portfolio) {
  return {ContractMeaning::kCostPerTonne, "Discounted cost per discounted tonne (A4)", portfolio.currency_code + "/t",
          [](const ContractProject& project) { return project.cost_amount_per_t_co2e; }, false};
}

Field CapitalPerYearlyTonne(const ContractPortfolio& portfolio) {
  return {ContractMeaning::kCapitalPerTonne, "NPV of capital per tonne of the target year (A2; not a cost per tonne)",
          portfolio.currency_code + "/t",
          [](const ContractProject& project) -> std::optional<double> {
            if (project.avoided_in_target_year_t_co2e <= 0.0) return std::nullopt;
            return project.present_capital_amount / project.avoided_in_target_year_t_co2e;
          },
          false};
}

double TotalPaid(const ContractProject& project) {
  double sum = 0.0;
  for (const double amount : project.paid_amounts) sum += amount;
  return sum;
}

/// Parties that pay for something.
std::vector<std::size_t> Payers(const ContractPortfolio& portfolio) {
  std::vector<std::size_t> payers;
  for (std::size_t party = 0; party < portfolio.party_labels.size(); ++party) {
    if (std::any_of(portfolio.projects.begin(), portfolio.projects.end(),
                    [party](const ContractProject& project) { return project.paid_amounts[party] != 0.0; })) {
      payers.push_back(party);
    }
  }
  return payers;
}

std::vector<Field> PaidByParty(const ContractPortfolio& portfolio) {
  std::vector<Field> fields;
  for (const std::size_t party : Payers(portfolio)) {
    fields.push_back({ContractMeaning::kStakeholderCost, "Capital paid by: " + portfolio.party_labels[party],
                      portfolio.currency_code,
                      [party](const ContractProject& project) { return std::optional(project.paid_amounts[party]); }});
  }
  fields.push_back({ContractMeaning::kTotalCost, "Capital paid, all", portfolio.currency_code,
                    [](const ContractProject& project) { return std::optional(TotalPaid(project)); }});
  return fields;
}

std::vector<Field> CoverFields(const ContractPortfolio& portfolio) {
  return {Money(portfolio, ContractMeaning::kStakeholderCost, "Capital paid by the municipality",
                &ContractProject::municipal_paid_amount),
          {ContractMeaning::kStakeholderCost, "Capital paid by others", portfolio.currency_code,
           [](const ContractProject& p) { return std::optional(TotalPaid(p) - p.municipal_paid_amount); }},
          {ContractMeaning::kTotalCost, "Capital paid, all", portfolio.currency_code,
           [](const ContractProject& p) { return std::optional(TotalPaid(p)); }},
          {ContractMeaning::kCoveredFraction, "Share covered by committed sources", "fraction",
           [](const ContractProject& p) { return p.covered_fraction; }, false}};
}

std::vector<Field> PresentFields(const ContractPortfolio& portfolio) {
  // Template: a total of capital, operation and co-benefits as gains and losses; so costs are negative here.
  const auto negative = [&](ContractMeaning meaning, std::string heading, double ContractProject::*member) {
    return Field{meaning, std::move(heading), portfolio.currency_code,
                 [member](const ContractProject& p) { return std::optional(0.0 - p.*member); }};
  };
  return {negative(ContractMeaning::kPresentCapital, "NPV of capital", &ContractProject::present_capital_amount),
          negative(ContractMeaning::kPresentOperation, "NPV of operation", &ContractProject::present_operation_amount),
          Money(portfolio, ContractMeaning::kPresentCoBenefit, "NPV of co-benefits",
                &ContractProject::present_co_benefit_amount),
          {ContractMeaning::kPresentTotal, "NPV, all", portfolio.currency_code,
           [](const ContractProject& p) {
             return std::optional(p.present_co_benefit_amount - p.present_capital_amount - p.present_operation_amount);
           }},
          Impact(),
          CapitalPerYearlyTonne(portfolio)};
}

/// One project per field of action, in the order in which fields first appear: what is paid, summed.
ContractPortfolio ByGroup(const ContractPortfolio& portfolio) {
  ContractPortfolio groups = portfolio;
  groups.projects.clear();
  std::map<std::string, std::size_t> positions;
  for (const ContractProject& project : portfolio.projects) {
    const auto [found, is_new] = positions.emplace(project.group, groups.projects.size());
    if (is_new) {
      ContractProject group;
      group.label = project.group.empty() ? "Without field of action" : project.group;
      group.paid_amounts.resize(portfolio.party_labels.size());
      groups.projects.push_back(std::move(group));
    }
    ContractProject& group = groups.projects[found->second];
    for (std::size_t p = 0; p < project.paid_amounts.size(); ++p) group.paid_amounts[p] += project.paid_amounts[p];
  }
  return groups;
}

ContractTable CapitalByOwner(const ContractPortfolio& portfolio) {
  const ContractPortfolio groups = ByGroup(portfolio);
  std::vector<Field> fields = PaidByParty(groups);
  if (portfolio.inhabitant_count > 0.0) {
    const double inhabitants = portfolio.inhabitant_count;
    fields.push_back({ContractMeaning::kAmountPerInhabitant, "Capital paid per inhabitant", portfolio.currency_code,
                      [inhabitants](const ContractProject& p) { return std::optional(TotalPaid(p) / inhabitants); },
                      false});
  }
  return MakeTable(groups, "C-3.2", fields);
}

}  // namespace

std::vector<ContractTable> BuildContractTables(const ContractPortfolio& portfolio) {
  const Field capital = Money(portfolio, ContractMeaning::kCapital, "Capital", &ContractProject::capital_amount);
  const Field operation =
      PerYear(portfolio, "Operation less savings, per year on average", &ContractProject::operation_amount);
  const Field co_benefit = Money(portfolio, ContractMeaning::kPresentCoBenefit, "NPV of co-benefits",
                                 &ContractProject::present_co_benefit_amount);
  std::vector<Field> large = {capital, operation, Impact(), CostPerTonne(portfolio)};
  for (Field& field : PaidByParty(portfolio)) large.push_back(std::move(field));
  return {MakeTable(portfolio, "T6", {capital, operation, Impact(), CostPerTonne(portfolio), co_benefit}),
          MakeTable(portfolio, "T7", large),
          MakeTable(portfolio, "T8", PaidByParty(portfolio)),
          MakeTable(portfolio, "T9", CoverFields(portfolio)),
          MakeTable(portfolio, "B-1.1a",
                    {Money(portfolio, ContractMeaning::kCapital, "Capital of the municipality",
                           &ContractProject::municipal_capital_amount),
                     PerYear(portfolio, "Operation of the municipality less savings, per year on average",
                             &ContractProject::municipal_operation_amount)}),
          MakeTable(portfolio, "B-1.1b", {capital, operation}),
          MakeTable(portfolio, "B-3.2", PresentFields(portfolio)),
          CapitalByOwner(portfolio)};
}

}  // namespace calanque::portfolio
