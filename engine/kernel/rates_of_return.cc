#include "engine/kernel/rates_of_return.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "engine/kernel/many_rates.h"
#include "engine/kernel/merge_by_time.h"
#include "engine/kernel/unique_rate.h"

namespace calanque::kernel {
namespace {

constexpr double kMaxLogRate = 25.0;
constexpr double kRoundingShare = 1e-14;
constexpr int kMaxDescentSignChanges = 24;

NoFigure NoRate(std::string_view message) { return {Reason::kNotApplicable, message}; }
NoFigure NoOutflow() { return NoRate("no rate of return: there is no outflow"); }
NoFigure NoInflow() { return NoRate("no rate of return: there is no inflow"); }

// What a first pass over the flows tells.
struct Shape {
  int sign_change_count = 0;
  bool is_positive_at_end = false;
  internal::TwoGroups groups;  // first and end always; last and next around the first sign change.
  double threshold = 0.0;      // Amounts up to here count as 0.
  bool is_finite = true;
  bool is_empty = true;
};

Shape Classify(std::span<const double> amounts) {
  Shape shape;
  double largest = 0.0;
  double total = 0.0;
  for (const double amount : amounts) {
    largest = std::max(largest, std::abs(amount));
    total += std::abs(amount);
  }
  shape.is_finite = std::isfinite(total);
  shape.threshold = kRoundingShare * largest;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (std::abs(amounts[i]) <= shape.threshold) continue;
    const bool is_positive = amounts[i] > 0.0;
    if (shape.is_empty) {
      shape.groups.first = i;
      shape.is_empty = false;
    } else if (is_positive != shape.is_positive_at_end && ++shape.sign_change_count == 1) {
      shape.groups.last = shape.groups.end;
      shape.groups.next = i;
    }
    shape.is_positive_at_end = is_positive;
    shape.groups.end = i;
  }
  return shape;
}

Result<Rates, NoFigure> FindManyRates(const Shape& shape, internal::ExponentialSum sum, double spacing_years) {
  // A loan's flows are those of its lender with the sign changed: the same rates, to the bit.
  const double sign = std::copysign(1.0, sum.amounts.front());
  for (double& amount : sum.amounts) amount = std::abs(amount) <= shape.threshold ? 0.0 : sign * amount;
  const double bound = kMaxLogRate * spacing_years;
  std::vector<double> log_rates;
  if (shape.sign_change_count <= kMaxDescentSignChanges) {
    log_rates = internal::FindLogRatesByDescent(sum, bound);
  } else if (auto found = internal::FindLogRatesBySubdivision(sum, bound)) {
    log_rates = std::move(*found);
  } else {
    return NoFigure{Reason::kNotConverged, "rates of return: these cash flows are too nearly degenerate"};
  }
  if (log_rates.empty()) return NoRate("no rate of return: the net present value keeps its sign at every rate");
  if (log_rates.size() > Rates::kCapacity) return NoFigure{Reason::kResourceLimit, "more than 32 rates of return"};
  Rates rates{.values = {}, .count = log_rates.size(), .sign_change_count = shape.sign_change_count};
  for (std::size_t i = 0; i < log_rates.size(); ++i) rates.values[i] = std::expm1(log_rates[i] / spacing_years);
  return rates;
}

// `axis` for flows with one sign change, `make_sum` for the others. Times are in units of spacing_years.
template <typename Axis, typename MakeSum>
Result<Rates, NoFigure> Find(std::span<const double> amounts, const Axis& axis, double spacing_years,
                             MakeSum make_sum) {
  const Shape shape = Classify(amounts);
  if (!shape.is_finite) return NoRate("no rate of return: a cash flow is not a finite number");
  if (shape.is_empty) return NoRate("no rate of return: all cash flows are zero");
  if (shape.sign_change_count == 0) {
    return shape.is_positive_at_end ? NoOutflow() : NoInflow();
  }
  if (shape.sign_change_count > 1) return FindManyRates(shape, make_sum(shape.groups), spacing_years);
  const auto log_rate = internal::FindUniqueLogRate(axis, shape.groups, kMaxLogRate * spacing_years);
  if (!log_rate) return NoRate("no rate of return: the only one is beyond -99.999999999 % or 7e12 %");
  Rates rates{.values = {}, .count = 1, .sign_change_count = 1};
  rates.values[0] = std::expm1(*log_rate / spacing_years);
  return rates;
}

Result<Rates, NoFigure> FindAscending(std::span<const double> times, std::span<const double> amounts) {
  return Find(amounts, internal::DatedAxis(times, amounts), 1.0, [&](const internal::TwoGroups& groups) {
    const auto begin = static_cast<std::ptrdiff_t>(groups.first);
    const auto end = static_cast<std::ptrdiff_t>(groups.end) + 1;
    internal::ExponentialSum sum;
    sum.times.assign(times.begin() + begin, times.begin() + end);
    sum.amounts.assign(amounts.begin() + begin, amounts.begin() + end);
    for (double& time : sum.times) time -= times[groups.first];
    return sum;
  });
}

}  // namespace

Result<Rates, NoFigure> FindRates(std::span<const double> times_years, std::span<const double> amounts) {
  CALANQUE_CHECK(times_years.size() == amounts.size(), "sizes differ");
  if (IsStrictlyAscending(times_years)) return FindAscending(times_years, amounts);
  const TimedAmounts merged = MergeByTime(times_years, amounts);
  return FindAscending(merged.times, merged.amounts);
}

Result<Rates, NoFigure> FindRatesEquallySpaced(double spacing_years, std::span<const double> amounts) {
  CALANQUE_CHECK(spacing_years > 0.0, "spacing_years > 0");
  return Find(amounts, internal::EqualAxis(amounts), spacing_years, [&](const internal::TwoGroups& groups) {
    internal::ExponentialSum sum;
    sum.is_equally_spaced = true;
    for (std::size_t i = groups.first; i <= groups.end; ++i) {
      sum.times.push_back(static_cast<double>(i - groups.first));
      sum.amounts.push_back(amounts[i]);
    }
    return sum;
  });
}

Result<double, NoFigure> ModifiedRate(std::span<const double> times_years, std::span<const double> amounts,
                                      double finance_rate_per_year, double reinvestment_rate_per_year) {
  CALANQUE_CHECK(times_years.size() == amounts.size(), "sizes differ");
  CALANQUE_CHECK(finance_rate_per_year > -1.0 && reinvestment_rate_per_year > -1.0, "rates > -1");
  if (times_years.empty()) return NoRate("no rate of return: there are no cash flows");
  const auto [begin, end] = std::minmax_element(times_years.begin(), times_years.end());
  const double finance_growth = std::log1p(finance_rate_per_year);
  const double reinvestment_growth = std::log1p(reinvestment_rate_per_year);
  double outflows = 0.0;
  double inflows = 0.0;
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (amounts[i] < 0.0) outflows -= amounts[i] * std::exp(-finance_growth * (times_years[i] - *begin));
    if (amounts[i] > 0.0) inflows += amounts[i] * std::exp(reinvestment_growth * (*end - times_years[i]));
  }
  if (!(outflows > 0.0)) return NoOutflow();
  if (!(inflows > 0.0)) return NoInflow();
  if (!(*end > *begin)) return NoRate("no rate of return: all cash flows fall on one day");
  return std::expm1(std::log(inflows / outflows) / (*end - *begin));
}

}  // namespace calanque::kernel
