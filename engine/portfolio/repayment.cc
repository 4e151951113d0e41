#include "engine/portfolio/repayment.h"

#include <algorithm>
#include <cmath>
#include <variant>

#include "engine/finance/loan_schedule.h"
#include "engine/kernel/discount.h"

namespace calanque::portfolio {
namespace {

Repayment Service(const model::Loan& loan, std::vector<double> draws) {
  Repayment out;
  out.interest.resize(draws.size());
  out.principal.resize(draws.size());
  out.vat_refund.resize(draws.size());
  finance::AddLoanService(loan, 1, {draws, out.interest, out.principal});
  out.borrowed = std::move(draws);
  return out;
}

/// One draw in year 0.
Repayment Once(const model::Loan& loan) {
  std::vector<double> draws(static_cast<std::size_t>(std::lround(loan.tenor_years)) + 1);
  draws.front() = 1.0;
  return Service(loan, std::move(draws));
}

void Delay(int years, std::vector<double>& row) { row.insert(row.begin(), static_cast<std::size_t>(years), 0.0); }

Repayment Of(const model::LoanTerms& terms) {
  Repayment out = Once(terms.loan);
  out.interest.front() += terms.fee_fraction;
  return out;
}

Repayment Of(const model::EquityTerms& terms) {
  return Once(
      {terms.return_nominal_per_year, static_cast<double>(terms.tenor_years), 0.0, model::RepaymentProfile::kBullet});
}

Repayment Of(const model::PartnershipTerms& terms) {
  Repayment out = Once(
      {terms.rate_nominal_per_year, static_cast<double>(terms.tenor_years), 0.0, model::RepaymentProfile::kAnnuity});
  const double delivered = 1.0 / kernel::CompoundDiscountFactor(terms.rate_nominal_per_year, terms.delivery_lag_years);
  for (std::vector<double>* row : {&out.borrowed, &out.interest, &out.principal}) {
    for (double& amount : *row) amount *= delivered;
  }
  for (std::size_t k = 0; k < out.principal.size(); ++k) {
    out.vat_refund[k] = terms.vat_refund_fraction * out.principal[k];
  }
  for (std::vector<double>* row : {&out.borrowed, &out.interest, &out.principal, &out.vat_refund}) {
    Delay(terms.delivery_lag_years, *row);
  }
  return out;
}

template <typename NotPaidBack>
Repayment Of(const NotPaidBack&) {
  return {};
}

}  // namespace

double Repayment::PresentCost(double rate_per_year) const {
  double cost = 0;
  for (std::size_t k = 0; k < borrowed.size(); ++k) {
    cost += (interest[k] + principal[k]) * kernel::CompoundDiscountFactor(rate_per_year, static_cast<double>(k));
  }
  return cost;
}

Repayment RepaymentOf(const model::FundingSource& source) {
  return std::visit([](const auto& kind) { return Of(kind); }, source.kind);
}

Repayment RepaymentOf(const model::Loan& loan, const std::vector<double>& draw_amounts) {
  std::vector<double> draws = draw_amounts;
  draws.resize(draws.size() + static_cast<std::size_t>(std::lround(loan.tenor_years)) + 1);
  return Service(loan, std::move(draws));
}

}  // namespace calanque::portfolio
