#include "engine/company/cfads.h"

#include "engine/company/operations.h"
#include "engine/company/taxation.h"

namespace calanque::company {
namespace {

SizingCase CaseOf(const Terms& terms, std::size_t case_index) {
  return case_index == 0 ? SizingCase{} : terms.downside_cases[case_index - 1];
}

/// CFADS of one case, after the tax given.
void SubtractTax(const Terms& terms, std::size_t case_index, std::span<const double> tax, Workspace& work) {
  const auto before_tax = work.OfCase(work.case_cfads_before_tax, case_index);
  const auto reserve_interest = work.rows[Row::kReserveInterest];
  const auto cfads = work.CfadsOf(case_index);
  for (std::size_t t = static_cast<std::size_t>(terms.construction_end) + 1; t < cfads.size(); ++t) {
    double amount = before_tax[t];
    if (terms.cfads.is_after_tax) amount -= tax[t];
    if (terms.cfads.includes_reserve_interest) amount += reserve_interest[t];
    cfads[t] = amount;
  }
}

}  // namespace

void FillCfadsBeforeTax(const Terms& terms, const Flows& flows, Workspace& work) {
  const Rows& rows = work.rows;
  FillTaxConstants(flows, work);
  for (std::size_t c = 0; c < work.case_count; ++c) {
    const SizingCase scale = CaseOf(terms, c);
    FillTaxableEbitda(terms, flows, scale, c, work);
    const auto cfads = work.OfCase(work.case_cfads_before_tax, c);
    // Invoices are those of the case. Its CFADS takes their place point by point.
    const std::span<const double> working_capital_increase = cfads;
    FillWorkingCapital(terms, scale, rows[Row::kRevenue], rows[Row::kOperatingCost], cfads);
    for (std::size_t t = static_cast<std::size_t>(terms.construction_end) + 1; t < cfads.size(); ++t) {
      cfads[t] = scale.revenue_factor * rows[Row::kRevenue][t] -
                 scale.operating_cost_factor * rows[Row::kOperatingCost][t] - working_capital_increase[t] -
                 rows[Row::kMaintenanceFunding][t] - rows[Row::kVatInterest][t];
    }
  }
}

void FillCfads(const Terms& terms, const Flows& flows, Workspace& work) {
  FillTaxDeductions(terms, flows, work);
  // The base case comes last: its taxable income is the one reported.
  for (std::size_t c = work.case_count; c-- > 0;) {
    const std::span<double> tax = c == 0 ? work.rows[Row::kTax] : std::span<double>(work.case_tax);
    if (c == 0 || terms.cfads.is_after_tax) FillTax(terms, c, work, tax);
    SubtractTax(terms, c, tax, work);
  }
}

}  // namespace calanque::company
