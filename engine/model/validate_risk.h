// What makes a risk model valid beyond its syntax.
#pragma once

#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/request.h"
#include "engine/model/risk.h"

namespace calanque::model {

/// Most drivers that correlations may name: the nearest valid matrix takes a cube of it, many times.
inline constexpr std::size_t kMostCorrelatedDrivers = 64;

/// Checks ranges, references, sums and the pairing of shapes with targets. Field paths are members from the root of the
/// risk model: "drivers[2].shape.volatility_per_sqrt_year", "drivers[0].shape.distribution.mode",
/// "drivers[1].target.curve_ids[0]", "correlations[3].correlation", "stresses[0].drivers[1].value".
///
/// Returns  every violation found, in document order; empty means that the sampler may trust the model. Whether the
///          correlation matrix is one is the sampler's to say, since it may repair it.
/// Domain   a request that passed Validate; numbers may be anything, not-a-number included.
/// Errors   none of its own. Ends half-way where `stop` says so (asked once per driver).
/// Cost     O(size of the model + drivers that move projects x projects).
Failures ValidateRisk(const AppraisalRequest& request, const RiskModel& model, const StopPoll& stop = {});

/// One distribution by itself; paths from its own root: "low", "values[2]".
Failures ValidateDistribution(const Distribution& distribution);

/// Paths from the root of the options: "path_count". Those of sensitivities are looked at by ValidateSensitivity.
Failures ValidateSimulation(const SimulationOptions& options);
Failures ValidateSensitivity(const SensitivityOptions& options);

}  // namespace calanque::model
