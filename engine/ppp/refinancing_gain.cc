#include "engine/ppp/refinancing_gain.h"

#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/kernel/discount.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

std::optional<Failure> WhatIsWrong(const RefinancingTerms& terms, const RefinancingFlows& flows) {
  InputCheck check;
  check.Rate(terms.base_case_equity_irr_per_year, "terms.base_case_equity_irr_per_year")
      .Rate(terms.threshold_equity_irr_per_year, "terms.threshold_equity_irr_per_year")
      .Fraction(terms.authority_share_fraction, "terms.authority_share_fraction")
      .Finite(flows.past_amount, "flows.past_amount")
      .Finite(flows.before_amount, "flows.before_amount")
      .Finite(flows.after_amount, "flows.after_amount")
      .NotNegative(flows.future_times_years, "flows.future_times_years");
  for (const double time : flows.past_times_years) {
    check.Range(time, -InputCheck::kLargest, 0.0, "flows.past_times_years", "0 or less: years from the refinancing");
  }
  return check.Take();
}

RefinancingGain Split(double gain_amount, double authority_share_fraction) {
  RefinancingGain gain;
  gain.gain_amount = gain_amount;
  gain.authority_amount = authority_share_fraction * gain_amount;
  gain.investors_amount = gain_amount - gain.authority_amount;
  return gain;
}

}  // namespace

Result<RefinancingGain> ShareRefinancingGain(const RefinancingTerms& terms, const RefinancingFlows& flows) {
  CALANQUE_CHECK(flows.past_times_years.size() == flows.past_amount.size(), "past sizes differ");
  CALANQUE_CHECK(flows.future_times_years.size() == flows.before_amount.size() &&
                     flows.future_times_years.size() == flows.after_amount.size(),
                 "future sizes differ");
  if (auto failure = WhatIsWrong(terms, flows)) return *std::move(failure);
  const double rate = terms.base_case_equity_irr_per_year;
  const double threshold = terms.threshold_equity_irr_per_year;
  const double after = kernel::NetPresentValue(rate, flows.future_times_years, flows.after_amount);
  const double before = kernel::NetPresentValue(rate, flows.future_times_years, flows.before_amount);
  const double excess_over_threshold =
      kernel::NetPresentValue(threshold, flows.past_times_years, flows.past_amount) +
      kernel::NetPresentValue(threshold, flows.future_times_years, flows.before_amount);
  const double catch_up = std::max(-excess_over_threshold, 0.0);
  const double net = (after - before) - catch_up;
  if (!std::isfinite(net))
    return Failure{Reason::kNotApplicable, "flows", "the present values are too large to be told"};
  RefinancingGain gain = Split(std::max(net, 0.0), terms.authority_share_fraction);
  gain.after_present_amount = after;
  gain.before_present_amount = before;
  gain.catch_up_amount = catch_up;
  return gain;
}

Result<RefinancingGain> SplitRefinancingGain(double gain_amount, double authority_share_fraction) {
  if (auto failure = InputCheck()
                         .NotNegative(gain_amount, "gain_amount")
                         .Fraction(authority_share_fraction, "authority_share_fraction")
                         .Take()) {
    return *std::move(failure);
  }
  return Split(gain_amount, authority_share_fraction);
}

Result<double> IrrMultiple(double irr_before_per_year, double irr_after_per_year) {
  if (auto failure = InputCheck()
                         .Rate(irr_before_per_year, "irr_before_per_year")
                         .Rate(irr_after_per_year, "irr_after_per_year")
                         .Take()) {
    return *std::move(failure);
  }
  const double multiple = irr_after_per_year / irr_before_per_year;
  if (!(irr_before_per_year > 0.0) || !std::isfinite(multiple)) {
    return Failure{Reason::kNotApplicable, "irr_before_per_year", "is not above 0: there is no multiple of it"};
  }
  return multiple;
}

}  // namespace calanque::ppp
