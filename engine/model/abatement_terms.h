// What an abatement curve is asked for: interactions, speed, pathways. Field meanings, units and ranges:
// proto/calanque/v1/abatement_curve.proto.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/common.h"

namespace calanque::model {

struct InteractingMeasure {
  std::string project_id;
  double removed_fraction = 0.0;
  double sized_cost_fraction = 0.0;
  std::vector<SourceNote> sources;
};

struct InteractionGroup {
  std::string id;
  std::string display_name;
  std::vector<InteractingMeasure> measures;
};

struct SpeedLimit {
  std::string project_id;
  int first_year = 0;  ///< 0: the grid's first.
  double implementation_fraction_per_year = 0.0;
  std::vector<SourceNote> sources;
};

/// Parallel lists.
struct EmissionPoints {
  std::vector<int> years;
  std::vector<double> emissions_t_co2e;
};

struct SectorPathway {
  std::string sector_id;
  std::optional<EmissionPoints> business_as_usual;
  std::optional<EmissionPoints> target;
  std::vector<SourceNote> sources;
};

struct CarbonBudget {
  int first_year = 0;
  int last_year = 0;
  double emission_t_co2e = 0.0;
  std::vector<SourceNote> sources;
};

struct PathwayTerms {
  std::vector<SectorPathway> sectors;
  std::optional<CarbonBudget> carbon_budget;
};

struct AbatementTerms {
  std::string perspective_id;  ///< Empty: the first.
  bool draws_target_year = false;
  std::vector<InteractionGroup> interactions;
  std::vector<SpeedLimit> speed_limits;
  std::optional<PathwayTerms> pathway;
};

}  // namespace calanque::model
