// A 30-year operator company with sculpted debt after tax, reserves and French rules: evaluated, and solved for its
// charge.
#include <cmath>
#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/company/solve.h"
#include "tests/bench/bench.h"
#include "tests/support/company_reference.h"

namespace calanque::bench {
namespace {

/// Works of 100 over two years, then 28 years of operation; quarterly: four periods each.
struct Sample {
  explicit Sample(int periods_per_year) {
    terms.periods_per_year = periods_per_year;
    terms.construction_end = 2 * periods_per_year;
    terms.point_count = 30 * periods_per_year + 1;
    const auto points = static_cast<std::size_t>(terms.point_count);
    const auto end = static_cast<std::size_t>(terms.construction_end);
    terms.draw_weight = 0.5;
    terms.reserves.debt_service_months = 6.0;
    terms.reserves.interest_per_period.assign(points, 0.01 / periods_per_year);
    terms.tax.taxes = {{.rate_fraction = {0.25}}};
    terms.tax.loss_carry_forward = {.floor_amount = 1.0, .fraction = 0.5};
    terms.tax.interest_limit = {.floor_amount_per_year = 3.0, .ebitda_fraction = 0.3};
    terms.tax.depreciation_fraction.assign(31, 0.0);
    for (std::size_t year = 3; year <= 30; ++year) terms.tax.depreciation_fraction[year] = 1.0 / 28.0;
    company::Tranche debt;
    debt.profile = company::Profile::kSculpted;
    debt.rate_per_period.assign(points, 0.045 / periods_per_year);
    debt.tenor_periods = 25 * periods_per_year;
    debt.upfront_fee_fraction = 0.015;
    debt.commitment_fee_per_period = 0.005 / periods_per_year;
    debt.limits.dscr = 1.2;
    debt.limits.gearing_fraction = 0.9;
    terms.tranches = {debt};
    works.assign(points, 0.0);
    charge.assign(points, 0.0);
    cost.assign(points, 0.0);
    for (std::size_t t = 1; t <= end; ++t) works[t] = 100.0 / static_cast<double>(end);
    for (std::size_t t = end + 1; t < points; ++t) {
      charge[t] = std::pow(1.02, static_cast<double>(t) / periods_per_year) / periods_per_year;
      cost[t] = 2.0 * charge[t];
    }
    flows.works = works;
    flows.charge_profile = charge;
    flows.operating_cost = cost;
    decision.charge_amount = 8.5;
  }

  company::Terms terms;
  std::vector<double> works, charge, cost;
  company::Flows flows;
  company::Decision decision;
};

testing::CompanySheet SheetOf(const Sample& sample) {
  testing::CompanySheet sheet;
  sheet.revenue = sample.charge;
  for (double& amount : sheet.revenue) amount *= sample.decision.charge_amount;
  sheet.cost = sample.cost;
  return sheet;
}

/// Seconds of an evaluation and of a solved charge.
std::pair<double, double> Time(Sample& sample, company::Workspace& work, const company::SolveOptions& options) {
  const double evaluated =
      MedianSeconds(15, 2'000, [&] { Keep(company::Evaluate(sample.terms, sample.flows, sample.decision, work)); });
  const double solved = MedianSeconds(15, 300, [&] {
    company::Decision decision = sample.decision;
    Keep(company::Solve(sample.terms, sample.flows, options, decision, work));
  });
  return {evaluated, solved};
}

}  // namespace

Report OperatorCompany() {
  Sample yearly(1);
  Sample quarterly(4);
  company::Workspace work(yearly.terms);
  company::Workspace quarterly_work(quarterly.terms);
  const testing::CompanySheet sheet = SheetOf(yearly);
  const testing::CompanySheetResult expected = testing::Iterate(sheet);
  const auto run = company::Evaluate(yearly.terms, yearly.flows, yearly.decision, work);
  company::SolveOptions options;
  options.target_value = 0.1;
  company::Decision decision = yearly.decision;
  const double debt_amount = work.debt_amounts[0];
  const auto solved = company::Solve(yearly.terms, yearly.flows, options, decision, work);
  const auto irr =
      company::RateOfReturn(yearly.terms, work.rows[company::Row::kEquityCashFlow], yearly.terms.point_count - 1);
  Report report;
  report.expected = "the debt of the iterated sheet within 1e-10, and a charge that gives 10 % within 1e-9";
  const bool is_right = run && solved && irr &&
                        std::abs(debt_amount - expected.debt_amount) <= 1e-10 * expected.uses_amount &&
                        std::abs(*irr - 0.1) <= 1e-9;
  report.answer = is_right ? report.expected : "debt " + Digits(debt_amount) + " and " + Digits(expected.debt_amount);
  const auto [evaluated_s, solved_s] = Time(yearly, work, options);
  const auto [quarterly_s, quarterly_solved_s] = Time(quarterly, quarterly_work, options);
  const double sheet_s = MedianSeconds(9, 50, [&] { Keep(testing::Iterate(sheet)); });
  report.figures = {{"company_30_years_us", evaluated_s * 1e6, "us", 10.0},
                    {"company_evaluations_per_second", 1.0 / evaluated_s, "1/s", 1e5, true},
                    {"company_speed_against_iterated_sheet", sheet_s / evaluated_s, "x", 1.0, true},
                    {"company_solved_charge_us", solved_s * 1e6, "us", 50.0},
                    {"company_120_quarters_us", quarterly_s * 1e6, "us", 40.0},
                    {"company_120_quarters_solved_us", quarterly_solved_s * 1e6, "us", 200.0}};
  return report;
}

}  // namespace calanque::bench
