#include "engine/portfolio/make_abatement_terms.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace calanque::portfolio {
namespace {

using Positions = std::unordered_map<std::string_view, std::size_t>;

template <typename List>
Positions PositionsOf(const List& list) {
  Positions positions;
  positions.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) positions.emplace(list[i].id, i);
  return positions;
}

std::vector<EmissionPoint> PointsOf(const model::EmissionPoints& points) {
  std::vector<EmissionPoint> out;
  for (std::size_t i = 0; i < points.years.size(); ++i) out.push_back({points.years[i], points.emissions_t_co2e[i]});
  return out;
}

/// 0 is "not known" in a baseline: without a trend emissions stay, without a baseline they are the trend's.
SectorTerms Straight(const model::EmissionBaseline& baseline, const model::SectorEmission& sector) {
  const double from = sector.baseline_t_co2e != 0.0 ? sector.baseline_t_co2e : sector.trend_t_co2e;
  const double trend = sector.trend_t_co2e != 0.0 ? sector.trend_t_co2e : from;
  const auto to = [&](double emission_t_co2e) {
    return std::vector<EmissionPoint>{{baseline.base_year, from}, {baseline.target_year, emission_t_co2e}};
  };
  return {sector.baseline_t_co2e, to(trend), to(trend - sector.planned_reduction_t_co2e)};
}

void SetGroups(const model::AbatementTerms& terms, const Positions& projects, AbatementTerms& out) {
  for (const model::InteractionGroup& group : terms.interactions) {
    InteractionGroup& made = out.groups.emplace_back();
    for (const model::InteractingMeasure& member : group.measures) {
      made.push_back({projects.at(member.project_id), member.removed_fraction, member.sized_cost_fraction});
    }
  }
}

void SetLimits(const model::AbatementTerms& terms, const Positions& projects, int first_year, AbatementTerms& out) {
  if (terms.speed_limits.empty()) return;
  out.limits.resize(projects.size());
  for (const model::SpeedLimit& limit : terms.speed_limits) {
    out.limits[projects.at(limit.project_id)] =
        SpeedLimit{limit.first_year != 0 ? limit.first_year : first_year, limit.implementation_fraction_per_year};
  }
}

void SetPathway(const model::AppraisalRequest& request, const model::PathwayTerms& terms, int first_year,
                int year_count, AbatementTerms& out) {
  const model::EmissionBaseline& baseline = *request.portfolio.baseline;
  const int from = std::min(baseline.base_year, first_year);
  PathwayTerms& pathway = out.pathway.emplace(PathwayTerms{from, first_year + year_count - from, {}});
  for (const model::SectorEmission& sector : baseline.sectors) pathway.sectors.push_back(Straight(baseline, sector));
  const Positions sectors = PositionsOf(baseline.sectors);
  for (const model::SectorPathway& own : terms.sectors) {
    SectorTerms& sector = pathway.sectors[sectors.at(own.sector_id)];
    if (own.business_as_usual) sector.business_as_usual = PointsOf(*own.business_as_usual);
    if (own.target) sector.target = PointsOf(*own.target);
  }
  for (const model::Project& project : request.portfolio.projects) {
    const auto sector = sectors.find(project.sector_id);
    out.sectors.push_back(sector == sectors.end() ? std::nullopt : std::optional(sector->second));
  }
  if (const auto& budget = terms.carbon_budget) {
    out.budget = CarbonBudget{budget->first_year, budget->last_year, budget->emission_t_co2e};
  }
}

}  // namespace

AbatementTerms MakeAbatementTerms(const model::AppraisalRequest& request, const model::AbatementTerms& terms,
                                  int first_year, int year_count) {
  AbatementTerms out;
  out.draws_target_year = terms.draws_target_year;
  if (request.portfolio.baseline) out.target_year = request.portfolio.baseline->target_year;
  const Positions projects = PositionsOf(request.portfolio.projects);
  SetGroups(terms, projects, out);
  SetLimits(terms, projects, first_year, out);
  if (terms.pathway) SetPathway(request, *terms.pathway, first_year, year_count, out);
  return out;
}

}  // namespace calanque::portfolio
