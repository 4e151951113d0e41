#include "engine/partnership/city_loan.h"

#include <algorithm>

#include "engine/finance/loan_schedule.h"
#include "engine/kernel/series.h"
#include "engine/partnership/by_year.h"

namespace calanque::partnership {

using ledger::Category;

std::optional<CityLoanYears> FindCityLoan(const Project& project, const model::DeliveryMode& mode,
                                          const BuiltMode& built) {
  const auto* direct = std::get_if<model::DirectProcurement>(&mode.contract);
  if (direct == nullptr || !direct->loan) return std::nullopt;
  const Window& window = built.ledger.input.window;
  const auto periods = static_cast<std::size_t>(window.period_count);
  const std::string& city = project.setting->public_party_id;
  const auto& columns = built.ledger.columns;
  std::vector<double> draws = SumOf(columns, Category::kInvestment, city, "", periods);
  const std::vector<double> grants = SumOf(columns, Category::kGrant, "", city, periods);
  for (std::size_t p = 0; p < periods; ++p) {  // The refund of VAT comes too late to pay for works.
    draws[p] = direct->loan_share_fraction * std::max((1.0 + mode.vat_rate_fraction) * draws[p] - grants[p], 0.0);
  }
  std::vector<double> interest(periods);
  std::vector<double> principal(periods);
  CityLoanYears years;
  years.amount = kernel::Sum(draws);
  years.settled_early_amount =
      finance::AddLoanService(*direct->loan, window.periods_per_year, {draws, interest, principal});
  const ByYear fold(project);
  years.interest = fold.Sum(interest);
  years.principal = fold.Sum(principal);
  years.outstanding = fold.Sum(draws);
  double owed = 0.0;
  for (std::size_t y = 0; y < years.outstanding.size(); ++y) {
    owed += years.outstanding[y] - years.principal[y];
    years.outstanding[y] = std::max(owed, 0.0);  // Else rounding.
  }
  return years;
}

}  // namespace calanque::partnership
