#include "engine/ppp/termination.h"

#include <algorithm>
#include <cstddef>

#include "engine/base/check.h"
#include "engine/kernel/series.h"
#include "engine/ppp/input_check.h"
#include "engine/ppp/remaining_value.h"

namespace calanque::ppp {
namespace {

// out[t] = max(0, value at t of flow(s), s > t).
template <typename Flow>
void WriteRemainingValue(Flow flow, double rate_per_period, std::span<double> out_amount) {
  internal::ForEachRemainingValue(out_amount.size(), rate_per_period, flow,
                                  [&](std::size_t t, double value) { out_amount[t] = std::max(value, 0.0); });
}

// out[t] = max(0, flows up to t compounded to t, with the sign of what is still to be earned).
void WriteUnearnedValue(std::span<const double> flow_amount, double rate_per_period, std::span<double> out_amount) {
  double owed = 0.0;
  for (std::size_t t = 0; t < out_amount.size(); ++t) {
    owed = owed * (1.0 + rate_per_period) - flow_amount[t];
    out_amount[t] = std::max(owed, 0.0);
  }
}

void AddIfGiven(std::span<const double> amount, std::span<double> out_amount) {
  if (!amount.empty()) kernel::Accumulate(out_amount, amount);
}

InputCheck CheckDebt(std::span<const double> senior_debt_amount, std::span<const double> breakage_amount,
                     std::size_t count) {
  CALANQUE_CHECK(senior_debt_amount.size() == count, "sizes differ");
  CALANQUE_CHECK(breakage_amount.empty() || breakage_amount.size() == count, "sizes differ");
  InputCheck check;
  check.NotNegative(senior_debt_amount, "senior_debt_amount").Finite(breakage_amount, "breakage_amount");
  return check;
}

// Sums of finite figures may still overflow; a vector of costs holds none of that.
std::optional<Failure> WhatOverflowed(std::span<double> out_amount) {
  auto failure = InputCheck().Finite(out_amount, "compensation_amount").Take();
  if (failure) {
    failure->reason = Reason::kNotApplicable;
    std::fill(out_amount.begin(), out_amount.end(), 0.0);
  }
  return failure;
}

}  // namespace

std::optional<Failure> WriteEquityClaim(const EquityClaim& claim, std::span<double> out_amount) {
  CALANQUE_CHECK(claim.equity_flow_amount.size() == out_amount.size(), "sizes differ");
  if (auto failure = InputCheck()
                         .Finite(claim.equity_flow_amount, "claim.equity_flow_amount")
                         .Rate(claim.rate_per_period, "claim.rate_per_period")
                         .Take()) {
    return failure;
  }
  if (claim.basis == EquityBasis::kIrrToDate) {
    WriteUnearnedValue(claim.equity_flow_amount, claim.rate_per_period, out_amount);
  } else {
    WriteRemainingValue([&](std::size_t t) { return claim.equity_flow_amount[t]; }, claim.rate_per_period, out_amount);
  }
  return WhatOverflowed(out_amount);
}

std::optional<Failure> WriteAuthorityDefault(std::span<const double> senior_debt_amount,
                                             std::span<const double> breakage_amount, const EquityClaim& claim,
                                             std::span<double> out_amount) {
  if (auto failure = CheckDebt(senior_debt_amount, breakage_amount, out_amount.size()).Take()) return failure;
  if (auto failure = WriteEquityClaim(claim, out_amount)) return failure;
  kernel::Accumulate(out_amount, senior_debt_amount);
  AddIfGiven(breakage_amount, out_amount);
  return WhatOverflowed(out_amount);
}

std::optional<Failure> WriteContractorDefault(std::span<const double> charge_amount,
                                              std::span<const double> cost_amount, double rate_per_period,
                                              double rebid_cost_amount, std::span<double> out_amount) {
  CALANQUE_CHECK(charge_amount.size() == out_amount.size() && cost_amount.size() == out_amount.size(), "sizes differ");
  if (auto failure = InputCheck()
                         .NotNegative(charge_amount, "charge_amount")
                         .NotNegative(cost_amount, "cost_amount")
                         .Rate(rate_per_period, "rate_per_period")
                         .NotNegative(rebid_cost_amount, "rebid_cost_amount")
                         .Take()) {
    return failure;
  }
  WriteRemainingValue([&](std::size_t t) { return charge_amount[t] - cost_amount[t]; }, rate_per_period, out_amount);
  for (double& amount : out_amount) amount = std::max(amount - rebid_cost_amount, 0.0);
  return WhatOverflowed(out_amount);
}

std::optional<Failure> WriteForceMajeure(std::span<const double> senior_debt_amount,
                                         std::span<const double> breakage_amount,
                                         std::span<const double> equity_flow_amount, std::span<double> out_amount) {
  CALANQUE_CHECK(equity_flow_amount.size() == out_amount.size(), "sizes differ");
  if (auto failure = CheckDebt(senior_debt_amount, breakage_amount, out_amount.size())
                         .Finite(equity_flow_amount, "equity_flow_amount")
                         .Take()) {
    return failure;
  }
  WriteUnearnedValue(equity_flow_amount, 0.0, out_amount);
  kernel::Accumulate(out_amount, senior_debt_amount);
  AddIfGiven(breakage_amount, out_amount);
  return WhatOverflowed(out_amount);
}

}  // namespace calanque::ppp
