#include "engine/company/taxation.h"

#include <algorithm>
#include <numeric>

namespace calanque::company {
namespace {

void Zero(std::vector<double>& values) { std::fill(values.begin(), values.end(), 0.0); }

/// Sums by fiscal year of what every tax counts: EBITDA for tax, net interest, depreciation, credits.
void FillYears(const Terms& terms, const Flows& flows, std::span<const double> revenue,
               std::span<const double> operating_cost, Workspace& work) {
  for (auto* row : {&work.year_ebitda, &work.year_interest, &work.year_depreciation, &work.year_credit}) Zero(*row);
  const auto spending = work.rows[Row::kMaintenanceSpending];
  const auto reserve_interest = work.rows[Row::kReserveInterest];
  const auto fees = work.rows[Row::kRunningFees];
  for (std::size_t t = 0; t < revenue.size(); ++t) {
    const std::size_t year = work.year_of[t];
    const double maintenance = terms.tax.expenses_maintenance ? spending[t] : 0.0;
    work.year_ebitda[year] += revenue[t] - operating_cost[t] - maintenance - fees[t] + AmountAt(flows.other_taxable, t);
    work.year_interest[year] += work.interest_due[t] + work.shareholder_interest_due[t] - reserve_interest[t];
    work.year_depreciation[year] += AmountAt(flows.tax_depreciation, t);
    work.year_credit[year] += AmountAt(flows.tax_credits, t);
  }
}

void AddYearDepreciation(const Terms& terms, const Flows& flows, Workspace& work) {
  if (!flows.tax_depreciation.empty()) return;
  const auto& fractions = terms.tax.depreciation_fraction;
  for (std::size_t y = 0; y < std::min(fractions.size(), work.year_count); ++y) {
    work.year_depreciation[y] = work.depreciable_amount * fractions[y];
  }
}

/// Interest deductible in each year.
void FillDeductible(const TaxRegime& regime, Workspace& work) {
  if (!regime.interest_limit) {
    std::copy(work.year_interest.begin(), work.year_interest.end(), work.year_deductible.begin());
    return;
  }
  finance::LimitInterest(*regime.interest_limit, 0.0, work.year_interest, work.year_ebitda, {}, work.year_deductible,
                         work.year_carried);
  // Net interest income is taxed: the rule answers with what is deducted, never negative.
  for (std::size_t y = 0; y < work.year_count; ++y) work.year_deductible[y] += std::min(work.year_interest[y], 0.0);
}

/// The taxable income of each year, losses considered: year_result to year_taxable.
void OffsetLosses(const TaxRegime& regime, Workspace& work) {
  if (regime.losses == LossRule::kRefunded) {
    std::copy(work.year_result.begin(), work.year_result.end(), work.year_taxable.begin());
    return;
  }
  finance::CarryLossesForward(regime.loss_carry_forward, 0.0, work.year_result, work.year_taxable, work.year_used,
                              work.year_carried);
}

double RateOf(const IncomeTax& tax, std::size_t year) {
  return tax.rate_fraction.empty() ? 0.0 : tax.rate_fraction[std::min(year, tax.rate_fraction.size() - 1)];
}

/// Tax of each year, before credits.
void FillYearTax(const TaxRegime& regime, Workspace& work) {
  FillDeductible(regime, work);
  Zero(work.year_tax);
  for (std::size_t y = 0; y < work.year_count; ++y) {
    work.year_result[y] = work.year_ebitda[y] - work.year_deductible[y] - work.year_depreciation[y];
  }
  OffsetLosses(regime, work);
  for (const IncomeTax& tax : regime.taxes) {
    for (std::size_t y = 0; y < work.year_count; ++y) {
      const double amount = RateOf(tax, y) * work.year_taxable[y];
      work.year_tax[y] += amount;
      if (tax.is_deductible_later) work.year_taxable[y] -= amount;
    }
  }
}

}  // namespace

double DepreciableAmount(const Terms& terms, const Workspace& work) {
  const Rows& rows = work.rows;
  double amount = 0.0;
  for (std::size_t t = 0; t <= static_cast<std::size_t>(terms.construction_end); ++t) {
    amount += rows[Row::kWorks][t] + rows[Row::kUpfrontFees][t] + rows[Row::kCommitmentFees][t] +
              rows[Row::kConstructionInterest][t] + rows[Row::kVatInterest][t];
    if (terms.tax.deducts_grants_from_cost) amount -= rows[Row::kGrants][t];
  }
  return std::max(amount, 0.0);
}

void FillTax(const Terms& terms, const Flows& flows, std::span<const double> revenue,
             std::span<const double> operating_cost, Workspace& work, std::span<double> tax) {
  FillYears(terms, flows, revenue, operating_cost, work);
  AddYearDepreciation(terms, flows, work);
  FillYearTax(terms.tax, work);
  const std::size_t delay = terms.tax.timing == TaxTiming::kNextYear ? 1 : 0;
  for (std::size_t t = 0; t < tax.size(); ++t) {
    const std::size_t year = work.year_of[t];
    tax[t] = year < delay ? 0.0 : (work.year_tax[year - delay] - work.year_credit[year - delay]) * work.year_share[t];
  }
}

void FillTaxRows(const Flows& flows, Workspace& work) {
  const auto depreciation = work.rows[Row::kDepreciation];
  const auto taxable = work.rows[Row::kTaxableIncome];
  for (std::size_t t = 0; t < taxable.size(); ++t) {
    const std::size_t year = work.year_of[t];
    depreciation[t] =
        flows.tax_depreciation.empty() ? work.year_depreciation[year] * work.year_share[t] : flows.tax_depreciation[t];
    taxable[t] = work.year_taxable[year] * work.year_share[t];
  }
}

}  // namespace calanque::company
