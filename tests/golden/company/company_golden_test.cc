// Published operator companies: debt, price, reserves, tax and returns against the tools and texts that gave them.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/company/solve.h"
#include "engine/finance/cost_of_capital.h"
#include "tests/golden/primitives/table.h"

namespace calanque::golden {
namespace {

using company::Row;

std::vector<double> Column(const Table& table, const std::string& name) {
  std::vector<double> values;
  for (const auto& row : table.rows) values.push_back(Number(row, name));
  return values;
}

void ExpectRow(const Table& table, const std::string& column, std::span<const double> actual) {
  for (std::size_t t = 0; t < actual.size(); ++t) ExpectCell(table, table.rows[t], column, actual[t]);
}

/// A yearly company without construction whose shareholders carry every shortfall, as in NREL SSC.
company::Terms SscTerms(const golden::Row& input, std::size_t point_count) {
  company::Terms terms;
  terms.point_count = static_cast<int>(point_count);
  terms.reserves.debt_service_months = Number(input, "debt_service_months");
  terms.reserves.operating_cost_months = Number(input, "operating_cost_months");
  terms.reserves.interest_per_period.assign(point_count, Number(input, "reserve_rate"));
  terms.cfads = {.is_after_tax = false, .includes_reserve_interest = false};
  terms.tax.losses = company::LossRule::kRefunded;
  terms.tax.expenses_maintenance = false;
  terms.tax.taxes = {{.rate_fraction = {Number(input, "state_tax")}, .is_deductible_later = true},
                     {.rate_fraction = {Number(input, "federal_tax")}}};
  terms.distribution.shareholders_fund_shortfalls = true;
  company::Tranche debt;
  debt.id = "term debt";
  debt.rate_per_period.assign(point_count, Number(input, "rate"));
  debt.tenor_periods = static_cast<int>(Number(input, "tenor"));
  debt.upfront_fee_fraction = Number(input, "upfront_fee_fraction");
  terms.tranches = {debt};
  return terms;
}

TEST(SscSingleOwnerGolden, SculptedDebtReservesTaxAndReturns) {
  const Table table = ReadTable("../company/ssc-single-owner/series.csv");
  const Table summary = ReadTable("../company/ssc-single-owner/case.csv");
  const golden::Row& input = summary.rows[0];
  company::Terms terms = SscTerms(input, table.rows.size());
  terms.tranches[0].profile = company::Profile::kSculpted;
  terms.tranches[0].limits.dscr = Number(input, "dscr");
  const auto revenue = Column(table, "revenue");
  const auto cost = Column(table, "operating_cost");
  const auto depreciation = Column(table, "depreciation");
  std::vector<double> works(table.rows.size());
  std::vector<double> other_uses(table.rows.size());
  works[0] = Number(input, "works");
  other_uses[0] = Number(input, "other_uses");
  company::Flows flows;
  flows.works = works;
  flows.other_uses = other_uses;
  flows.other_revenue = revenue;
  flows.operating_cost = cost;
  flows.tax_depreciation = depreciation;

  company::Workspace work(terms);
  const auto run = company::Evaluate(terms, flows, {}, work);
  ASSERT_TRUE(run) << run.error().message;
  // The source shows CFADS while there is debt only.
  ExpectRow(table, "cfads", work.rows[Row::kCfads].first(static_cast<std::size_t>(Number(input, "tenor")) + 1));
  for (const auto& [column, row] : {std::pair("debt_balance", Row::kDebtBalance),
                                    {"interest", Row::kInterestPaid},
                                    {"principal", Row::kPrincipalPaid},
                                    {"debt_service_reserve", Row::kDebtServiceReserve},
                                    {"operating_reserve", Row::kOperatingReserve},
                                    {"reserve_interest", Row::kReserveInterest},
                                    {"tax", Row::kTax},
                                    {"equity_cash_flow", Row::kEquityCashFlow}}) {
    ExpectRow(table, column, work.rows[row]);
  }
  const auto funding = company::FindFunding(terms, work);
  ExpectCell(summary, input, "debt", funding.debt_amount);
  ExpectCell(summary, input, "uses", funding.uses_amount);
  ExpectCell(summary, input, "equity", funding.equity_amount);
  ExpectCell(summary, input, "debt_fraction", funding.gearing_fraction);
  ExpectCell(summary, input, "min_dscr", company::FindCoverRatios(terms, work).dscr->value);
  EXPECT_EQ(work.bindings[0], company::Binding::kDscr);
  const double nominal_rate = (1.0 + Number(input, "real_discount_rate")) * (1.0 + Number(input, "inflation")) - 1.0;
  const auto equity = work.rows[Row::kEquityCashFlow];
  const int last = terms.point_count - 1;
  ExpectCell(summary, input, "npv", company::NetPresentValueOf(terms, equity, nominal_rate, last));
  const auto irr = company::RateOfReturn(terms, equity, last);
  ASSERT_TRUE(irr) << irr.error().message;
  ExpectCell(summary, input, "irr", *irr);
}

TEST(SscHostDeveloperGolden, ChargeThatGivesTheTargetReturnUnderGearing) {
  const Table table = ReadTable("../company/ssc-host-developer/series.csv");
  const Table summary = ReadTable("../company/ssc-host-developer/case.csv");
  const golden::Row& input = summary.rows[0];
  const std::size_t points = table.rows.size();
  company::Terms terms = SscTerms(input, points);
  terms.tranches[0].profile = company::Profile::kAnnuity;
  terms.tranches[0].limits.gearing_fraction = Number(input, "gearing");
  terms.reserves.maintenance_look_ahead_periods = 15;
  terms.gearing_base = company::GearingBase::kUsesWithFirstFee;
  auto charge = Column(table, "energy_kwh");
  for (std::size_t t = 1; t < points; ++t) {
    charge[t] *= 0.01 * std::pow(1.0 + Number(input, "escalation"), static_cast<double>(t) - 1.0);  // Per cent a kWh.
  }
  const auto cost = Column(table, "operating_cost");
  const auto maintenance = Column(table, "major_maintenance");
  const auto depreciation = Column(table, "depreciation");
  const auto taxable = Column(table, "other_taxable");
  const auto credits = Column(table, "tax_credit");
  std::vector<double> works(points);
  std::vector<double> other_uses(points);
  std::vector<double> grants(points);
  works[0] = Number(input, "works");
  other_uses[0] = Number(input, "other_uses");
  grants[0] = Number(input, "grant");
  company::Flows flows;
  flows.works = works;
  flows.other_uses = other_uses;
  flows.grants = grants;
  flows.charge_profile = charge;
  flows.operating_cost = cost;
  flows.major_maintenance = maintenance;
  flows.tax_depreciation = depreciation;
  flows.other_taxable = taxable;
  flows.tax_credits = credits;

  company::Workspace work(terms);
  company::Decision decision;
  company::SolveOptions options;
  options.target_value = Number(input, "target_irr");
  options.last_point = static_cast<int>(Number(input, "target_point"));
  const auto solution = company::Solve(terms, flows, options, decision, work);
  ASSERT_TRUE(solution) << solution.error().message;
  EXPECT_TRUE(solution->is_affine);
  ExpectCell(summary, input, "charge", solution->value);
  const auto funding = company::FindFunding(terms, work);
  ExpectCell(summary, input, "debt", funding.debt_amount);
  ExpectCell(summary, input, "uses", funding.uses_amount);
  EXPECT_EQ(work.bindings[0], company::Binding::kGearing);
  ExpectRow(table, "maintenance_funding", work.rows[Row::kMaintenanceFunding]);
  ExpectRow(table, "debt_balance", work.rows[Row::kDebtBalance]);
  ExpectRow(table, "equity_cash_flow", work.rows[Row::kEquityCashFlow]);
}

TEST(AfterTaxSculptGolden, BalancesOfTheClosedForm) {
  const Table table = ReadTable("../company/after-tax-sculpt/series.csv");
  const Table summary = ReadTable("../company/after-tax-sculpt/case.csv");
  const golden::Row& input = summary.rows[0];
  const std::size_t points = table.rows.size();
  company::Terms terms;
  terms.point_count = static_cast<int>(points);
  terms.tax.taxes = {{.rate_fraction = {Number(input, "tax")}}};
  company::Tranche debt;
  debt.profile = company::Profile::kSculpted;
  debt.rate_per_period.assign(points, Number(input, "rate"));
  debt.tenor_periods = static_cast<int>(points) - 1;
  debt.limits.dscr = Number(input, "dscr");
  terms.tranches = {debt};
  const auto ebitda = Column(table, "ebitda");
  const auto depreciation = Column(table, "depreciation");
  std::vector<double> works(points);
  works[0] = 1000.0;
  company::Flows flows;
  flows.works = works;
  flows.other_revenue = ebitda;
  flows.tax_depreciation = depreciation;
  company::Workspace work(terms);
  const auto run = company::Evaluate(terms, flows, {}, work);
  ASSERT_TRUE(run) << run.error().message;
  ExpectCell(summary, input, "debt", work.debt_amounts[0]);
  ExpectRow(table, "balance", work.rows[Row::kDebtBalance]);
}

TEST(RunningFeesGolden, FeesWithinDebtServiceLowerTheDebt) {
  const Table table = ReadTable("../company/running-fees/series.csv");
  const Table summary = ReadTable("../company/running-fees/case.csv");
  const golden::Row& input = summary.rows[0];
  const std::size_t points = table.rows.size();
  company::Terms terms;
  terms.point_count = static_cast<int>(points);
  company::Tranche debt;
  debt.profile = company::Profile::kSculpted;
  debt.rate_per_period.assign(points, Number(input, "rate"));
  debt.tenor_periods = static_cast<int>(points) - 1;
  debt.running_fee_amounts = Column(table, "fee");
  debt.limits.dscr = Number(input, "dscr");
  terms.tranches = {debt};
  const auto cfads = Column(table, "cfads");
  std::vector<double> works(points);
  works[0] = 1000.0;
  company::Flows flows;
  flows.works = works;
  flows.other_revenue = cfads;
  company::Workspace work(terms);
  const auto run = company::Evaluate(terms, flows, {}, work);
  ASSERT_TRUE(run) << run.error().message;
  ExpectCell(summary, input, "debt", work.debt_amounts[0]);
  ExpectCell(summary, input, "llcr", *company::FindCoverRatios(terms, work).llcr_at_start);
  ExpectRow(table, "debt_service", work.rows[Row::kDebtServiceDue]);
  ExpectRow(table, "principal", work.rows[Row::kPrincipalPaid]);
}

}  // namespace
}  // namespace calanque::golden
