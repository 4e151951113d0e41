// Identities of rates of return, on random flows.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/kernel/many_rates.h"
#include "engine/kernel/rates_of_return.h"

namespace calanque::kernel {
namespace {

// Whole amounts, many of them 0, so that shrinking leads to flows a person can read.
std::vector<double> AnyFlows(int max_count) {
  const auto count = static_cast<std::size_t>(*rc::gen::inRange(2, max_count + 1));
  std::vector<double> flows;
  for (const int amount : *rc::gen::container<std::vector<int>>(count, rc::gen::inRange(-100, 101))) {
    flows.push_back(std::abs(amount) < 20 ? 0.0 : amount);
  }
  return flows;
}

std::vector<double> YearsFrom(double start, std::size_t count) {
  std::vector<double> years;
  for (std::size_t i = 0; i < count; ++i) years.push_back(start + static_cast<double>(i));
  return years;
}

std::vector<double> RatesOrNone(const Result<Rates, NoFigure>& rates) {
  return rates ? std::vector<double>(rates->all().begin(), rates->all().end()) : std::vector<double>();
}

void ExpectSame(const std::vector<double>& a, const std::vector<double>& b) {
  RC_ASSERT(a.size() == b.size());
  // Of 1 + r; rates nearly alike lie where the net present value is flat, hence the width.
  for (std::size_t i = 0; i < a.size(); ++i) RC_ASSERT(std::abs(a[i] - b[i]) <= 1e-6 * (1.0 + a[i]));
}

// NPV at s = ln(1 + r), divided by the sum of |present values|.
double RelativeValue(const std::vector<double>& flows, double s) {
  const double anchor = s >= 0.0 ? 0.0 : static_cast<double>(flows.size() - 1);
  double value = 0.0;
  double magnitude = 0.0;
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const double present = flows[i] * std::exp(-s * (static_cast<double>(i) - anchor));
    value += present;
    magnitude += std::abs(present);
  }
  return value / magnitude;
}

RC_GTEST_PROP(RatesOfReturn, NoResidualAtAnyRate, ()) {
  const std::vector<double> flows = AnyFlows(60);
  for (const double rate : RatesOrNone(FindRatesEquallySpaced(1.0, flows))) {
    const double spacing = 60.0 * 2.3e-16 / (1.0 + rate);
    RC_ASSERT(std::abs(RelativeValue(flows, std::log1p(rate))) <= 1e-9 + spacing);
  }
}

RC_GTEST_PROP(RatesOfReturn, AscendingAndNoMoreThanSignChanges, ()) {
  const auto rates = FindRatesEquallySpaced(1.0, AnyFlows(60));
  if (!rates) return;
  RC_ASSERT(rates->count >= 1U && rates->count <= static_cast<std::size_t>(rates->sign_change_count));
  RC_ASSERT(std::is_sorted(rates->all().begin(), rates->all().end()));
}

RC_GTEST_PROP(RatesOfReturn, SameForEquallySpacedAndDatedFlows, ()) {
  const std::vector<double> flows = AnyFlows(40);
  ExpectSame(RatesOrNone(FindRatesEquallySpaced(1.0, flows)),
             RatesOrNone(FindRates(YearsFrom(0.0, flows.size()), flows)));
}

RC_GTEST_PROP(RatesOfReturn, ShiftInTimeChangesNothing, ()) {
  const std::vector<double> flows = AnyFlows(40);
  const double start = *rc::gen::inRange(-30, 30);
  ExpectSame(RatesOrNone(FindRates(YearsFrom(0.0, flows.size()), flows)),
             RatesOrNone(FindRates(YearsFrom(start, flows.size()), flows)));
}

RC_GTEST_PROP(RatesOfReturn, AnotherCurrencyUnitChangesNothing, ()) {
  std::vector<double> flows = AnyFlows(40);
  const auto before = RatesOrNone(FindRatesEquallySpaced(1.0, flows));
  // A power of two scales without rounding: the bits stay.
  const double unit = std::ldexp(*rc::gen::element(1.0, -1.0), *rc::gen::inRange(-40, 40));
  for (double& flow : flows) flow *= unit;
  RC_ASSERT(RatesOrNone(FindRatesEquallySpaced(1.0, flows)) == before);
}

// 1 + r of the mirrored flows is the reciprocal.
RC_GTEST_PROP(RatesOfReturn, TimeReversedGivesReciprocalGrowth, ()) {
  std::vector<double> flows = AnyFlows(30);
  std::vector<double> expected;
  for (const double rate : RatesOrNone(FindRatesEquallySpaced(1.0, flows)))
    expected.push_back(1.0 / (1.0 + rate) - 1.0);
  std::reverse(expected.begin(), expected.end());
  std::reverse(flows.begin(), flows.end());
  ExpectSame(expected, RatesOrNone(FindRatesEquallySpaced(1.0, flows)));
}

// Catches a rate that is missed or made up: the dense scan knows nothing of derivatives or sign changes.
RC_GTEST_PROP(RatesOfReturn, AsManyAsADenseScanFinds, ()) {
  const std::vector<double> flows = AnyFlows(30);
  const std::vector<double> found = RatesOrNone(FindRatesEquallySpaced(1.0, flows));
  if (std::all_of(flows.begin(), flows.end(), [](double flow) { return flow == 0.0; })) return;
  int crossings = 0;
  double last = 0.0;
  for (int step = -25'000; step <= 25'000; ++step) {
    const double value = RelativeValue(flows, step * 1e-3 + 3e-7);
    // What is rounding is no sign.
    if (std::abs(value) < 1e-13) continue;
    if (last * value < 0.0) ++crossings;
    last = value;
  }
  int simple = 0;
  int closer_than_the_scan = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const double s = std::log1p(found[i]);
    const bool crosses = RelativeValue(flows, s - 1e-5) * RelativeValue(flows, s + 1e-5) < 0.0;
    if (crosses) ++simple;
    if (i > 0 && s - std::log1p(found[i - 1]) < 2e-3) ++closer_than_the_scan;
  }
  RC_ASSERT(std::abs(simple - crossings) <= 2 * closer_than_the_scan);
}

RC_GTEST_PROP(RatesOfReturn, DescentAndSubdivisionAgree, ()) {
  internal::ExponentialSum sum{.times = {}, .amounts = AnyFlows(60), .is_equally_spaced = true};
  RC_PRE(sum.amounts.front() != 0.0 && sum.amounts.back() != 0.0);
  sum.times = YearsFrom(0.0, sum.amounts.size());
  const auto subdivision = internal::FindLogRatesBySubdivision(sum, 25.0);
  if (!subdivision) return;  // Nearly degenerate, and said so.
  const std::vector<double> descent = internal::FindLogRatesByDescent(sum, 25.0);
  RC_ASSERT(descent.size() == subdivision->size());
  for (std::size_t i = 0; i < descent.size(); ++i) RC_ASSERT(std::abs(descent[i] - (*subdivision)[i]) <= 1e-6);
}

}  // namespace
}  // namespace calanque::kernel
