#include "engine/partnership/validate_company.h"

#include <cmath>
#include <set>
#include <string>

#include "engine/model/number_text.h"
#include "engine/partnership/company_terms.h"

namespace calanque::partnership {
namespace {

void CheckRate(Checks& checks, const model::LoanRate& rate, const std::string& field) {
  if (rate.hedged_fraction < 1.0) checks.Curve(rate.base_rate_curve_id, field + ".base_rate_curve_id");
}

bool HasLimit(const model::SizingLimits& limits) {
  return limits.amount || limits.gearing_fraction || limits.equity_fraction || limits.dscr_factor ||
         limits.llcr_factor || limits.plcr_factor;
}

void CheckTranche(Checks& checks, const model::Tranche& tranche, const Window& window, const std::string& field) {
  CheckRate(checks, tranche.rate, field + ".rate");
  checks.Party(tranche.lender_party_id, field + ".lender_party_id");
  checks.WholePeriods(tranche.tenor_years, 1, field + ".tenor_years");
  checks.WholePeriods(tranche.grace_years, 0, field + ".grace_years");
  checks.Require(tranche.grace_years < tranche.tenor_years, field + ".grace_years",
                 "is not below the tenor of " + model::NumberText(tranche.tenor_years) + " years");
  const double operation_years =
      static_cast<double>(window.contract_end - window.operation_start) / window.periods_per_year;
  checks.Require(tranche.tenor_years <= operation_years + 1e-9, field + ".tenor_years",
                 "is " + model::NumberText(tranche.tenor_years) + " years, beyond the " +
                     model::NumberText(operation_years) + " years of operation: the loan would outlive the contract");
  checks.Require(HasLimit(tranche.limits), field + ".limits",
                 "has no limit; expected at least one, so that it has a size");
  checks.Require(!tranche.bears_interest_on_average_balance || (tranche.profile == model::TrancheProfile::kCashSweep &&
                                                                tranche.rank != model::TrancheRank::kShareholder),
                 field + ".bears_interest_on_average_balance", "is for cash sweeps of lenders only");
  if (tranche.profile == model::TrancheProfile::kExplicit) {
    double sum = 0.0;
    for (const double fraction : tranche.principal_fractions) sum += fraction;
    const double count = (tranche.tenor_years - tranche.grace_years) * window.periods_per_year;
    checks.Require(
        std::abs(sum - 1.0) < 1e-9 && std::abs(static_cast<double>(tranche.principal_fractions.size()) - count) < 0.5,
        field + ".principal_fractions",
        "expected " + model::NumberText(count) + " fractions, one per repayment, adding up to 1");
  }
}

}  // namespace

void CheckCompany(Checks& checks, const model::OperatorCompany& company, const Window& window, bool is_solved) {
  std::set<std::string> ids;
  int rank = 0;
  for (std::size_t k = 0; k < company.tranches.size(); ++k) {
    const model::Tranche& tranche = company.tranches[k];
    const std::string field = "company.tranches[" + std::to_string(k) + "]";
    checks.Require(!tranche.id.empty() && ids.insert(tranche.id).second, field + ".id",
                   "is missing or stands twice; expected distinct ids");
    checks.Require(static_cast<int>(tranche.rank) >= rank, field + ".rank",
                   "ranks before the tranche above it; expected senior, mezzanine, then shareholder loans");
    rank = static_cast<int>(tranche.rank);
    CheckTranche(checks, tranche, window, field);
  }
  if (company.funding_order == model::FundingOrder::kEquityBridge) {
    CheckRate(checks, company.equity_bridge.rate, "company.equity_bridge.rate");
  }
  if (company.vat_facility) {
    CheckRate(checks, company.vat_facility->rate, "company.vat_facility.rate");
    const double lag_years = company.vat_facility->refund_lag_years;
    checks.WholePeriods(lag_years, 0, "company.vat_facility.refund_lag_years");
    checks.Require(
        lag_years * window.periods_per_year <= window.contract_end - window.operation_start,
        "company.vat_facility.refund_lag_years",
        "is " + model::NumberText(lag_years) +
            " years; expected at most the years of operation, so that the last refund comes and the facility is repaid "
            "before the contract ends");
  }
  checks.WholePeriods(company.reserves.maintenance_look_ahead_years, 0,
                      "company.reserves.maintenance_look_ahead_years");
  checks.Require(!is_solved || company.target_equity_irr_per_year.has_value(), "company.target_equity_irr_per_year",
                 "is missing; expected it where the charge has no amount and is solved");
}

void CheckTermination(Checks& checks, const model::TerminationTerms& terms) {
  const bool is_market = terms.authority_default_equity_basis == model::EquityBasis::kMarketValue;
  checks.Require(is_market == terms.market_equity_return_per_year.has_value(),
                 "termination.market_equity_return_per_year",
                 is_market ? "is missing; expected it with EQUITY_BASIS_MARKET_VALUE"
                           : "is given without EQUITY_BASIS_MARKET_VALUE; expected it with that basis only");
}

void CheckRefinancing(Checks& checks, const Project& project, const model::OperatorCompany& company,
                      const model::Refinancing& refinancing, const Window& window) {
  CheckRate(checks, refinancing.rate, "refinancing.rate");
  const std::size_t index = TrancheIndex(company, refinancing.tranche_id);
  const bool is_known =
      index < company.tranches.size() && company.tranches[index].rank != model::TrancheRank::kShareholder;
  checks.Require(is_known, "refinancing.tranche_id",
                 "'" + refinancing.tranche_id + "' is no loan of a lender; expected one of company.tranches");
  if (!is_known) return;
  const model::Tranche& tranche = company.tranches[index];
  const time::PeriodGrid& grid = project.request->options.grid;
  const int day = time::PeriodDates(grid).IndexOf(refinancing.date);
  const int m = window.periods_per_year;
  const auto point_of = [&](double years) { return window.operation_start + static_cast<int>(std::lround(years * m)); };
  const bool is_year = IsBoundary(grid, refinancing.date) && day % m == 0;
  checks.Require(is_year, "refinancing.date",
                 "is not the first day of a period, whole years after the first day of the grid");
  checks.Require(!is_year || (day >= point_of(tranche.grace_years) && day < point_of(tranche.tenor_years)),
                 "refinancing.date",
                 "is outside the repayment of loan '" + tranche.id + "': expected a day after its grace of " +
                     model::NumberText(tranche.grace_years) + " years of operation and before its tenor of " +
                     model::NumberText(tranche.tenor_years));
  if (refinancing.tenor_years) {
    checks.WholePeriods(*refinancing.tenor_years, 1, "refinancing.tenor_years");
    const int last = point_of(*refinancing.tenor_years);
    checks.Require(last > day, "refinancing.tenor_years", "ends before the refinancing");
    checks.Require(last <= window.contract_end, "refinancing.tenor_years",
                   "is " + model::NumberText(*refinancing.tenor_years) +
                       " years of operation, beyond the contract: the loan would outlive it");
  }
  if (refinancing.dscr_factor) {
    const double dscr = *refinancing.dscr_factor;
    checks.Require(dscr >= 1.0 && dscr <= 10.0, "refinancing.dscr_factor",
                   "is " + model::NumberText(dscr) + "; expected 1 to 10");
    checks.Require(index == 0, "refinancing.dscr_factor",
                   "is given for a loan that is not paid first; expected it for the first of company.tranches");
  }
  checks.Require(refinancing.dscr_factor || !refinancing.added_debt_limit_amount, "refinancing.added_debt_limit_amount",
                 "is given without dscr_factor; expected the cover up to which debt is added beside it");
  if (!refinancing.profile) return;
  using model::TrancheProfile;
  const bool is_sculpted = *refinancing.profile == TrancheProfile::kSculpted;
  checks.Require(is_sculpted || *refinancing.profile == TrancheProfile::kAnnuity ||
                     *refinancing.profile == TrancheProfile::kEqualPrincipal,
                 "refinancing.profile", "expected TRANCHE_PROFILE_SCULPTED, _ANNUITY or _EQUAL_PRINCIPAL");
  checks.Require(!is_sculpted || index == 0, "refinancing.profile",
                 "is TRANCHE_PROFILE_SCULPTED for a loan that is not paid first");
}

}  // namespace calanque::partnership
