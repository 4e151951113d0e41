#include "engine/company/workspace.h"

#include "engine/company/unit_loan.h"

namespace calanque::company {

Workspace::Workspace(const Terms& terms)
    : periods_per_year(static_cast<std::size_t>(terms.periods_per_year)),
      year_count(YearOf(static_cast<std::size_t>(terms.point_count - 1)) + 1),
      rows(static_cast<std::size_t>(terms.point_count), terms.tranches.size()) {
  const auto points = static_cast<std::size_t>(terms.point_count);
  const std::size_t tranches = terms.tranches.size();
  for (const Tranche& tranche : terms.tranches) units.push_back(MakeUnitLoan(terms, tranche));
  debt_amounts.resize(tranches);
  bindings.resize(tranches);
  binding_cases.resize(tranches);
  shares.resize(tranches);
  arrears.resize(tranches);
  shareholder_base.resize(tranches);
  for (auto* row : {&prior_service, &case_tax, &vat_interest, &interest_due, &shareholder_interest_due}) {
    row->resize(points);
  }
  case_cfads.resize(points * (terms.downside_cases.size() + 1));
  for (auto* row : {&year_depreciation, &year_interest, &year_ebitda, &year_deductible, &year_carried, &year_result,
                    &year_taxable, &year_used, &year_tax, &year_credit}) {
    row->resize(year_count);
  }
}

}  // namespace calanque::company
