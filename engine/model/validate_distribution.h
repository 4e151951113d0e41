// What makes a distribution one. Internal to this module.
#pragma once

#include "engine/base/field_path.h"
#include "engine/model/risk.h"
#include "engine/model/validation.h"

namespace calanque::model {

/// Parameters in their ranges and in order, probabilities that sum to 1, no value below 0; paths are those of members
/// ("low", "values[2]") below `path`.
void ValidateDistribution(ValidationContext& context, const Distribution& distribution, const FieldPath& path);

}  // namespace calanque::model
