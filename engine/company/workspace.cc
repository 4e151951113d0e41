#include "engine/company/workspace.h"

#include <algorithm>

#include "engine/company/unit_loan.h"

namespace calanque::company {

namespace {

std::uint32_t YearOf(const Terms& terms, std::size_t point) {
  return point == 0 ? 0
                    : 1 + static_cast<std::uint32_t>(point - 1) / static_cast<std::uint32_t>(terms.periods_per_year);
}

}  // namespace

Workspace::Workspace(const Terms& terms)
    : year_count(YearOf(terms, static_cast<std::size_t>(terms.point_count - 1)) + 1),
      rows(static_cast<std::size_t>(terms.point_count), terms.tranches.size()),
      state(terms.tranches.size() + 1 + 3 * static_cast<std::size_t>(terms.point_count)),
      mixer(state.size()) {
  const auto points = static_cast<std::size_t>(terms.point_count);
  const std::size_t tranches = terms.tranches.size();
  for (std::size_t t = 0; t < points; ++t) {
    year_of.push_back(YearOf(terms, t));
    year_share.push_back(t == 0 ? 1.0 : 1.0 / terms.periods_per_year);
  }
  for (const Tranche& tranche : terms.tranches) units.push_back(MakeUnitLoan(terms, tranche));
  debt_amounts.resize(tranches);
  bindings.resize(tranches);
  binding_cases.resize(tranches);
  shares.resize(tranches);
  arrears.resize(tranches);
  shareholder_base.resize(tranches);
  for (auto* row : {&prior_service, &case_tax, &vat_interest, &interest_due, &shareholder_interest_due,
                    &planned_debt_reserve, &planned_operating_reserve}) {
    row->resize(points);
  }
  case_cfads.resize(points * (terms.downside_cases.size() + 1));
  for (auto* row : {&year_depreciation, &year_interest, &year_ebitda, &year_deductible, &year_carried, &year_result,
                    &year_taxable, &year_used, &year_tax, &year_credit}) {
    row->resize(year_count);
  }
}

void Workspace::KeepPlannedReserves() {
  const auto debt = rows[Row::kDebtServiceReserve];
  const auto operating = rows[Row::kOperatingReserve];
  std::copy(debt.begin(), debt.end(), planned_debt_reserve.begin());
  std::copy(operating.begin(), operating.end(), planned_operating_reserve.begin());
}

}  // namespace calanque::company
