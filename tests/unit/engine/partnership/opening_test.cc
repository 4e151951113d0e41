// What is paid on the day of financial close, and charges that rise and go by volume.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/kernel/series.h"
#include "engine/partnership/company_terms.h"
#include "tests/unit/engine/partnership/school.h"

namespace calanque::partnership {
namespace {

constexpr double kLand = 20e6;

/// The school, and land paid for on the first day of the grid.
struct SchoolWithLand : School {
  SchoolWithLand() {
    model::DatedFlows land;
    land.category = ledger::Category::kInvestment;
    land.dates = {testing::Day("2025-01-01")};
    land.amounts = {kLand};
    request.portfolio.projects[0].with_project.push_back(testing::Item("land", "city", "supplier", land));
    plan = testing::CompileOrThrow(request);
  }
};

model::DeliveryMode Mode(const char* id) { return AllModes().at(id); }

StructuredMode Structured(const School& school, const model::DeliveryMode& mode) {
  auto structured = StructureProject(school.project, mode, nullptr);
  if (!structured) throw std::runtime_error(structured.error().message);
  return *structured;
}

std::vector<double> RowOf(const StructuredMode& mode, const std::string& name) {
  for (const PeriodRow& row : mode.company_rows) {
    if (row.name == name && row.tranche_id.empty()) return row.amounts;
  }
  throw std::runtime_error("no row " + name);
}

TEST(OpeningAmount, IsNotDiscountedAndStandsInTheFirstPeriodsTotal) {
  const School without;
  const SchoolWithLand with;
  const StructuredMode cheaper = Structured(without, Mode("direct"));
  const StructuredMode dearer = Structured(with, Mode("direct"));
  EXPECT_NEAR(FigureOf(dearer, "city_cost_present_amount") - FigureOf(cheaper, "city_cost_present_amount"), kLand,
              1e-6);
  EXPECT_NEAR(dearer.city_cost_amounts[0] - cheaper.city_cost_amounts[0], kLand, 1e-6);
}

TEST(OpeningAmount, IsAUseOfFundsAtFinancialClose) {
  const SchoolWithLand school;
  const StructuredMode mode = Structured(school, Mode("partnership"));
  EXPECT_EQ(RowOf(mode, "works_amount")[0], kLand);
  EXPECT_EQ(RowOf(mode, "works_amount")[1], 50e6);
}

TEST(OpeningAmount, DelayedByAPeriodItIsPaidAtTheEndOfTheFirst) {
  const SchoolWithLand school;
  model::DeliveryMode late = Mode("direct");
  late.delay_period_count = 1;
  const StructuredMode mode = Structured(school, late);
  double first = 0.0;
  for (const ContractColumn& column : mode.columns) {
    if (column.category == ledger::Category::kInvestment) first += column.amounts[0];
    EXPECT_EQ(column.opening_amount, 0.0) << column.name;
  }
  EXPECT_EQ(first, kLand);
}

TEST(OpeningAmount, ModesCostTheSameAtTheBreakEvenRate) {
  const SchoolWithLand school;
  ComparisonTerms terms;
  terms.modes = {Mode("direct"), Mode("partnership")};
  terms.reference_mode_id = "direct";
  const auto found = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(found) << found.error().message;
  const auto& rates = found->switches.at(0).break_even_rates_per_year;
  ASSERT_FALSE(rates.empty());
  terms.discount_rates_per_year = {rates[0]};
  const auto there = CompareDeliveryModes(school.project, terms, nullptr, {});
  ASSERT_TRUE(there);
  for (const ModeCost& cost : there->costs) {
    if (cost.discount_rate_per_year == rates[0]) {
      EXPECT_NEAR(cost.value_for_money_amount, 0.0, 1e-3) << cost.mode_id;
    }
  }
}

TEST(Charge, RisesByItsEscalationAndGoesByVolume) {
  const School school;
  model::DeliveryMode mode = Mode("partnership");
  auto& charge = std::get<model::AvailabilityPartnership>(mode.contract).charge;
  charge.amount_per_year = 20e6;
  charge.escalation_per_year = 0.02;
  charge.volume_factors = {0.5, 1.0, 0.9};
  const std::vector<double> revenue = RowOf(Structured(school, mode), "revenue_amount");
  const double volumes[] = {0.5, 1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9};
  EXPECT_EQ(revenue[2], 0.0);
  for (int year = 0; year < 10; ++year) {
    EXPECT_NEAR(revenue[static_cast<std::size_t>(3 + year)], 20e6 * volumes[year] * std::pow(1.02, year), 1e-6) << year;
  }
}

TEST(Charge, IsIndexedFromTheDayAtWhosePricesItStands) {  // Two years of inflation before operation are paid, or not.
  School school;
  model::Curve prices;
  prices.id = "prices";
  prices.shape = model::CurveGrowth{testing::Day("2025-01-01"), 1.0, 0.1};
  school.request.assumptions.curves.push_back(prices);
  school.plan = testing::CompileOrThrow(school.request);
  model::DeliveryMode mode = Mode("partnership");
  auto& charge = std::get<model::AvailabilityPartnership>(mode.contract).charge;
  charge.amount_per_year = 20e6;
  charge.indexed_fraction = 0.5;
  charge.index_curve_id = "prices";
  EXPECT_NEAR(RowOf(Structured(school, mode), "revenue_amount")[3], 20e6 * (0.5 + 0.5 * 1.1), 1e-3);
  charge.index_base_date = testing::Day("2025-01-01");
  const std::vector<double> revenue = RowOf(Structured(school, mode), "revenue_amount");
  for (int t = 3; t <= 12; ++t) {
    EXPECT_NEAR(revenue[static_cast<std::size_t>(t)], 20e6 * (0.5 + 0.5 * std::pow(1.1, t)), 1e-3) << t;
  }
}

TEST(Charge, AnIndexBaseIsOfAnIndexAndNotAfterTheStart) {
  const School school;
  model::DeliveryMode mode = Mode("partnership");
  auto& charge = std::get<model::AvailabilityPartnership>(mode.contract).charge;
  charge.amount_per_year = 20e6;
  charge.index_base_date = testing::Day("2027-01-02");
  const Failures failures = ValidateMode(school.project, mode, "mode");
  ASSERT_EQ(failures.size(), 2U);
  for (const Failure& failure : failures) {
    EXPECT_EQ(failure.field_path, "mode.availability.charge.index_base_date");
  }
}

TEST(Loan, QuotedPerPeriodOrEffective) {  // On a half-yearly grid 6 % quoted is 3 %, 6 % effective is 2.96 %.
  const School school;
  Window window;
  window.periods_per_year = 2;
  window.period_count = window.contract_end = 8;
  model::OperatorCompany company = Company();
  company.tranches[0].rate = {};
  company.tranches[0].rate.fixed_nominal_per_year = 0.05;
  company.tranches[0].rate.margin_per_year = 0.01;
  company.tranches[0].tenor_years = 4.0;
  EXPECT_NEAR(MakeCompanyTerms(school.project, company, window).tranches[0].rate_per_period[1], std::sqrt(1.06) - 1.0,
              1e-15);
  company.tranches[0].rate.is_quoted_per_period = true;
  EXPECT_NEAR(MakeCompanyTerms(school.project, company, window).tranches[0].rate_per_period[1], 0.03, 1e-15);
}

TEST(SolveTerms, FlowsAfterTheTargetsLastDayDoNotCount) {
  const School school;
  model::DeliveryMode mode = Mode("partnership");
  SolveTermsOptions options;
  options.target_value = 0.1;
  options.target_end_date = testing::Day("2034-12-31");
  ASSERT_TRUE(ValidateSolve(school.project, mode, options).empty());
  const auto solved = SolveTerms(school.project, mode, options);
  ASSERT_TRUE(solved) << solved.error().message;
  double value = 0.0;
  const std::vector<double> equity = RowOf(*solved, "equity_cash_flow_amount");
  for (int t = 0; t <= 10; ++t) value += equity[static_cast<std::size_t>(t)] * std::pow(1.1, -t);
  EXPECT_NEAR(value, 0.0, 1e-3);
}

TEST(SolveTerms, ATargetsLastDayIsTheEndOfAPeriodOfTheContract) {
  const School school;
  const model::DeliveryMode mode = Mode("partnership");
  SolveTermsOptions options;
  options.target_value = 0.1;
  for (const char* day : {"2034-06-30", "2026-12-31", "2037-12-31"}) {
    options.target_end_date = testing::Day(day);
    const Failures failures = ValidateSolve(school.project, mode, options);
    ASSERT_EQ(failures.size(), 1U) << day;
    EXPECT_EQ(failures[0].field_path, "target_end_date");
  }
  options.target = SolveTarget::kMinimumDscr;
  options.target_end_date = testing::Day("2034-12-31");
  EXPECT_EQ(ValidateSolve(school.project, mode, options).size(), 1U);
}

}  // namespace
}  // namespace calanque::partnership
