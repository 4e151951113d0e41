// Ratios of the city with the project: operation counts the same way whoever delivers it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

/// A year of operation without renewal.
constexpr std::size_t kYear = 4;

/// Gross savings of 50 MEUR a year, debt of 120 MEUR.
model::CityAccounts Accounts() {
  model::CityAccounts accounts;
  accounts.operating_revenue_amounts.assign(14, 150e6);
  accounts.operating_expenditure_amounts.assign(14, 100e6);
  accounts.principal_repaid_amounts.assign(14, 5e6);
  accounts.debt_closing_amounts.assign(14, 120e6);
  return accounts;
}

/// All modes that have ratios with the project: those of a company, and direct procurement with a loan.
std::map<std::string, model::DeliveryMode> ModesWithRatios() {
  std::map<std::string, model::DeliveryMode> modes = AllModes();
  std::erase_if(modes, [](const auto& mode) { return !mode.second.company && mode.first != "direct"; });
  modes["direct"].contract =
      model::DirectProcurement{model::Loan{0.03, 10.0, 0.0, model::RepaymentProfile::kEqualPrincipal}, 1.0};
  return modes;
}

StructuredMode Structure(const School& school, const model::DeliveryMode& mode) {
  const model::CityAccounts accounts = Accounts();
  auto structured = StructureProject(school.project, mode, &accounts);
  if (!structured) throw std::runtime_error(mode.id + ": " + structured.error().message);
  return std::move(structured).value();
}

std::vector<double> RowOf(const StructuredMode& mode, const std::string& name) {
  for (const YearRow& row : mode.findings.rows) {
    if (row.name == name) return row.values;
  }
  throw std::runtime_error("no row " + name);
}

/// The items of the school, changed and compiled anew.
void Set(School& school, bool is_with, const std::string& id, std::vector<double> amounts) {
  model::Project& project = school.request.portfolio.projects[0];
  for (model::CashFlowItem& item : is_with ? project.with_project : project.without_project) {
    if (item.id == id) std::get<model::ExplicitSeries>(item.kind).amounts = amounts;
  }
  school.plan = testing::CompileOrThrow(school.request);
}

std::vector<double> FromOperationOn(double amount) {
  std::vector<double> row(12, 0.0);
  std::fill(row.begin() + 2, row.end(), amount);
  return row;
}

// Catches a mode that leaves savings out of the city's accounts: 4 MEUR a year of energy less, then 7.
TEST(CityRatios, EnergySavingsRaiseGrossSavingsInEveryModeInWhichTheCityKeepsThem) {
  const School usual;
  School better;
  Set(better, false, "energy-before", std::vector<double>(12, 9e6));
  for (auto& [id, mode] : ModesWithRatios()) {
    // The promise follows the savings; a share or a guarantee of them is the operator's.
    if (id == "shared" || id == "deferred") continue;
    const StructuredMode before = Structure(usual, mode);
    const StructuredMode after = Structure(better, mode);
    EXPECT_NEAR(RowOf(before, "energy_saved_amount")[kYear], 4e6, 1e-6) << id;
    EXPECT_NEAR(RowOf(after, "energy_saved_amount")[kYear], 7e6, 1e-6) << id;
    for (std::size_t y = 0; y < 14; ++y) {
      const double more = RowOf(after, "gross_savings_with_amount")[y] - RowOf(before, "gross_savings_with_amount")[y];
      EXPECT_NEAR(more, y >= 2 && y < 12 ? 3e6 : 0.0, 1e-3) << id << " " << y;
    }
  }
}

// Excise of 1 MEUR a year is no longer paid either.
TEST(CityRatios, TaxesInBillsAreEnergySaved) {
  School school;
  school.request.portfolio.projects[0].without_project.push_back(testing::Item(
      "excise-before", "city", "state", testing::SeriesOf(ledger::Category::kEnergyTax, FromOperationOn(1e6))));
  school.plan = testing::CompileOrThrow(school.request);
  const StructuredMode structured = Structure(school, AllModes().at("direct"));
  EXPECT_NEAR(RowOf(structured, "energy_saved_amount")[kYear], 5e6, 1e-6);
}

// The company takes 90 % of 4 MEUR a year: a tenth stays with the city, beside its own upkeep and users.
TEST(CityRatios, SharedSavingsLeaveTheCityItsShare) {
  const School school;
  model::DeliveryMode mode = AllModes().at("shared");
  std::get<model::SharedSavingsContract>(mode.contract).expected_savings_fraction = 1.0;
  const StructuredMode structured = Structure(school, mode);
  const double investment = RowOf(structured, "payment_investment_part_amount")[kYear];
  const double own = RowOf(structured, "operating_receipts_added_amount")[kYear] -
                     RowOf(structured, "own_running_cost_added_amount")[kYear];
  EXPECT_NEAR(RowOf(structured, "gross_savings_with_amount")[kYear], 50e6 + 0.1 * 4e6 + own + investment, 1e-3);
}

// Gross savings are what is left of all that crosses the city's border in the year, but for the part that repays works.
TEST(CityRatios, GrossSavingsAreReadOffTheLedgerInEveryMode) {
  const School school;
  const std::size_t p = kYear;
  for (auto& [id, mode] : ModesWithRatios()) {
    mode.vat_rate_fraction = 0.2;
    const StructuredMode structured = Structure(school, mode);
    double paid = 0.0;
    for (const ContractColumn& column : structured.columns) {
      using ledger::Category;
      const bool is_running = column.category == Category::kOperatingCost || column.category == Category::kEnergy ||
                              column.category == Category::kRevenue || column.category == Category::kTax;
      if (!is_running) continue;
      if (column.payer_party_id == "city") paid += column.amounts[p];
      if (column.payee_party_id == "city") paid -= column.amounts[p];
    }
    const double gross = RowOf(structured, "gross_savings_with_amount")[p];
    const double interest = id == "direct" ? RowOf(structured, "city_loan_interest_amount")[p] : 0.0;
    const double repaid =
        RowOf(structured, "gross_savings_with_amount")[p] - 5e6 - RowOf(structured, "net_savings_with_amount")[p];
    const double investment = id == "direct" ? 0.0 : repaid;
    EXPECT_NEAR(gross, 50e6 + 6e6 - paid + investment - interest, 1e-3) << id;
  }
}

// Upkeep of 2 MEUR with VAT of 20 %, where 1 MEUR was paid without the project.
TEST(CityRatios, WhatTheCityPaidBeforeIsNotCountedTwice) {
  School school;
  school.request.portfolio.projects[0].without_project.push_back(testing::Item(
      "upkeep-before", "city", "supplier", testing::SeriesOf(ledger::Category::kOperatingCost, FromOperationOn(1e6))));
  school.plan = testing::CompileOrThrow(school.request);
  for (auto& [id, mode] : ModesWithRatios()) {
    mode.vat_rate_fraction = 0.2;
    const StructuredMode structured = Structure(school, mode);
    const bool is_citys = id == "direct" || id == "lease";  // Else the operator's: his charge holds it.
    EXPECT_NEAR(RowOf(structured, "own_running_cost_added_amount")[kYear], is_citys ? 1.2e6 : -1.2e6, 1e-6) << id;
  }
}

// Before the works are delivered nothing of the operation changes.
TEST(CityRatios, OperationCountsFromItsStart) {
  const School school;
  for (auto& [id, mode] : ModesWithRatios()) {
    mode.delay_period_count = 1;
    const StructuredMode structured = Structure(school, mode);
    for (const char* name :
         {"energy_saved_amount", "own_running_cost_added_amount", "operating_receipts_added_amount"}) {
      for (std::size_t y = 0; y < 3; ++y) EXPECT_EQ(RowOf(structured, name)[y], 0.0) << id << name << y;
    }
  }
}

}  // namespace
}  // namespace calanque::partnership
