#include "engine/run/finite_outcome.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <variant>

namespace calanque::run {
namespace {

// Infinity and NaN are the numbers whose exponent has every bit set: adding 1 to it carries into the sign's place. Bits
// can be looked at several at a time, where a comparison that stops at the first such number cannot.
bool AreFinite(std::span<const double> values) {
  constexpr std::uint64_t kExponent = 0x7FF0'0000'0000'0000;
  constexpr std::uint64_t kExponentUnit = 0x0010'0000'0000'0000;
  std::uint64_t carries = 0;
  for (const double value : values) carries |= (std::bit_cast<std::uint64_t>(value) & kExponent) + kExponentUnit;
  return (carries >> 63U) == 0;
}

struct FinitenessOf {
  bool operator()(double value) const { return std::isfinite(value); }
  bool operator()(const metric::YearSeries& series) const { return AreFinite(series.values); }
  bool operator()(const metric::YearTable& table) const { return AreFinite(table.values); }
  bool operator()(const metric::ValueList& list) const { return AreFinite(list.values); }
  bool operator()(const NoFigure&) const { return true; }
};

}  // namespace

metric::Outcome ComputeFinite(const metric::Definition& metric, const metric::Input& input) {
  metric::Outcome outcome = metric.compute(input);
  if (std::visit(FinitenessOf(), outcome)) return outcome;
  return NoFigure{Reason::kNotApplicable, "the flows grow beyond what a number can hold; look at rates and growth"};
}

}  // namespace calanque::run
