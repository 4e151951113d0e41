// Discount factors bootstrapped from market quotes. QuantLib stays behind this header.
#pragma once

#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/model/assumptions.h"

namespace calanque::curve {

/// Factors at `dates`, bootstrapped so that every quote is repriced: deposits simple Act/360; swaps annual 30E/360
/// against a six-month floating leg on the same curve; log-linear in factors, last forward beyond the last quote. No
/// holidays.
///
/// Errors  kInvalidInput (path relative to the rate) where the quotes allow no curve, or a date lies before
/// `valuation_date`. Cost    one bootstrap under a process-wide lock: QuantLib's evaluation date is one per process in
/// Debian's build. Source  F. Ametrano, M. Bianchetti, Everything You Always Wanted to Know About Multiple Interest
///         Rate Curve Bootstrapping (2013), single-curve case; QuantLib 1.29 PiecewiseYieldCurve<Discount, LogLinear>.
Result<std::vector<double>> YieldCurveFactors(const model::YieldCurve& curve, std::span<const time::Date> dates,
                                              time::Date valuation_date);

}  // namespace calanque::curve
