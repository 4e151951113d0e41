// Simulations from the engine to proto.
#pragma once

#include "calanque/v1/risk_service.pb.h"
#include "engine/model/risk.h"
#include "engine/plan/plan.h"
#include "engine/run/simulate.h"

namespace calanque::service {

/// All but the time left, which only a clock knows.
void FillProgress(const run::SimulationProgress& progress, v1::SimulationProgress& out);
/// The options as they are used.
void FillOptions(const model::SimulationOptions& options, v1::SimulationOptions& out);
/// What a reader of the figures must know of how they were drawn and what they mean.
void FillSimulationConventions(const model::SimulationOptions& options, v1::Conventions& out);
/// Names, and the warnings of the plan.
void FillNames(const plan::Plan& plan, const model::RiskModel& risk, v1::SimulationResult& out);
/// What is known of one uncertain number: all but its name and unit.
void FillDistribution(const run::DistributionSummary& known, v1::SimulatedFigure& out);
/// The figures; the simulation's warnings stand in its own paths and are left to the caller.
void FillSimulation(const run::Simulation& simulation, const plan::Plan& plan, const model::RiskModel& risk,
                    const model::SimulationOptions& options, v1::SimulationResult& out);

}  // namespace calanque::service
