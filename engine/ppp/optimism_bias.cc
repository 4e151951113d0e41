#include "engine/ppp/optimism_bias.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "engine/base/check.h"
#include "engine/kernel/series.h"
#include "engine/ppp/input_check.h"

namespace calanque::ppp {
namespace {

constexpr double kSumTolerance = 1e-9;
constexpr double kLargestBias = 100.0;

void CheckRange(const BiasRange& range, const std::string& field, InputCheck& check) {
  check.Range(range.upper_fraction, 0.0, kLargestBias, field + ".upper_fraction", "a fraction from 0 to 100")
      .Range(range.lower_fraction, 0.0, kLargestBias, field + ".lower_fraction", "a fraction from 0 to 100")
      .Require(range.lower_fraction <= range.upper_fraction, field + ".lower_fraction", "is above upper_fraction");
}

}  // namespace

Result<BiasRange> CombineBias(std::span<const BiasRange> ranges, std::span<const double> cost_fractions) {
  CALANQUE_CHECK(ranges.size() == cost_fractions.size(), "sizes differ");
  InputCheck check;
  for (std::size_t i = 0; i < ranges.size(); ++i) CheckRange(ranges[i], "ranges[" + std::to_string(i) + "]", check);
  check.Fractions(cost_fractions, "cost_fractions")
      .Require(std::abs(kernel::Sum(cost_fractions) - 1.0) <= kSumTolerance, "cost_fractions", "do not add up to 1");
  if (auto failure = check.Take()) return *std::move(failure);
  BiasRange combined;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    combined.upper_fraction += cost_fractions[i] * ranges[i].upper_fraction;
    combined.lower_fraction += cost_fractions[i] * ranges[i].lower_fraction;
  }
  return combined;
}

Result<double> ResidualBias(const BiasRange& range, double mitigation_fraction) {
  InputCheck check;
  CheckRange(range, "range", check);
  check.Fraction(mitigation_fraction, "mitigation_fraction");
  if (auto failure = check.Take()) return *std::move(failure);
  return std::max(range.lower_fraction, range.upper_fraction * (1.0 - mitigation_fraction));
}

}  // namespace calanque::ppp
