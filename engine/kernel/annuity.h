// Closed forms for level payments at the end of each period.
//
// All amounts are tied by one equation, with the signs of cash flows (received positive, paid negative):
//   present_value * (1 + r)^n + payment * ((1 + r)^n - 1) / r + future_value = 0
// so a loan of 1,000 received has negative payments. Rates are per period, as fractions, > -1; a rate of 0 is its
// limit. Source: R. Brealey, S. Myers, F. Allen, Principles of Corporate Finance, chapter on present values; the names
// and signs of numpy-financial; case: tests/golden/primitives/numpy_financial.
#pragma once

#include "engine/base/result.h"

namespace calanque::kernel {

/// Present value of 1 per period over n periods: (1 - (1 + r)^-n) / r, n at r = 0. n >= 0, not necessarily whole.
double AnnuityFactor(double rate, double period_count);

/// Level payment per period that repays 1: 1 / AnnuityFactor, that is r (1 + r)^n / ((1 + r)^n - 1), 1 / n at r = 0. n
/// > 0.
double CapitalRecoveryFactor(double rate, double period_count);

/// The payment that satisfies the equation above. period_count > 0.
double AnnuityPayment(double rate, double period_count, double present_value, double future_value = 0.0);

/// The future value that satisfies the equation above.
double AnnuityFutureValue(double rate, double period_count, double payment, double present_value);

/// Number of periods that satisfies the equation above, not necessarily whole. kNotApplicable where the payments never
/// do.
Result<double> AnnuityPeriodCount(double rate, double payment, double present_value, double future_value = 0.0);

/// Interest in the payment of period `period` (1 to period_count).
double AnnuityInterestPart(double rate, int period, int period_count, double present_value);

/// Principal in the payment of period `period` (1 to period_count).
double AnnuityPrincipalPart(double rate, int period, int period_count, double present_value);

}  // namespace calanque::kernel
