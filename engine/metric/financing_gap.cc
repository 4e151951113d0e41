// Where money is missing: capital spending against the sources that are there, year by year.
#include <algorithm>
#include <functional>

#include "engine/kernel/series.h"
#include "engine/metric/functions.h"
#include "engine/metric/sums.h"

namespace calanque::metric {
namespace {

using ledger::FundingRole;

bool IsWithoutFlows(const Input& input) {
  return !input.funding_amounts->IsUsed(FundingRole::kNeed) &&
         !input.funding_amounts->IsUsed(FundingRole::kCommittedSource);
}

// out[year] = need - committed sources.
void FillGapByYear(const Input& input, std::span<double> out) {
  Scratch room(PointCount(input));
  const std::span<double> gaps = room.span();
  const auto need = input.funding_amounts->Row(FundingRole::kNeed);
  const auto committed = input.funding_amounts->Row(FundingRole::kCommittedSource);
  std::transform(need.begin(), need.end(), committed.begin(), gaps.begin(), std::minus());
  FoldIntoYears(input, gaps, out);
}

double Sum(const Input& input, FundingRole role) { return input.funding_amounts->RowSum(role); }
YearSeries ByYear(const Input& input, FundingRole role) { return SeriesByYear(input, *input.funding_amounts, role); }

}  // namespace

Outcome FinancingNeedByYear(const Input& input) { return ByYear(input, FundingRole::kNeed); }
Outcome CommittedSourcesByYear(const Input& input) { return ByYear(input, FundingRole::kCommittedSource); }
Outcome PlannedSourcesByYear(const Input& input) { return ByYear(input, FundingRole::kPlannedSource); }

Outcome FinancingGapByYear(const Input& input) {
  const std::span<double> gaps = Allocate<double>(input, YearCount(input));
  if (IsWithoutFlows(input)) {
    std::fill(gaps.begin(), gaps.end(), 0.0);
  } else {
    FillGapByYear(input, gaps);
  }
  return YearSeries{gaps};
}

Outcome FinancingNeed(const Input& input) { return Sum(input, FundingRole::kNeed); }
Outcome CommittedSources(const Input& input) { return Sum(input, FundingRole::kCommittedSource); }
Outcome PlannedSources(const Input& input) { return Sum(input, FundingRole::kPlannedSource); }

Outcome FinancingGap(const Input& input) {
  if (IsWithoutFlows(input)) return 0.0;
  Scratch gaps(YearCount(input));
  FillGapByYear(input, gaps.span());
  return kernel::SumOfPositive(gaps.span());
}

Outcome FinancingGapNet(const Input& input) {
  return Sum(input, FundingRole::kNeed) - Sum(input, FundingRole::kCommittedSource);
}

}  // namespace calanque::metric
