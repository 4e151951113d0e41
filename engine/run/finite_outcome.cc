#include "engine/run/finite_outcome.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <variant>
#include <vector>

namespace calanque::run {
namespace {

bool AreFinite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

struct FinitenessOf {
  bool operator()(double value) const { return std::isfinite(value); }
  bool operator()(const metric::YearSeries& series) const { return AreFinite(series.values); }
  bool operator()(const metric::YearTable& table) const { return AreFinite(table.values); }
  bool operator()(const metric::ValueList& list) const { return AreFinite(list.values); }
  bool operator()(const Failure&) const { return true; }
};

}  // namespace

metric::Outcome ComputeFinite(const metric::Definition& metric, const metric::Input& input) {
  metric::Outcome outcome = metric.compute(input);
  if (std::visit(FinitenessOf(), outcome)) return outcome;
  return Failure{Reason::kNotApplicable, "", "the flows grow beyond what a number can hold; look at rates and growth"};
}

}  // namespace calanque::run
