#include "engine/ppp/energy_savings.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {

std::optional<Failure> WriteGuaranteeShortfall(std::span<const double> guaranteed_savings_amount,
                                               std::span<const double> savings_amount, std::span<double> out_amount) {
  CALANQUE_CHECK(guaranteed_savings_amount.size() == out_amount.size() && savings_amount.size() == out_amount.size(),
                 "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(guaranteed_savings_amount, "guaranteed_savings_amount")
                         .Finite(savings_amount, "savings_amount")
                         .Take()) {
    return failure;
  }
  for (std::size_t t = 0; t < out_amount.size(); ++t) {
    out_amount[t] = std::max(guaranteed_savings_amount[t] - savings_amount[t], 0.0);
  }
  return std::nullopt;
}

std::optional<Failure> WriteSharedSavings(const SharedSavings& terms, std::span<const double> savings_amount,
                                          std::span<double> out_amount) {
  CALANQUE_CHECK(savings_amount.size() == out_amount.size(), "sizes differ");
  const bool fits =
      terms.first_point <= out_amount.size() && terms.point_count <= out_amount.size() - terms.first_point;
  if (auto failure = InputCheck()
                         .Fraction(terms.company_fraction, "terms.company_fraction")
                         .Require(fits, "terms.point_count", "the term runs beyond the last point")
                         .Finite(savings_amount, "savings_amount")
                         .Take()) {
    return failure;
  }
  std::fill(out_amount.begin(), out_amount.end(), 0.0);
  for (std::size_t t = terms.first_point; t < terms.first_point + terms.point_count; ++t) {
    out_amount[t] = terms.company_fraction * std::max(savings_amount[t], 0.0);
  }
  return std::nullopt;
}

Result<std::optional<UncoveredPayment>> FindUncoveredPayment(std::span<const double> savings_amount,
                                                             std::span<const double> payment_amount) {
  CALANQUE_CHECK(savings_amount.size() == payment_amount.size(), "sizes differ");
  if (auto failure =
          InputCheck().Finite(savings_amount, "savings_amount").NotNegative(payment_amount, "payment_amount").Take()) {
    return *std::move(failure);
  }
  for (std::size_t t = 0; t < payment_amount.size(); ++t) {
    if (payment_amount[t] > 0.0 && payment_amount[t] > savings_amount[t]) {
      return std::optional(UncoveredPayment{t, payment_amount[t] - savings_amount[t]});
    }
  }
  return std::optional<UncoveredPayment>();
}

std::optional<Failure> WriteRevolvingFund(const RevolvingFund& fund, std::span<const double> requested_amount,
                                          std::span<const double> savings_amount, const RevolvingFundRows& out) {
  const std::size_t count = requested_amount.size();
  CALANQUE_CHECK(savings_amount.size() == count && out.advanced_amount.size() == count &&
                     out.repaid_amount.size() == count && out.owed_amount.size() == count &&
                     out.cash_amount.size() == count,
                 "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(fund.opening_amount, "fund.opening_amount")
                         .Fraction(fund.savings_repaid_fraction, "fund.savings_repaid_fraction")
                         .RateNotNegative(fund.interest_rate_per_period, "fund.interest_rate_per_period")
                         .NotNegative(requested_amount, "requested_amount")
                         .Finite(savings_amount, "savings_amount")
                         .Take()) {
    return failure;
  }
  double cash = fund.opening_amount;
  double owed = 0.0;
  for (std::size_t t = 0; t < count; ++t) {
    owed *= 1.0 + fund.interest_rate_per_period;
    const double repaid = std::min(owed, fund.savings_repaid_fraction * std::max(savings_amount[t], 0.0));
    const double advanced = std::min(requested_amount[t], cash + repaid);
    owed += advanced - repaid;
    cash += repaid - advanced;
    // Rounding may leave a trace below 0.
    owed = std::max(owed, 0.0);
    cash = std::max(cash, 0.0);
    out.advanced_amount[t] = advanced;
    out.repaid_amount[t] = repaid;
    out.owed_amount[t] = owed;
    out.cash_amount[t] = cash;
  }
  return std::nullopt;
}

}  // namespace calanque::ppp
