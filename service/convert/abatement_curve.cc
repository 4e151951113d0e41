#include "service/convert/abatement_curve.h"

#include "service/convert/check_values.h"

namespace calanque::service {
namespace {

model::InteractionGroup Convert(const v1::InteractionGroup& in, const FieldPath& path, Reader& reader) {
  model::InteractionGroup out{in.id(), in.display_name(), {}};
  const FieldPath measures = path / "measures";
  for (int i = 0; i < in.measures_size(); ++i) {
    const v1::InteractingMeasure& measure = in.measures(i);
    const FieldPath element = measures[static_cast<std::size_t>(i)];
    out.measures.push_back({measure.project_id(), measure.removed_fraction(), measure.sized_cost_fraction(),
                            reader.Sources(measure.sources(), element / "sources")});
  }
  return out;
}

model::EmissionPoints Convert(const v1::EmissionPoints& in) {
  return {ToVector(in.years()), ToVector(in.emissions_t_co2e())};
}

model::SectorPathway Convert(const v1::SectorPathwayTerms& in, const FieldPath& path, Reader& reader) {
  model::SectorPathway out{in.sector_id(), {}, {}, reader.Sources(in.sources(), path / "sources")};
  if (in.has_business_as_usual()) out.business_as_usual = Convert(in.business_as_usual());
  if (in.has_target()) out.target = Convert(in.target());
  return out;
}

model::PathwayTerms Convert(const v1::EmissionPathwayTerms& in, const FieldPath& path, Reader& reader) {
  model::PathwayTerms out;
  const FieldPath sectors = path / "sectors";
  for (int i = 0; i < in.sectors_size(); ++i) {
    out.sectors.push_back(Convert(in.sectors(i), sectors[static_cast<std::size_t>(i)], reader));
  }
  if (in.has_carbon_budget()) {
    const v1::CarbonBudget& budget = in.carbon_budget();
    const FieldPath place = path / "carbon_budget";
    out.carbon_budget = model::CarbonBudget{budget.first_year(), budget.last_year(), budget.emission_t_co2e(),
                                            reader.Sources(budget.sources(), place / "sources")};
  }
  return out;
}

bool DrawsTargetYear(v1::CurveWidth width, const FieldPath& path, Reader& reader) {
  switch (width) {
    case v1::CURVE_WIDTH_UNSPECIFIED:
    case v1::CURVE_WIDTH_CUMULATIVE:
      return false;
    case v1::CURVE_WIDTH_TARGET_YEAR:
      return true;
    default:
      reader.FailEnum(width, path);
      return false;
  }
}

}  // namespace

model::AbatementTerms ConvertAbatementTerms(const v1::BuildAbatementCurveRequest& request, const Limits& limits,
                                            Reader& reader) {
  const FieldPath root;
  model::AbatementTerms terms;
  terms.perspective_id = request.perspective_id();
  terms.draws_target_year = DrawsTargetYear(request.width(), root / "width", reader);
  const FieldPath interactions = root / "interactions";
  for (int i = 0; i < request.interactions_size(); ++i) {
    terms.interactions.push_back(Convert(request.interactions(i), interactions[static_cast<std::size_t>(i)], reader));
  }
  const FieldPath speed_limits = root / "speed_limits";
  CheckSize(request.speed_limits_size(), limits.max_projects, speed_limits, "limits of speed", reader);
  for (int i = 0; i < request.speed_limits_size(); ++i) {
    const v1::SpeedLimit& limit = request.speed_limits(i);
    const FieldPath element = speed_limits[static_cast<std::size_t>(i)];
    terms.speed_limits.push_back({limit.project_id(), limit.first_year(), limit.implementation_fraction_per_year(),
                                  reader.Sources(limit.sources(), element / "sources")});
  }
  if (request.has_pathway()) terms.pathway = Convert(request.pathway(), root / "pathway", reader);
  return terms;
}

}  // namespace calanque::service
