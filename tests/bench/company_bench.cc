// A 30-year operator company with sculpted debt after tax, reserves and French rules: evaluated, and solved for its
// charge.
#include <cmath>
#include <vector>

#include "engine/company/evaluate.h"
#include "engine/company/measures.h"
#include "engine/company/solve.h"
#include "tests/bench/bench.h"
#include "tests/bench/sample_company.h"
#include "tests/support/company_reference.h"

namespace calanque::bench {
namespace {

testing::CompanySheet SheetOf(const SampleCompany& sample) {
  testing::CompanySheet sheet;
  sheet.revenue = sample.charge;
  for (double& amount : sheet.revenue) amount *= sample.decision.charge_amount;
  sheet.cost = sample.cost;
  return sheet;
}

/// Seconds of an evaluation and of a solved charge.
std::pair<double, double> Time(SampleCompany& sample, company::Workspace& work, const company::SolveOptions& options) {
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
  SampleCompany yearly(1);
  SampleCompany quarterly(4);
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
