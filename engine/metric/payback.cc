// Years from the first outflow until the cumulative cash flow is back at 0 for good.
#include "engine/kernel/payback.h"

#include <algorithm>
#include <limits>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

Outcome YearsUntilPaidBack(const Input& input, std::span<const double> flows) {
  const std::vector<double>& years = input.axis->years;
  const auto payback = kernel::FindPayback(years, flows);
  if (!payback) return payback.error();

  double start = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < flows.size(); ++i) {
    if (flows[i] < 0.0) start = std::min(start, years[i]);
  }
  if (!payback->lasting_time) {
    return NotApplicable(Join(input, {"paid back after ", Text(payback->interpolated_time - start),
                                      " years, but later outlays leave the cumulative cash flow negative at the "
                                      "horizon"}));
  }
  return *payback->lasting_time - start;
}

}  // namespace

Outcome PaybackYears(const Input& input) { return YearsUntilPaidBack(input, input.cash_flow_amounts); }

Outcome DiscountedPaybackYears(const Input& input) {
  Scratch room(PointCount(input));
  AddUp(*input.discounted, kCash, room.span());
  return YearsUntilPaidBack(input, room.span());
}

}  // namespace calanque::metric
