// Discount factors at points in time.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/base/result.h"
#include "engine/ledger/point_axis.h"
#include "engine/model/assumptions.h"

namespace calanque::curve {

/// Discount factors of one rate at every point of the axis, in the rate's own basis (real or nominal).
///
/// Shapes  result [point]; the factor at the valuation date is 1, before it above 1 (for positive rates).
/// Domain  beta is used by risk-adjusted rates only (absent: the rate's default).
/// Errors  kInvalidInput (path relative to the rate) where quotes cannot be bootstrapped, or a yield curve is asked for
///         a date before its valuation date.
/// Cost    O(points); yield curves take the process-wide QuantLib lock.
/// Source  stepped rates accumulate factors (HM Treasury, The Green Book, annex on discounting); r = rf + beta x
///         premium: France Strategie, Complement operationnel I (2021).
Result<std::vector<double>> DiscountFactors(const model::DiscountRate& rate, const ledger::PointAxis& axis,
                                            time::Date valuation_date, std::optional<double> beta);

}  // namespace calanque::curve
