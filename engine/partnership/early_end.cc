#include "engine/partnership/early_end.h"

#include <algorithm>

#include "engine/company/measures.h"
#include "engine/kernel/discount.h"
#include "engine/partnership/by_year.h"

namespace calanque::partnership {
namespace {

using company::Row;

ppp::EquityBasis BasisOf(model::EquityBasis basis) {
  switch (basis) {
    case model::EquityBasis::kMarketValue:
      return ppp::EquityBasis::kMarketValue;
    case model::EquityBasis::kReturnToDate:
      return ppp::EquityBasis::kIrrToDate;
    case model::EquityBasis::kBaseCase:
      break;
  }
  return ppp::EquityBasis::kBaseCaseValue;
}

/// Of loans and swaps in proportion to what is owed; of subcontracts while they run.
std::vector<double> Breakage(const model::TerminationTerms& terms, const ModeCompany& company) {
  const auto debt = company.work->rows[Row::kDebtBalance];
  std::vector<double> breakage(debt.size());
  for (std::size_t t = 0; t < debt.size(); ++t) {
    const bool is_running = t >= static_cast<std::size_t>(company.terms.construction_end) && t + 1 < debt.size();
    breakage[t] = terms.breakage_debt_fraction * debt[t] + (is_running ? terms.breakage_amount : 0.0);
  }
  return breakage;
}

/// To complete and operate: what the operator has still to pay.
std::vector<double> CostToComplete(double factor, const ModeCompany& company) {
  const company::Rows& from = company.work->rows;
  std::vector<double> cost(from.point_count());
  for (std::size_t t = 1; t < cost.size(); ++t) {
    const bool is_construction = t <= static_cast<std::size_t>(company.terms.construction_end);
    cost[t] = factor * (from[Row::kOperatingCost][t] + from[Row::kMaintenanceSpending][t] +
                        (is_construction ? from[Row::kWorks][t] : 0.0));
  }
  return cost;
}

}  // namespace

EarlyEndRows FindEarlyEnd(const Project& project, const model::DeliveryMode& mode, const BuiltMode& built) {
  const model::TerminationTerms terms = mode.termination.value_or(model::TerminationTerms());
  const ModeCompany& company = *built.company;
  const company::Rows& from = company.work->rows;
  const std::size_t points = from.point_count();
  const double m = company.terms.periods_per_year;
  std::vector<double> charge(points);
  for (std::size_t t = 1; t < points; ++t) charge[t] = std::max(built.contract_payments[t - 1], 0.0);
  const std::vector<double> breakage = Breakage(terms, company);

  ppp::EquityClaim claim;
  claim.basis = BasisOf(terms.authority_default_equity_basis);
  claim.equity_flow_amount = from[Row::kEquityCashFlow];
  const auto irr = company::RateOfReturn(company.terms, claim.equity_flow_amount, static_cast<int>(points) - 1);
  const Result<double> claim_rate =
      claim.basis == ppp::EquityBasis::kMarketValue ? Result<double>(*terms.market_equity_return_per_year) : irr;
  // A lower rate than the project earns would make the operator's default the dearest end of all.
  // Source: HM Treasury guidance on internal rates of return in PFI contracts, section 1
  // (ppponline.affinitext.com/public/book?id=1420&toc_id=507927); Australian guidelines, section 26.1.2.
  const auto project_irr =
      company::RateOfReturn(company.terms, from[Row::kProjectCashFlow], static_cast<int>(points) - 1);
  const double usual_rate = project_irr ? *project_irr : project.setting->discount_rate_nominal_per_year;
  const double fair_value_rate = terms.fair_value_discount_rate_per_year.value_or(usual_rate);

  EarlyEndRows rows;
  std::vector<double> out(points);
  const ByYear fold(project);
  if (claim_rate) {
    claim.rate_per_period = kernel::RatePerPeriod(*claim_rate, m);
    if (!ppp::WriteAuthorityDefault(from[Row::kDebtBalance], breakage, claim, out)) rows[0] = fold.Last(out);
  }
  if (!ppp::WriteContractorDefault(charge, CostToComplete(terms.completion_cost_factor, company),
                                   kernel::RatePerPeriod(fair_value_rate, m), terms.rebid_cost_amount, out)) {
    rows[1] = fold.Last(out);
  }
  if (!ppp::WriteForceMajeure(from[Row::kDebtBalance], breakage, from[Row::kEquityCashFlow], out)) {
    rows[2] = fold.Last(out);
  }
  return rows;
}

}  // namespace calanque::partnership
