// Partnerships from the engine to proto.
#pragma once

#include <string>

#include "calanque/v1/ppp_service.pb.h"
#include "engine/model/risk.h"
#include "engine/partnership/results.h"
#include "engine/partnership/simulate_modes.h"

namespace calanque::service {

void FillMode(const partnership::StructuredMode& mode, const std::string& currency_code, v1::StructuredMode& out);
void FillSolved(const partnership::SolvedTerm& term, const std::string& currency_code, v1::SolvedTerm& out);
void FillComparison(const partnership::Comparison& comparison, const std::string& currency_code,
                    v1::CompareDeliveryModesResponse& out);
void FillModeSimulation(const partnership::ModeSimulation& simulation, const model::SimulationOptions& options,
                        const std::string& currency_code, v1::ModeSimulation& out);

}  // namespace calanque::service
