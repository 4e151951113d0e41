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

/// The workbook's flows but for the term loan, by point; the last year stands twice.
struct SweepFlows {
  SweepFlows(const Table& table, const golden::Row& input) {
    const double rate = Number(input, "notes_rate");
    notes.push_back(Number(input, "notes"));
    for (std::size_t t = 1; t <= table.rows.size(); ++t) {
      const golden::Row& row = table.rows[std::min(t, table.rows.size() - 1)];
      const bool accretes = static_cast<double>(t) <= Number(input, "notes_accretion_years");
      notes.push_back(accretes ? notes.back() * (1.0 + rate / 2.0) / (1.0 - rate / 2.0) : notes.back());
      const double notes_interest = rate * (notes[t - 1] + notes[t]) / 2.0;
      const double paid_interest = Number(input, "senior_interest") + Number(input, "undrawn_fee") -
                                   Number(input, "interest_income") + (accretes ? 0.0 : notes_interest);
      const double investment = Number(row, "capex") - Number(row, "working_capital");
      revenue.push_back(Number(row, "ebit") + Number(row, "depreciation"));
      cost.push_back(paid_interest + investment);
      depreciation.push_back(Number(row, "depreciation") + Number(input, "fee_amortisation"));
      taxable.push_back(investment - (accretes ? notes_interest : 0.0));  // Paid, not deducted; deducted, not paid.
      loan_rate.push_back(Number(row, "base_rate") + Number(input, "margin"));
    }
  }

  std::vector<double> notes;
  std::vector<double> revenue = {0.0}, cost = {0.0}, depreciation = {0.0}, taxable = {0.0}, loan_rate = {0.0};
};

TEST(CashSweepGolden, InterestOnTheAverageBalanceAsTheIteratedWorkbook) {
  const Table table = ReadTable("../company/cash-sweep-average-interest/series.csv");
  const Table summary = ReadTable("../company/cash-sweep-average-interest/case.csv");
  const golden::Row& input = summary.rows[0];
  const SweepFlows sweep(table, input);
  const std::size_t points = table.rows.size() + 1;
  company::Terms terms;
  terms.point_count = static_cast<int>(points);
  terms.tax.taxes = {{.rate_fraction = {Number(input, "tax")}}};
  company::Tranche loan;
  loan.profile = company::Profile::kCashSweep;
  loan.rate_per_period = sweep.loan_rate;
  loan.tenor_periods = static_cast<int>(points) - 1;
  loan.bears_interest_on_average_balance = true;
  loan.limits.amount = Number(input, "loan");
  terms.tranches = {loan};
  std::vector<double> works(points);
  works[0] = Number(input, "loan");
  company::Flows flows;
  flows.works = works;
  flows.other_revenue = sweep.revenue;
  flows.operating_cost = sweep.cost;
  flows.tax_depreciation = sweep.depreciation;
  flows.other_taxable = sweep.taxable;
  company::Workspace work(terms);
  const auto run = company::Evaluate(terms, flows, {}, work);
  ASSERT_TRUE(run) << run.error().message;
  const std::size_t compared = table.rows.size();
  ExpectRow(table, "loan_balance", work.rows.Of(0, company::TrancheRow::kBalance).first(compared));
  ExpectRow(table, "loan_interest", work.rows.Of(0, company::TrancheRow::kInterest).first(compared));
  ExpectRow(table, "notes_balance", std::span(sweep.notes).first(compared));
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
