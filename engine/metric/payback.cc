// Years from the first outflow until the cumulative cash flow is back at 0 for good.
#include "engine/kernel/payback.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

Outcome YearsUntilPaidBack(const Input& input, const CategoryRows& rows) {
  Scratch room(PointCount(input));
  const std::span<double> flows = room.span();
  AddUp(rows, kCash, flows);
  const std::vector<double>& years = input.axis->years;
  auto payback = kernel::FindPayback(years, flows);
  if (!payback) return std::move(payback).error();

  double start = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < flows.size(); ++i) {
    if (flows[i] < 0.0) start = std::min(start, years[i]);
  }
  if (!payback->lasting_time) {
    return NotApplicable("paid back after " + Text(payback->interpolated_time - start) +
                         " years, but later outlays leave the cumulative cash flow negative at the horizon");
  }
  return *payback->lasting_time - start;
}

}  // namespace

Outcome PaybackYears(const Input& input) { return YearsUntilPaidBack(input, *input.amounts); }
Outcome DiscountedPaybackYears(const Input& input) { return YearsUntilPaidBack(input, *input.discounted); }

}  // namespace calanque::metric
