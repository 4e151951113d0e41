// Where money is missing: capital spending against the sources that are there, year by year.
#include <algorithm>

#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

// out[year] = need - committed sources.
void FillGapByYear(const Input& input, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t i = 0; i < input.need_amounts.size(); ++i) {
    out[YearIndex(input, i)] += input.need_amounts[i] - input.committed_amounts[i];
  }
}

}  // namespace

Outcome FinancingNeedByYear(const Input& input) { return SeriesByYear(input, input.need_amounts); }
Outcome CommittedSourcesByYear(const Input& input) { return SeriesByYear(input, input.committed_amounts); }
Outcome PlannedSourcesByYear(const Input& input) { return SeriesByYear(input, input.planned_amounts); }

Outcome FinancingGapByYear(const Input& input) {
  YearSeries gaps = ZeroSeries(input);
  FillGapByYear(input, gaps.values);
  return gaps;
}

Outcome FinancingNeed(const Input& input) { return kernel::Sum(input.need_amounts); }
Outcome CommittedSources(const Input& input) { return kernel::Sum(input.committed_amounts); }
Outcome PlannedSources(const Input& input) { return kernel::Sum(input.planned_amounts); }

Outcome FinancingGap(const Input& input) {
  Scratch gaps(YearCount(input));
  FillGapByYear(input, gaps.span());
  double sum = 0.0;
  for (const double gap : gaps.span()) sum += std::max(gap, 0.0);
  return sum;
}

Outcome FinancingGapNet(const Input& input) {
  return kernel::Sum(input.need_amounts) - kernel::Sum(input.committed_amounts);
}

}  // namespace calanque::metric
