#include "engine/portfolio/pathway.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/kernel/series.h"

namespace calanque::portfolio {
namespace {

EmissionPathway EmptyPathway(std::size_t year_count) {
  EmissionPathway out;
  for (auto* row :
       {&out.baseline, &out.business_as_usual, &out.target, &out.avoided, &out.avoided_scheduled, &out.residual}) {
    row->assign(year_count, 0.0);
  }
  return out;
}

void Add(const EmissionPathway& part, EmissionPathway& sum) {
  kernel::Accumulate(sum.baseline, part.baseline);
  kernel::Accumulate(sum.business_as_usual, part.business_as_usual);
  kernel::Accumulate(sum.target, part.target);
  kernel::Accumulate(sum.avoided, part.avoided);
  kernel::Accumulate(sum.avoided_scheduled, part.avoided_scheduled);
}

void SetResidual(EmissionPathway& pathway) {
  pathway.residual = pathway.business_as_usual;
  kernel::AccumulateScaled(pathway.residual, pathway.avoided, -1.0);
}

}  // namespace

double EmissionAt(std::span<const EmissionPoint> points, int year) {
  CALANQUE_CHECK(!points.empty(), "at least one point");
  const auto after = std::find_if(points.begin(), points.end(), [year](const auto& p) { return p.year >= year; });
  if (after == points.end()) return points.back().emission_t_co2e;
  if (after == points.begin() || after->year == year) return after->emission_t_co2e;
  const EmissionPoint& before = *(after - 1);
  const double part = static_cast<double>(year - before.year) / static_cast<double>(after->year - before.year);
  return before.emission_t_co2e + part * (after->emission_t_co2e - before.emission_t_co2e);
}

Pathways BuildPathways(const PathwayTerms& terms, std::span<const AvoidedTonnes> measures) {
  const auto year_count = static_cast<std::size_t>(terms.year_count);
  Pathways out;
  out.total = EmptyPathway(year_count);
  for (const SectorTerms& sector : terms.sectors) {
    EmissionPathway& made = out.sectors.emplace_back(EmptyPathway(year_count));
    for (std::size_t y = 0; y < year_count; ++y) {
      const int year = terms.first_year + static_cast<int>(y);
      made.baseline[y] = sector.baseline_t_co2e;
      made.business_as_usual[y] = EmissionAt(sector.business_as_usual, year);
      made.target[y] = EmissionAt(sector.target, year);
    }
  }
  for (const AvoidedTonnes& measure : measures) {
    EmissionPathway& pathway = measure.sector ? out.sectors[*measure.sector] : out.total;
    CALANQUE_CHECK(
        measure.first_year >= terms.first_year &&
            measure.first_year + static_cast<int>(measure.by_year.size()) <= terms.first_year + terms.year_count,
        "the pathway's years hold the measures'");
    const auto offset = static_cast<std::size_t>(measure.first_year - terms.first_year);
    const std::size_t count = measure.by_year.size();
    kernel::Accumulate(std::span(pathway.avoided).subspan(offset, count), measure.by_year);
    kernel::Accumulate(std::span(pathway.avoided_scheduled).subspan(offset, count), measure.scheduled_by_year);
  }
  for (EmissionPathway& sector : out.sectors) {
    SetResidual(sector);
    Add(sector, out.total);
  }
  SetResidual(out.total);
  return out;
}

BudgetUse UseBudget(const CarbonBudget& budget, std::span<const double> emissions, int first_year) {
  BudgetUse use;
  for (std::size_t y = 0; y < emissions.size(); ++y) {
    const int year = first_year + static_cast<int>(y);
    if (year < budget.first_year || year > budget.last_year) continue;
    use.emission_t_co2e += emissions[y];
    if (!use.exceeded_year && use.emission_t_co2e > budget.emission_t_co2e) use.exceeded_year = year;
  }
  return use;
}

}  // namespace calanque::portfolio
