#include "engine/kernel/annuity.h"

#include <cmath>

#include "engine/base/check.h"

namespace calanque::kernel {
namespace {

// ((1 + r)^n - 1) / r. expm1 and log1p keep all digits when r is tiny.
double AccumulationFactor(double rate, double period_count) {
  return rate == 0.0 ? period_count : std::expm1(period_count * std::log1p(rate)) / rate;
}

double Growth(double rate, double period_count) { return std::exp(period_count * std::log1p(rate)); }

}  // namespace

double AnnuityFactor(double rate, double period_count) {
  CALANQUE_CHECK(rate > -1.0 && period_count >= 0.0, "rate > -1, period_count >= 0");
  return rate == 0.0 ? period_count : -std::expm1(-period_count * std::log1p(rate)) / rate;
}

double CapitalRecoveryFactor(double rate, double period_count) {
  CALANQUE_CHECK(period_count > 0.0, "period_count > 0");
  return 1.0 / AnnuityFactor(rate, period_count);
}

double AnnuityPayment(double rate, double period_count, double present_value, double future_value) {
  CALANQUE_CHECK(rate > -1.0 && period_count > 0.0, "rate > -1, period_count > 0");
  return -present_value * CapitalRecoveryFactor(rate, period_count) -
         future_value / AccumulationFactor(rate, period_count);
}

double AnnuityFutureValue(double rate, double period_count, double payment, double present_value) {
  CALANQUE_CHECK(rate > -1.0 && period_count >= 0.0, "rate > -1, period_count >= 0");
  return -(present_value * Growth(rate, period_count) + payment * AccumulationFactor(rate, period_count));
}

Result<double> AnnuityPeriodCount(double rate, double payment, double present_value, double future_value) {
  CALANQUE_CHECK(rate > -1.0, "rate > -1");
  const double count =
      rate == 0.0 ? -(present_value + future_value) / payment
                  : std::log((payment - future_value * rate) / (payment + present_value * rate)) / std::log1p(rate);
  if (std::isfinite(count) && count >= 0.0) return count;
  return Failure{Reason::kNotApplicable, "", "these payments never repay the amount at this rate"};
}

double AnnuityInterestPart(double rate, int period, int period_count, double present_value) {
  CALANQUE_CHECK(period >= 1 && period <= period_count, "1 <= period <= period_count");
  const double payment = AnnuityPayment(rate, period_count, present_value);
  return rate * AnnuityFutureValue(rate, period - 1, payment, present_value);
}

double AnnuityPrincipalPart(double rate, int period, int period_count, double present_value) {
  return AnnuityPayment(rate, period_count, present_value) -
         AnnuityInterestPart(rate, period, period_count, present_value);
}

}  // namespace calanque::kernel
