#include "engine/ppp/payment_mechanism.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "engine/base/check.h"
#include "engine/kernel/annuity.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {

std::optional<Failure> WriteIndexedCharge(double base_charge_amount, double indexed_fraction,
                                          std::span<const double> index, std::span<double> out_amount) {
  CALANQUE_CHECK(index.size() == out_amount.size(), "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(base_charge_amount, "base_charge_amount")
                         .Fraction(indexed_fraction, "indexed_fraction")
                         .Positive(index, "index")
                         .Take()) {
    return failure;
  }
  for (std::size_t t = 0; t < index.size(); ++t) {
    out_amount[t] = base_charge_amount * ((1.0 - indexed_fraction) + indexed_fraction * index[t]);
  }
  return std::nullopt;
}

std::optional<Failure> WriteDeductions(const DeductionTerms& terms, std::span<const double> charge_amount,
                                       std::span<const double> unavailable_fraction, std::span<double> out_amount) {
  CALANQUE_CHECK(charge_amount.size() == out_amount.size() && unavailable_fraction.size() == out_amount.size(),
                 "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(terms.deduction_per_unavailability, "deductions.deduction_per_unavailability")
                         .Fraction(terms.cap_fraction, "deductions.cap_fraction")
                         .NotNegative(charge_amount, "charge_amount")
                         .Fractions(unavailable_fraction, "unavailable_fraction")
                         .Take()) {
    return failure;
  }
  for (std::size_t t = 0; t < charge_amount.size(); ++t) {
    out_amount[t] =
        charge_amount[t] * std::min(terms.deduction_per_unavailability * unavailable_fraction[t], terms.cap_fraction);
  }
  return std::nullopt;
}

Result<double> OperatingLeasePayment(const OperatingLease& lease) {
  if (auto failure =
          InputCheck()
              .NotNegative(lease.asset_cost_amount, "lease.asset_cost_amount")
              .NotNegative(lease.residual_value_amount, "lease.residual_value_amount")
              .Rate(lease.rate_per_period, "lease.rate_per_period")
              .Range(lease.period_count, 1.0, std::numeric_limits<int>::max(), "lease.period_count", "1 or more")
              .Take()) {
    return *std::move(failure);
  }
  const double at_end = kernel::AnnuityPayment(lease.rate_per_period, lease.period_count, -lease.asset_cost_amount,
                                               lease.residual_value_amount);
  const double payment = lease.is_paid_in_advance ? at_end / (1.0 + lease.rate_per_period) : at_end;
  if (!std::isfinite(payment)) {
    return Failure{Reason::kNotApplicable, "lease", "no payment can be told: the amounts or the term are too large"};
  }
  if (payment < 0.0) {
    return Failure{Reason::kNotApplicable, "lease.residual_value_amount",
                   "the residual value alone gives the lessor more than the return: there is nothing to pay"};
  }
  return payment;
}

}  // namespace calanque::ppp
