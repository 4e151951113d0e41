#include "engine/company/taxation.h"

#include <algorithm>
#include <limits>

namespace calanque::company {
namespace {

/// Adds up amount(point) over each fiscal year.
template <typename Amount>
void SumByYear(const Workspace& work, std::span<double> sums, Amount amount) {
  if (work.periods_per_year == 1) {  // A year is a point: no sums, and no point waits for another.
    for (std::size_t t = 0; t < sums.size(); ++t) sums[t] = amount(t);
    return;
  }
  std::size_t t = 0;
  for (std::size_t year = 0; year < sums.size(); ++year) {
    double sum = 0.0;
    for (; t < work.year_of.size() && work.year_of[t] == year; ++t) sum += amount(t);
    sums[year] = sum;
  }
}

/// Carries interest and losses from year to year.
class TaxYears {
 public:
  explicit TaxYears(const TaxRegime& regime) : regime_(regime) {}

  /// The taxable income of the next year, interest limit and losses considered.
  double TaxableOf(double ebitda, double interest_room, double interest, double depreciation) {
    // The rule answers with what is deducted, never negative: net interest income is taxed.
    const double deductible =
        finance::DeductInterest(interest_room, interest, carried_interest_) + std::min(interest, 0.0);
    const double result = ebitda - deductible - depreciation;
    if (regime_.losses == LossRule::kRefunded) return result;
    return std::max(result, 0.0) - finance::UseLosses(regime_.loss_carry_forward, result, losses_);
  }

 private:
  const TaxRegime& regime_;
  double carried_interest_ = 0.0;
  double losses_ = 0.0;
};

}  // namespace

double DepreciableAmount(const Terms& terms, const Workspace& work) {
  const Rows& rows = work.rows;
  double amount = 0.0;
  for (std::size_t t = 0; t <= static_cast<std::size_t>(terms.construction_end); ++t) {
    amount += rows[Row::kWorks][t];
    if (terms.tax.includes_financing_in_cost) {
      amount += rows[Row::kUpfrontFees][t] + rows[Row::kCommitmentFees][t] + rows[Row::kConstructionInterest][t] +
                rows[Row::kVatInterest][t];
    }
    if (terms.tax.deducts_grants_from_cost) amount -= rows[Row::kGrants][t];
  }
  return std::max(amount, 0.0);
}

void FillTaxableEbitda(const Terms& terms, const Flows& flows, const SizingCase& scale, std::size_t case_index,
                       Workspace& work) {
  const auto revenue = work.rows[Row::kRevenue];
  const auto cost = work.rows[Row::kOperatingCost];
  const auto spending = work.rows[Row::kMaintenanceSpending];
  const auto fees = work.rows[Row::kRunningFees];
  const auto ebitda = work.OfCase(work.case_year_ebitda, case_index);
  SumByYear(work, ebitda, [&](std::size_t t) {
    const double maintenance = terms.tax.expenses_maintenance ? spending[t] : 0.0;
    return scale.revenue_factor * revenue[t] - scale.operating_cost_factor * cost[t] - maintenance - fees[t] +
           AmountAt(flows.other_taxable, t);
  });
  const auto room = work.OfCase(work.case_interest_room, case_index);
  for (std::size_t year = 0; year < room.size(); ++year) {
    room[year] = terms.tax.interest_limit ? finance::InterestRoom(*terms.tax.interest_limit, ebitda[year], 1.0)
                                          : std::numeric_limits<double>::infinity();
  }
}

void FillTaxConstants(const Flows& flows, Workspace& work) {
  SumByYear(work, work.year_depreciation, [&](std::size_t t) { return AmountAt(flows.tax_depreciation, t); });
  SumByYear(work, work.year_credit, [&](std::size_t t) { return AmountAt(flows.tax_credits, t); });
}

void FillTaxDeductions(const Terms& terms, const Flows& flows, Workspace& work) {
  const auto reserve_interest = work.rows[Row::kReserveInterest];
  SumByYear(work, work.year_interest, [&](std::size_t t) {
    return work.interest_due[t] + work.shareholder_interest_due[t] - reserve_interest[t];
  });
  if (!flows.tax_depreciation.empty()) return;
  const auto& fractions = terms.tax.depreciation_fraction;
  const double amount = DepreciableAmount(terms, work);
  for (std::size_t year = 0; year < std::min(fractions.size(), work.year_count); ++year) {
    work.year_depreciation[year] = amount * fractions[year];
  }
}

void FillTax(const Terms& terms, std::size_t case_index, Workspace& work, std::span<double> tax) {
  TaxYears years(terms.tax);
  const auto ebitda = work.OfCase(work.case_year_ebitda, case_index);
  const auto room = work.OfCase(work.case_interest_room, case_index);
  for (std::size_t year = 0; year < work.year_count; ++year) {
    const double taxable =
        years.TaxableOf(ebitda[year], room[year], work.year_interest[year], work.year_depreciation[year]);
    work.year_taxable[year] = taxable;
    work.year_tax[year + 1] = taxable * work.year_tax_rate[year] - work.year_credit[year];
  }
  const auto paid = std::span(work.year_tax).subspan(terms.tax.timing == TaxTiming::kNextYear ? 0 : 1);
  for (std::size_t t = 0; t < tax.size(); ++t) tax[t] = paid[work.year_of[t]] * work.year_share[t];
}

double TaxDueAfterEnd(const Terms& terms, const Workspace& work) {
  return terms.tax.timing == TaxTiming::kNextYear ? work.year_tax[work.year_count] : 0.0;
}

void FillTaxRows(const Flows& flows, Workspace& work) {
  const auto depreciation = work.rows[Row::kDepreciation];
  const auto taxable = work.rows[Row::kTaxableIncome];
  for (std::size_t t = 0; t < taxable.size(); ++t) {
    const std::size_t year = work.year_of[t];
    depreciation[t] =
        flows.tax_depreciation.empty() ? work.year_depreciation[year] * work.year_share[t] : flows.tax_depreciation[t];
    taxable[t] = work.year_taxable[year] * work.year_taxable_share[year] * work.year_share[t];
  }
}

}  // namespace calanque::company
