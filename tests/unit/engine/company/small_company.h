// An operator company small enough to check by hand.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "engine/company/evaluate.h"

namespace calanque::company {

inline constexpr double kNear = 1e-9;

/// Works of 100 at close, operation at points 1 to `periods`, revenue 30 a period, no cost, no tax, one loan of 60.
struct Small {
  explicit Small(int periods = 4) {
    terms.point_count = periods + 1;
    const auto points = static_cast<std::size_t>(terms.point_count);
    Tranche loan;
    loan.id = "loan";
    loan.rate_per_period.assign(points, 0.1);
    loan.tenor_periods = periods;
    loan.limits.amount = 60.0;
    terms.tranches = {loan};
    works.assign(points, 0.0);
    works[0] = 100.0;
    revenue.assign(points, 30.0);
    cost.assign(points, 0.0);
    maintenance.assign(points, 0.0);
  }

  Workspace Run() {
    Flows flows;
    flows.works = works;
    flows.other_revenue = revenue;
    flows.operating_cost = cost;
    flows.major_maintenance = maintenance;
    Workspace work(terms);
    const auto run = Evaluate(terms, flows, {}, work);
    if (!run) throw std::runtime_error(run.error().message);
    return work;
  }

  Terms terms;
  std::vector<double> works, revenue, cost, maintenance;
};

}  // namespace calanque::company
