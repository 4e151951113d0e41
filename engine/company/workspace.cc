#include "engine/company/workspace.h"

#include <algorithm>

#include "engine/company/unit_loan.h"

namespace calanque::company {

namespace {

std::uint32_t YearOf(const Terms& terms, std::size_t point) {
  return point == 0 ? 0
                    : 1 + static_cast<std::uint32_t>(point - 1) / static_cast<std::uint32_t>(terms.periods_per_year);
}

/// The last rate given holds for the years after it.
double RateOf(const IncomeTax& tax, std::size_t year) {
  return tax.rate_fraction.empty() ? 0.0 : tax.rate_fraction[std::min(year, tax.rate_fraction.size() - 1)];
}

}  // namespace

Workspace::Workspace(const Terms& terms)
    : case_count(terms.downside_cases.size() + 1),
      periods_per_year(static_cast<std::size_t>(terms.periods_per_year)),
      year_count(YearOf(terms, static_cast<std::size_t>(terms.point_count - 1)) + 1),
      rows(static_cast<std::size_t>(terms.point_count), terms.tranches.size()),
      state_size(terms.tranches.size() + 1 + 3 * static_cast<std::size_t>(terms.point_count)),
      mixer(state_size) {
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
  amount_limits.resize(tranches);
  shares.resize(tranches);
  arrears.resize(tranches);
  shareholder_base.resize(tranches);
  for (auto* row : {&due_before, &case_tax, &planned_debt_reserve, &planned_operating_reserve, &interest_due,
                    &shareholder_interest_due}) {
    row->resize(points);
  }
  for (auto* state : {&trial_states[0], &trial_states[1], &start_state}) state->resize(state_size);
  case_cfads.resize(points * case_count);
  case_cfads_before_tax.resize(points * case_count);
  case_year_ebitda.resize(year_count * case_count);
  case_interest_room.resize(year_count * case_count);
  for (auto* row : {&year_depreciation, &year_interest, &year_taxable, &year_credit}) {
    row->resize(year_count);
  }
  year_tax.resize(year_count + 1);
  for (std::size_t year = 0; year < year_count; ++year) {
    double rate = 0.0;
    double share = 1.0;
    for (const IncomeTax& tax : terms.tax.taxes) {
      const double part = RateOf(tax, year) * share;
      rate += part;
      if (tax.is_deductible_later) share -= part;
    }
    year_tax_rate.push_back(rate);
    year_taxable_share.push_back(share);
  }
}

}  // namespace calanque::company
