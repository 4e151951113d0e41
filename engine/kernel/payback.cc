#include "engine/kernel/payback.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/merge_by_time.h"

namespace calanque::kernel {
namespace {

template <typename AmountAt>
Result<Payback, NoFigure> FindInOrder(std::span<const double> times, AmountAt amount_at) {
  bool was_negative = false;
  std::optional<Payback> payback;
  double sum = 0.0;
  double magnitude = 0.0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const double amount = amount_at(i);
    const double before = sum;
    sum += amount;
    magnitude += std::abs(amount);
    // -0.3 + 0.1 + 0.2 is paid back: a sum within rounding of 0 is 0.
    if (std::abs(sum) <= 8.0 * std::numeric_limits<double>::epsilon() * magnitude) sum = 0.0;
    if (sum < 0.0) {
      was_negative = true;
      if (payback) payback->lasting_time.reset();
    } else if (before < 0.0) {
      const double crossing = times[i - 1] + (times[i] - times[i - 1]) * (-before / amount);
      if (!payback) payback = Payback{.first_time = times[i], .interpolated_time = crossing, .lasting_time = {}};
      payback->lasting_time = crossing;
    }
  }
  if (payback) return *payback;
  return NoFigure{Reason::kNotApplicable, was_negative
                                              ? "no payback: the cumulative cash flow is still negative at the horizon"
                                              : "no payback: the cumulative cash flow is never negative"};
}

}  // namespace

Result<Payback, NoFigure> FindPayback(std::span<const double> times, std::span<const double> amounts,
                                      std::span<const double> factors) {
  CALANQUE_CHECK(times.size() == amounts.size(), "sizes differ");
  CALANQUE_CHECK(factors.empty() || factors.size() == amounts.size(), "sizes differ");
  const auto discounted = [&](std::size_t i) { return factors.empty() ? amounts[i] : amounts[i] * factors[i]; };
  if (IsStrictlyAscending(times)) return FindInOrder(times, discounted);

  std::vector<double> values(amounts.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = discounted(i);
  const TimedAmounts merged = MergeByTime(times, values);
  return FindInOrder(merged.times, [&](std::size_t i) { return merged.amounts[i]; });
}

}  // namespace calanque::kernel
