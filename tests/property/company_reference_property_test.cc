// The operator company against a plain iterated sheet: every figure to 1e-10 of the uses.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <vector>

#include "engine/company/evaluate.h"
#include "tests/support/company_reference.h"

namespace calanque::company {
namespace {

Terms TermsOf(const testing::CompanySheet& sheet) {
  Terms terms;
  terms.construction_end = sheet.construction_years;
  terms.point_count = 1 + sheet.construction_years + sheet.operation_years;
  terms.draw_weight = 0.5;
  const auto points = static_cast<std::size_t>(terms.point_count);
  terms.reserves.debt_service_months = 12.0 * sheet.reserve_years;
  terms.reserves.interest_per_period.assign(points, sheet.reserve_rate);
  terms.tax.taxes = {{.rate_fraction = {sheet.tax_rate}}};
  terms.tax.loss_carry_forward = {.floor_amount = sheet.loss_floor, .fraction = sheet.loss_fraction};
  terms.tax.interest_limit = {.floor_amount_per_year = sheet.interest_floor,
                              .ebitda_fraction = sheet.interest_fraction};
  terms.tax.depreciation_fraction.assign(points, 0.0);
  for (std::size_t y = static_cast<std::size_t>(sheet.construction_years) + 1; y < points; ++y) {
    terms.tax.depreciation_fraction[y] = 1.0 / sheet.operation_years;
  }
  Tranche debt;
  debt.profile = Profile::kSculpted;
  debt.rate_per_period.assign(points, sheet.rate);
  debt.tenor_periods = sheet.tenor_years;
  debt.upfront_fee_fraction = sheet.upfront_fee;
  debt.commitment_fee_per_period = sheet.commitment_fee;
  debt.limits.dscr = sheet.dscr;
  debt.limits.gearing_fraction = sheet.gearing;
  terms.tranches = {debt};
  return terms;
}

testing::CompanySheet AnySheet() {
  const auto between = [](double low, double high) { return low + (high - low) * *rc::gen::inRange(0, 1001) / 1000.0; };
  testing::CompanySheet sheet;
  sheet.construction_years = *rc::gen::inRange(1, 5);
  sheet.operation_years = *rc::gen::inRange(8, 35);
  sheet.tenor_years = *rc::gen::inRange(sheet.operation_years / 2, sheet.operation_years + 1);
  sheet.rate = between(0.01, 0.09);
  sheet.dscr = between(1.05, 1.6);
  sheet.gearing = between(0.4, 0.95);
  sheet.tax_rate = between(0.0, 0.4);
  sheet.loss_floor = between(0.0, 2.0);
  sheet.interest_floor = between(0.0, 4.0);
  const auto points = static_cast<std::size_t>(1 + sheet.construction_years + sheet.operation_years);
  sheet.revenue.assign(points, 0.0);
  sheet.cost.assign(points, 0.0);
  const double revenue = between(8.0, 18.0);
  const double growth = between(-0.01, 0.03);
  for (std::size_t t = static_cast<std::size_t>(sheet.construction_years) + 1; t < points; ++t) {
    sheet.revenue[t] = revenue * std::pow(1.0 + growth, static_cast<double>(t));
    sheet.cost[t] = 0.2 * sheet.revenue[t];
  }
  return sheet;
}

RC_GTEST_PROP(CompanyReference, EqualsTheIteratedSheet, ()) {
  for (int i = 0; i < 20; ++i) {
    const testing::CompanySheet sheet = AnySheet();
    const testing::CompanySheetResult expected = testing::Iterate(sheet);
    const Terms terms = TermsOf(sheet);
    std::vector<double> works(sheet.revenue.size());
    for (int t = 1; t <= sheet.construction_years; ++t) {
      works[static_cast<std::size_t>(t)] = sheet.works_amount / sheet.construction_years;
    }
    Flows flows;
    flows.works = works;
    flows.other_revenue = sheet.revenue;
    flows.operating_cost = sheet.cost;
    Workspace work(terms);
    RC_ASSERT(Evaluate(terms, flows, {}, work).has_value());
    RC_ASSERT(std::abs(work.debt_amounts[0] - expected.debt_amount) <= 1e-10 * expected.uses_amount);
    RC_ASSERT(std::abs(work.uses_amount - expected.uses_amount) <= 1e-10 * expected.uses_amount);
    for (std::size_t t = 0; t < works.size(); ++t) {
      RC_ASSERT(std::abs(work.rows[Row::kEquityCashFlow][t] - expected.equity_flows[t]) <=
                1e-10 * expected.uses_amount);
    }
  }
}

}  // namespace
}  // namespace calanque::company
