// When cumulative flows turn positive.
#pragma once

#include <optional>
#include <span>

#include "engine/base/result.h"

namespace calanque::kernel {

/// Times at which the running sum of the flows stops being negative; all on the axis of the given times.
struct Payback {
  double first_time = 0.0;             ///< Of the first flow that brings the sum to 0 or more after it was negative.
  double interpolated_time = 0.0;      ///< The same, were that flow spread evenly since the time before it.
  std::optional<double> lasting_time;  ///< Interpolated likewise; from here to the horizon the sum stays at 0 or more.
                                       ///< Empty where later outlays bring it below 0 again for good.
};

/// Payback of the flows: simple, or discounted where `factors` holds the factor of each flow (empty: all 1).
///
/// Units   times in years from any origin, in any order (equal times are added up first); amounts inflow positive.
/// Errors  kNotApplicable: the sum is never negative (no outlay), or negative from the first outlay to the horizon.
/// Cost    O(n) for ascending times, else a sort. Allocates only then.
Result<Payback, NoFigure> FindPayback(std::span<const double> times, std::span<const double> amounts,
                                      std::span<const double> factors = {});

}  // namespace calanque::kernel
