// A simulation from request to answer, whoever asks for it: a caller of the server, or the ranks of a batch.
#pragma once

#include "calanque/v1/risk_service.pb.h"
#include "engine/base/result.h"
#include "engine/base/stop_poll.h"
#include "engine/model/risk.h"
#include "engine/run/simulate.h"
#include "service/limits.h"
#include "service/prepare.h"

namespace calanque::service {

/// A request that has been found good, as far as can be seen before it is run.
struct SimulationSetup {
  Prepared prepared;
  model::RiskModel risk;
  model::SimulationOptions options;
};

/// How it is run: nothing here changes a figure.
struct SimulationManner {
  int thread_count = 1;
  StopPoll stop;
  run::ProgressSink progress;  ///< May be empty.
  run::RunCompany company;
};

/// Numbers and sizes; syntax and the appraisal; meaning; work: all violations of a stage at once.
Result<SimulationSetup, Failures> SetUpSimulation(const v1::SimulateRequest& request, const Limits& limits,
                                                  const StopPoll& stop);

/// Runs it and fills the answer. Failures have field paths of the request; one of the saved state that was to be gone
/// on from has the path "checkpoint".
Failures RunSimulation(const v1::SimulateRequest& request, const SimulationSetup& setup, const SimulationManner& manner,
                       v1::SimulationResult& out);

}  // namespace calanque::service
