// Risk models from proto to model: syntax; what it means is checked by the engine.
#pragma once

#include <string>

#include "calanque/v1/risk_service.pb.h"
#include "engine/model/risk.h"
#include "service/convert/reader.h"

namespace calanque::service {

model::Distribution ConvertDistribution(const v1::Distribution& in, const FieldPath& path, Reader& reader);
model::RiskModel ConvertRiskModel(const v1::RiskModel& risk, const FieldPath& path, Reader& reader);
/// Defaults filled in. The number of threads is the server's business.
model::SimulationOptions ConvertSimulationOptions(const v1::SimulationOptions& options, const FieldPath& path,
                                                  Reader& reader);
model::SensitivityOptions ConvertSensitivity(const v1::SensitivityOptions& options, const FieldPath& path,
                                             Reader& reader);

/// The engine's path within a risk model as the caller wrote it: "drivers[2].shape.distribution.median" is
/// "drivers[2].draw.lognormal.median" where that is what the driver has.
std::string PathAsWritten(const v1::RiskModel& risk, const std::string& engine_path);

}  // namespace calanque::service
