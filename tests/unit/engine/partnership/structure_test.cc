// What holds for a project structured in any mode.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <numeric>

#include "engine/partnership/company_terms.h"
#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

using ::testing::HasSubstr;

double Sum(const std::vector<double>& row) { return std::accumulate(row.begin(), row.end(), 0.0); }

double NetOf(const StructuredMode& mode, const std::string& party, std::size_t period) {
  double net = 0.0;
  for (const ContractColumn& column : mode.columns) {
    if (column.payee_party_id == party) net += column.amounts[period];
    if (column.payer_party_id == party) net -= column.amounts[period];
  }
  return net;
}

const std::vector<double>& RowOf(const StructuredMode& mode, company::Row row) {
  for (const PeriodRow& one : mode.company_rows) {
    if (one.name == company::RowName(row) && one.tranche_id.empty()) return one.amounts;
  }
  throw std::runtime_error("no such row");
}

class EveryMode : public ::testing::TestWithParam<const char*> {
 protected:
  StructuredMode Structure() {
    mode = AllModes().at(GetParam());
    auto structured = StructureProject(school.project, mode, nullptr);
    if (!structured) throw std::runtime_error(structured.error().message);
    return std::move(structured).value();
  }
  School school;
  model::DeliveryMode mode;
};

TEST_P(EveryMode, IsFoundValid) {
  EXPECT_THAT(ValidateMode(school.project, AllModes().at(GetParam()), "mode"), ::testing::IsEmpty());
}

TEST_P(EveryMode, CostsTheCityWhatCrossesItsBorder) {
  const StructuredMode structured = Structure();
  for (std::size_t p = 0; p < structured.city_cost_amounts.size(); ++p) {
    EXPECT_NEAR(structured.city_cost_amounts[p], -NetOf(structured, "city", p), 1e-6);
  }
}

// Catches a payment that a mode invents or drops: what the operator keeps is what his accounts hold.
TEST_P(EveryMode, LeavesTheOperatorWithWhatItsAccountsHold) {
  const StructuredMode structured = Structure();
  if (structured.company_rows.empty()) return;
  double held = 0.0;
  const std::size_t end = 12;  // The contract's last period is 11.
  for (std::size_t p = 0; p < end; ++p) held += NetOf(structured, "operator", p);
  EXPECT_NEAR(held, RowOf(structured, company::Row::kTrappedCash).back(), 1.0) << "nothing is left at the end";
}

TEST_P(EveryMode, BuildsTheSameWorks) {
  const StructuredMode structured = Structure();
  double works = 0.0;
  for (const ContractColumn& column : structured.columns) {
    if (column.category == ledger::Category::kInvestment && column.payee_party_id == "supplier") {
      works += Sum(column.amounts);
    }
  }
  EXPECT_NEAR(works, 100e6, 1e-6);
}

TEST_P(EveryMode, GivesShareholdersTheReturnItWasSolvedFor) {
  const StructuredMode structured = Structure();
  if (!structured.solved) return;
  EXPECT_NEAR(FigureOf(structured, "equity_irr_per_year"), 0.10, 1e-9);
  EXPECT_LT(std::abs(structured.solved->solution.residual), 1.0);
}

INSTANTIATE_TEST_SUITE_P(Modes, EveryMode,
                         ::testing::Values("direct", "global", "partnership", "deferred", "guaranteed", "shared",
                                           "fund", "concession", "joint", "lease"),
                         [](const auto& one) { return std::string(one.param); });

TEST(StructureProject, DirectProcurementIsTheProjectItself) {
  const School school;
  const auto direct = StructureProject(school.project, AllModes().at("direct"), nullptr);
  ASSERT_TRUE(direct) << direct.error().message;
  // Works 100, upkeep 20, renewal 3, energy 20, less 40 from users.
  EXPECT_NEAR(FigureOf(*direct, "city_cost_amount"), 103e6, 1e-6);
}

TEST(StructureProject, PartnershipSpreadsTheCostOverItsOperation) {
  const School school;
  const auto mode = StructureProject(school.project, AllModes().at("partnership"), nullptr);
  ASSERT_TRUE(mode) << mode.error().message;
  EXPECT_EQ(mode->city_cost_amounts[0], 0.0);
  EXPECT_EQ(mode->city_cost_amounts[1], 0.0);
  EXPECT_GT(mode->city_cost_amounts[2], 0.0);
  EXPECT_NEAR(FigureOf(*mode, "gearing_fraction"), 0.8, 1e-9);
  EXPECT_EQ(mode->tranches.at(0).binding, company::Binding::kGearing);
}

std::vector<double> RowByName(const StructuredMode& mode, const std::string& name) {
  for (const PeriodRow& row : mode.company_rows) {
    if (row.name == name) return row.amounts;
  }
  return {};
}

// Works of 50 M in each of two years at 20 %, refunded a year later: 10 M drawn in each, the last repaid in year 3.
TEST(StructureProject, VatOnTheWorksIsLentUntilTheStateRefundsIt) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  const auto usual = StructureProject(school.project, mode, nullptr);
  ASSERT_TRUE(usual);
  EXPECT_TRUE(RowByName(*usual, "vat_paid_amount").empty()) << "no facility, no rows";
  mode.company->vat_facility = {.vat_rate_fraction = 0.2, .refund_lag_years = 1.0, .rate = {}};
  mode.company->vat_facility->rate.fixed_nominal_per_year = 0.05;
  ASSERT_THAT(ValidateMode(school.project, mode, "mode"), ::testing::IsEmpty());
  const auto lent = StructureProject(school.project, mode, nullptr);
  ASSERT_TRUE(lent) << lent.error().message;
  const auto expect = [&](const std::string& name, std::vector<double> first) {
    const std::vector<double> row = RowByName(*lent, name);
    first.resize(row.size(), 0.0);
    EXPECT_THAT(row, ::testing::Pointwise(::testing::DoubleNear(1e-6), first)) << name;
  };
  expect("vat_paid_amount", {0.0, 10e6, 10e6});
  expect("vat_refunded_amount", {0.0, 0.0, 10e6, 10e6});
  expect("vat_facility_draw_amount", {0.0, 10e6, 10e6});
  expect("vat_facility_repayment_amount", {0.0, 0.0, 10e6, 10e6});
  expect("vat_facility_balance_amount", {0.0, 10e6, 10e6});
  // 5 % on half of each draw and on what was owed before it.
  expect("vat_facility_interest_amount", {0.0, 0.25e6, 0.75e6, 0.5e6});
  EXPECT_NEAR(FigureOf(*lent, "vat_facility_peak_amount"), 10e6, 1e-6);
  const auto column = [&](const std::string& name) {
    for (const ContractColumn& one : lent->columns) {
      if (one.name == name) return one;
    }
    throw std::runtime_error("no column " + name);
  };
  EXPECT_EQ(column("VAT on the works").payee_party_id, "state");
  EXPECT_NEAR(Sum(column("VAT on the works refunded").amounts), 20e6, 1e-6);
  EXPECT_EQ(column("draw of the VAT facility").payer_party_id, "bank");
  EXPECT_NEAR(Sum(column("repayment of the VAT facility").amounts), 20e6, 1e-6);
  double held = 0.0;
  for (std::size_t p = 0; p < 12; ++p) held += NetOf(*lent, "operator", p);
  EXPECT_NEAR(held, RowOf(*lent, company::Row::kTrappedCash).back(), 1.0) << "nothing is left at the end";
}

TEST(StructureProject, AVatFacilityMustBeRepaidBeforeTheContractEnds) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  mode.company->vat_facility = {.vat_rate_fraction = 0.2, .refund_lag_years = 10.0, .rate = {}};
  EXPECT_THAT(ValidateMode(school.project, mode, "mode"), ::testing::IsEmpty());
  mode.company->vat_facility->refund_lag_years = 11.0;
  const Failures found = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].field_path, "mode.company.vat_facility.refund_lag_years");
  EXPECT_THAT(found[0].message, HasSubstr("at most the years of operation"));
}

TEST(StructureProject, VatCompensationFollowsTheRoute) {
  const School school;
  model::DeliveryMode direct = AllModes().at("direct");
  model::DeliveryMode partnership = AllModes().at("partnership");
  for (auto* mode : {&direct, &partnership}) {
    mode->vat_rate_fraction = 0.2;
    mode->vat_compensation_fraction = 0.16404;
  }
  const auto refund = [](const StructuredMode& mode) {
    for (const ContractColumn& column : mode.columns) {
      if (column.name == "VAT compensation") return column.amounts;
    }
    return std::vector<double>();
  };
  const auto a = StructureProject(school.project, direct, nullptr);
  const auto b = StructureProject(school.project, partnership, nullptr);
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(refund(*a)[0], 50e6 * 1.2 * 0.16404, 1e-3) << "at once";
  EXPECT_EQ(refund(*b)[0], 0.0) << "as the charge is paid";
  EXPECT_GT(refund(*b)[2], 0.0);
  EXPECT_LT(Sum(refund(*b)), Sum(refund(*a)) * 1.2) << "on the investment part alone";
}

TEST(StructureProject, VatOnWorksIsToldFromVatOnOperation) {
  using ledger::Category;
  const School school;
  model::DeliveryMode direct = AllModes().at("direct");
  direct.vat_rate_fraction = 0.2;
  const auto structured = StructureProject(school.project, direct, nullptr);
  ASSERT_TRUE(structured);
  const auto paid = [&](std::initializer_list<Category> categories) {
    double sum = 0.0;
    for (const ContractColumn& column : structured->columns) {
      const bool counts = std::find(categories.begin(), categories.end(), column.category) != categories.end();
      if (counts && column.payer_party_id == "city") sum += Sum(column.amounts);
    }
    return sum;
  };
  EXPECT_GT(paid({Category::kReplacement}), 0.0);
  EXPECT_NEAR(paid({Category::kInvestmentTax}), 0.2 * paid({Category::kInvestment, Category::kReplacement}), 1e-3);
  EXPECT_NEAR(paid({Category::kTax}), 0.2 * paid({Category::kOperatingCost}), 1e-3);
}

TEST(StructureProject, TaxesOfTheEnergyBillArePartOfIt) {
  School school;
  model::EnergyFlow gas;
  gas.use = model::EnergyUse::kConsumed;
  gas.carrier_id = "gas";
  gas.quantity_mwh_per_year = 1000.0;
  gas.span.start_date = testing::Day("2025-01-01");
  school.request.portfolio.projects[0].with_project.push_back(testing::Item("gas", "city", "", gas));
  const plan::Plan plan = testing::CompileOrThrow(school.request);
  school.project.plan = &plan;
  const auto mode = StructureProject(school.project, AllModes().at("direct"), nullptr);
  ASSERT_TRUE(mode) << mode.error().message;
  EXPECT_NEAR(FigureOf(*mode, "city_cost_amount"), 103e6 + 14 * 1000.0 * (80.0 + 20.0), 1e-6);
}

TEST(StructureProject, LaterWorksMoveEverything) {
  const School school;
  model::DeliveryMode late = AllModes().at("direct");
  late.delay_period_count = 2;
  const auto mode = StructureProject(school.project, late, nullptr);
  ASSERT_TRUE(mode);
  EXPECT_EQ(mode->city_cost_amounts[0], 0.0);
  EXPECT_NEAR(mode->city_cost_amounts[2], 50e6, 1e-6);
}

TEST(StructureProject, BuildingsAreHeatedWhileTheyWait) {
  School school;
  school.request.portfolio.projects[0].with_project.push_back(
      testing::Item("gas", "city", "supplier", testing::SeriesOf(ledger::Category::kEnergy, {3e5, 2e5})));
  const plan::Plan plan = testing::CompileOrThrow(school.request);
  school.project.plan = &plan;
  model::DeliveryMode late = AllModes().at("direct");
  late.delay_period_count = 1;
  const auto mode = StructureProject(school.project, late, nullptr);
  ASSERT_TRUE(mode);
  EXPECT_NEAR(mode->city_cost_amounts[0], 3e5, 1e-6) << "the year of waiting";
  EXPECT_NEAR(mode->city_cost_amounts[1], 50e6 + 3e5, 1e-6);
}

TEST(StructureProject, AReturnBelowWhatShareholdersAskIsSaid) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  std::get<model::AvailabilityPartnership>(mode.contract).charge.amount_per_year = 17e6;
  const auto structured = StructureProject(school.project, mode, nullptr);
  ASSERT_TRUE(structured);
  ASSERT_FALSE(structured->warnings.empty());
  EXPECT_THAT(structured->warnings[0].message, HasSubstr("less than the return they ask"));
}

TEST(StructureProject, ImpossibleTargetNamesTheModeAndTheConstraint) {
  const School school;
  model::DeliveryMode mode = AllModes().at("shared");
  mode.company->tranches[0].limits = {};
  mode.company->tranches[0].limits.dscr_factor = 1.2;
  std::get<model::SharedSavingsContract>(mode.contract).company_fraction = 0.0;
  const auto structured = StructureProject(school.project, mode, nullptr);
  ASSERT_FALSE(structured);
  EXPECT_THAT(structured.error().message, HasSubstr("cannot carry any debt"));
  EXPECT_THAT(structured.error().field_path, HasSubstr("tranches[0]"));
}

TEST(StructureProject, CityRatiosCountThePaymentsAsDebt) {
  const School school;
  model::CityAccounts accounts;
  accounts.operating_revenue_amounts.assign(14, 100e6);
  accounts.operating_expenditure_amounts.assign(14, 85e6);
  accounts.principal_repaid_amounts.assign(14, 5e6);
  accounts.debt_closing_amounts.assign(14, 120e6);
  EXPECT_THAT(ValidateAccounts(school.project, accounts), ::testing::IsEmpty());
  const auto mode = StructureProject(school.project, AllModes().at("partnership"), &accounts);
  ASSERT_TRUE(mode);
  const auto row = [&](const std::string& name) {
    for (const YearRow& one : mode->findings.rows) {
      if (one.name == name) return one.values;
    }
    throw std::runtime_error(name);
  };
  EXPECT_NEAR(row("debt_repayment_without_years")[3], 8.0, 1e-9);
  EXPECT_GT(row("debt_with_amount")[3], 120e6);
  EXPECT_GT(row("debt_repayment_with_years")[3], 8.0);
  EXPECT_GT(row("termination_authority_default_amount")[3], 0.0);
  accounts.debt_closing_amounts.pop_back();
  EXPECT_EQ(ValidateAccounts(school.project, accounts).at(0).field_path, "city_accounts.debt_closing_amounts");
}

TEST(StructureProject, AverageCostIsThatOfTheYearsOfTheContract) {
  const School school;  // The grid has 14 years, the contract ends with the twelfth.
  const auto mode = StructureProject(school.project, AllModes().at("partnership"), nullptr);
  ASSERT_TRUE(mode);
  double charge = 0.0;
  for (const ContractColumn& column : mode->columns) {
    if (column.name == "unitary charge") charge += Sum(column.amounts);
  }
  ASSERT_EQ(mode->findings.figures[0].name, "contract_average_cost_amount_per_year");
  EXPECT_NEAR(*mode->findings.figures[0].value, charge / 12.0, 1e-6);
}

TEST(StructureProject, ASharedSavingIsAPaymentOfTheContract) {
  const School school;
  const auto mode = StructureProject(school.project, AllModes().at("shared"), nullptr);
  ASSERT_TRUE(mode) << mode.error().message;
  // The company takes 90 % of 4 MEUR of savings in each of ten years; the contract lasts twelve.
  EXPECT_NEAR(*mode->findings.figures.at(0).value, 10 * 0.9 * 4e6 / 12.0, 1.0);
}

TEST(StructureProject, ACityThatPaysItselfHasNoRatiosWithTheContract) {
  const School school;
  model::CityAccounts accounts;
  accounts.operating_revenue_amounts.assign(14, 100e6);
  accounts.operating_expenditure_amounts.assign(14, 85e6);
  accounts.principal_repaid_amounts.assign(14, 5e6);
  accounts.debt_closing_amounts.assign(14, 120e6);
  const auto mode = StructureProject(school.project, AllModes().at("direct"), &accounts);
  ASSERT_TRUE(mode);
  for (const YearRow& row : mode->findings.rows) EXPECT_EQ(row.name.find("_with_"), std::string::npos) << row.name;
  const Figure& worst = mode->findings.figures.at(0);
  EXPECT_EQ(worst.name, "debt_repayment_highest_years");
  ASSERT_FALSE(worst.value);
  EXPECT_THAT(worst.value.error().message, HasSubstr("saves or borrows"));
}

const std::vector<double>& FindingRow(const StructuredMode& mode, const std::string& name) {
  for (const YearRow& row : mode.findings.rows) {
    if (row.name == name) return row.values;
  }
  throw std::runtime_error("no row " + name);
}

TEST(StructureProject, ACityThatBorrowsForItsWorksHasRatiosWithItsLoan) {
  const School school;
  model::CityAccounts accounts;
  accounts.operating_revenue_amounts.assign(14, 100e6);
  accounts.operating_expenditure_amounts.assign(14, 85e6);
  accounts.principal_repaid_amounts.assign(14, 5e6);
  accounts.debt_closing_amounts.assign(14, 120e6);
  model::DeliveryMode mode = AllModes().at("direct");
  model::DirectProcurement direct;
  direct.loan = model::Loan{0.03, 10.0, 0.0, model::RepaymentProfile::kEqualPrincipal};
  direct.loan_share_fraction = 0.5;
  mode.contract = direct;
  ASSERT_TRUE(ValidateMode(school.project, mode, "mode").empty());
  const auto structured = StructureProject(school.project, mode, &accounts);
  ASSERT_TRUE(structured) << structured.error().message;
  // Half of 2 x 50 MEUR of works, drawn at the ends of 2025 and 2026; 5 MEUR repaid a year from 2027 on. From 2027 on
  // the city pays 2 MEUR of upkeep, saves 4 MEUR of energy and receives 4 MEUR of its users.
  const auto& debt = FindingRow(*structured, "debt_with_amount");
  EXPECT_NEAR(debt[0], 120e6 + 25e6, 1e-6);
  EXPECT_NEAR(debt[1], 120e6 + 50e6, 1e-6);
  EXPECT_NEAR(debt[2], 120e6 + 45e6, 1e-6);
  EXPECT_NEAR(debt[11], 120e6, 1e-6);
  EXPECT_NEAR(FindingRow(*structured, "gross_savings_with_amount")[2], 15e6 - 0.03 * 50e6 + 6e6, 1e-6);
  EXPECT_NEAR(FindingRow(*structured, "net_savings_with_amount")[2], 15e6 - 0.03 * 50e6 + 6e6 - 5e6 - 5e6, 1e-6);
  EXPECT_NEAR(FindingRow(*structured, "debt_repayment_with_years")[1], 170.0 / (15.0 - 0.03 * 25.0), 1e-9);
  // The comparator stays before financing.
  const auto without = StructureProject(school.project, AllModes().at("direct"), &accounts);
  EXPECT_EQ(FigureOf(*structured, "city_cost_present_amount"), FigureOf(*without, "city_cost_present_amount"));
}

TEST(StructureProject, ALoanOfTheCityIsCheckedLikeAnyOther) {
  const School school;
  model::DeliveryMode mode = AllModes().at("direct");
  mode.contract = model::DirectProcurement{model::Loan{0.03, 2.5, 3.0, model::RepaymentProfile::kAnnuity}, 1.0};
  const Failures failures = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].field_path, "mode.direct.loan.tenor_years");
  EXPECT_EQ(failures[1].field_path, "mode.direct.loan.grace_years");
}

TEST(StructureProject, CoverBelowOneIsSaidThoughReservesPay) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  mode.company->reserves.debt_service_months = 12.0;
  std::get<model::AvailabilityPartnership>(mode.contract).charge.amount_per_year = 16.5e6;
  const auto structured = StructureProject(school.project, mode, nullptr);
  ASSERT_TRUE(structured) << structured.error().message;
  ASSERT_LT(FigureOf(*structured, "minimum_dscr"), 1.0);
  std::string said;
  for (const Failure& warning : structured->warnings) said += warning.message;
  EXPECT_THAT(said, HasSubstr("DSCR below 1"));
}

// Catches a rate that starts a year early or late: the law's "exercices ouverts a compter de".
TEST(CompanyTerms, AFiscalYearHasTheRateOfTheYearItOpensIn) {
  const School school;
  model::OperatorCompany company = Company();
  company.tax_regime.taxes = {
      {.rate_fraction = 0.33, .change_years = {2026, 2028}, .changed_rate_fractions = {0.3, 0.25}}};
  const Window window = ContractWindow(school.project, 0);
  const auto rates = MakeCompanyTerms(school.project, company, window).tax.taxes[0].rate_fraction;
  ASSERT_EQ(time::YearOf(school.request.options.grid.start), 2025);
  EXPECT_EQ(rates[0], 0.33) << "financial close";
  EXPECT_EQ(rates[1], 0.33) << "opens in 2025";
  EXPECT_EQ(rates[2], 0.3) << "opens in 2026";
  EXPECT_EQ(rates[3], 0.3) << "opens in 2027";
  EXPECT_EQ(rates[4], 0.25) << "opens in 2028";
  EXPECT_EQ(rates.back(), 0.25);
}

TEST(ValidateMode, AverageInterestIsForSweepsOfLenders) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  mode.company->tranches[0].bears_interest_on_average_balance = true;
  const auto failures = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_EQ(failures[0].field_path, "mode.company.tranches[0].bears_interest_on_average_balance");
  mode.company->tranches[0].profile = model::TrancheProfile::kCashSweep;
  EXPECT_THAT(ValidateMode(school.project, mode, "mode"), ::testing::IsEmpty());
}

TEST(ValidateMode, NamesEveryFault) {
  const School school;
  model::DeliveryMode mode = AllModes().at("partnership");
  mode.company->tranches[0].tenor_years = 30.0;
  mode.company->tranches[0].lender_party_id = "nobody";
  mode.company->tranches[0].limits = {};
  mode.company->target_equity_irr_per_year.reset();
  std::vector<std::string> paths;
  for (const Failure& failure : ValidateMode(school.project, mode, "modes[1]")) paths.push_back(failure.field_path);
  EXPECT_THAT(paths, ::testing::UnorderedElementsAre(
                         "modes[1].company.tranches[0].tenor_years", "modes[1].company.tranches[0].lender_party_id",
                         "modes[1].company.tranches[0].limits", "modes[1].company.target_equity_irr_per_year"));
}

}  // namespace
}  // namespace calanque::partnership
