// The operator company that benchmarks evaluate.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "engine/company/flows.h"
#include "engine/company/terms.h"

namespace calanque::bench {

/// Works of 100 over two years, then 28 years of operation; quarterly: four periods each.
struct SampleCompany {
  explicit SampleCompany(int periods_per_year) {
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

}  // namespace calanque::bench
