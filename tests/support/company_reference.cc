#include "tests/support/company_reference.h"

#include <algorithm>
#include <cmath>

namespace calanque::testing {

CompanySheetResult Iterate(const CompanySheet& s) {
  const int points = 1 + s.construction_years + s.operation_years;
  const int end = s.construction_years;
  const auto row = [&] { return std::vector<double>(static_cast<std::size_t>(points), 0.0); };
  auto interest = row();
  auto principal = row();
  auto reserve = row();
  auto tax = row();
  auto equity = row();
  double debt = 0.0;
  double uses = 0.0;
  CompanySheetResult result;
  for (result.iteration_count = 1; result.iteration_count < 1000; ++result.iteration_count) {
    const double old_debt = debt;
    const double old_uses = uses;
    const auto old_interest = interest;
    // Construction: interest and fees found by iterating each year's draw.
    const double share = uses > 0.0 ? debt / uses : 0.0;
    double balance = 0.0;
    double total = 0.0;
    double capitalised = 0.0;
    for (int t = 0; t <= end; ++t) {
      double need = t == 0 ? s.upfront_fee * debt : s.works_amount / s.construction_years;
      if (t == 0) capitalised += need;
      if (t == end) need += reserve[static_cast<std::size_t>(end)];
      double draw = 0.0;
      double cost_of_funds = 0.0;
      for (int inner = 0; inner < 60; ++inner) {
        cost_of_funds =
            t == 0 ? 0.0 : s.rate * (balance + 0.5 * draw) + s.commitment_fee * (debt - balance - 0.5 * draw);
        draw = share * (need + cost_of_funds);
      }
      capitalised += cost_of_funds;
      total += need + cost_of_funds;
      equity[static_cast<std::size_t>(t)] = -(need + cost_of_funds - draw);
      balance += draw;
    }
    uses = total;
    capitalised += s.works_amount;
    // Tax, year by year.
    double loss = 0.0;
    double carried_interest = 0.0;
    auto cfads = row();
    for (int t = end + 1; t < points; ++t) {
      const auto i = static_cast<std::size_t>(t);
      const double earned = s.reserve_rate * reserve[i - 1];
      const double ebitda = s.revenue[i] - s.cost[i];
      const double net = interest[i] - earned;
      const double limit = std::max(s.interest_floor, s.interest_fraction * std::max(ebitda, 0.0));
      const double deductible = std::min(std::max(net, 0.0) + carried_interest, limit + std::max(-net, 0.0));
      carried_interest += std::max(net, 0.0) - deductible;
      const double profit = ebitda - deductible + std::max(-net, 0.0) - capitalised / s.operation_years;
      if (profit < 0.0) {
        loss -= profit;
        tax[i] = 0.0;
      } else {
        const double used =
            std::min({loss, profit, s.loss_floor + s.loss_fraction * std::max(profit - s.loss_floor, 0.0)});
        loss -= used;
        tax[i] = s.tax_rate * (profit - used);
      }
      cfads[i] = ebitda - tax[i] + earned;
    }
    // Debt: what CFADS / DSCR carries, or the gearing; its service in proportion to CFADS.
    double carried = 0.0;
    for (int t = end + s.tenor_years; t > end; --t) {
      carried = (carried + cfads[static_cast<std::size_t>(t)] / s.dscr) / (1.0 + s.rate);
    }
    debt = std::min(carried, s.gearing * uses);
    const double scale = debt / carried / s.dscr;
    double owed = debt;
    for (int t = end + 1; t < points; ++t) {
      const auto i = static_cast<std::size_t>(t);
      const double service = t <= end + s.tenor_years ? cfads[i] * scale : 0.0;
      interest[i] = t <= end + s.tenor_years ? owed * s.rate : 0.0;
      principal[i] = service - interest[i];
      if (t > end + s.tenor_years) principal[i] = 0.0;
      owed -= principal[i];
    }
    for (int t = end; t + 1 < points; ++t) {
      const auto i = static_cast<std::size_t>(t);
      reserve[i] = s.reserve_years * (interest[i + 1] + principal[i + 1]);
    }
    for (int t = end + 1; t < points; ++t) {
      const auto i = static_cast<std::size_t>(t);
      equity[i] = cfads[i] - interest[i] - principal[i] - (reserve[i] - reserve[i - 1]);
    }
    double change = std::abs(debt - old_debt) + std::abs(uses - old_uses);
    for (std::size_t i = 0; i < interest.size(); ++i) change += std::abs(interest[i] - old_interest[i]);
    if (change < 1e-13 * uses) break;
  }
  result.debt_amount = debt;
  result.uses_amount = uses;
  result.equity_flows = equity;
  return result;
}

}  // namespace calanque::testing
