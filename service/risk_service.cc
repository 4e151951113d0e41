#include "service/risk_service.h"

#include "service/progress_writer.h"
#include "service/simulation_call.h"

namespace calanque::service {

grpc::Status RiskService::Simulate(grpc::ServerContext* context, const v1::SimulateRequest* request,
                                   grpc::ServerWriter<v1::SimulateResponse>* writer) {
  v1::SimulateResponse last;
  return gate_.Answer(limits_, last, [&]() -> Failures {
    const CallPoll poll(*context);
    const auto setup = SetUpSimulation(*request, limits_, poll.AsStopPoll());
    if (!setup) return setup.error();
    const auto workers = budget_.Take(context->peer());
    if (!workers) return {workers.error()};
    ProgressWriter progress(setup->options, [writer](const v1::SimulationProgress& told) {
      v1::SimulateResponse message;
      *message.mutable_progress() = told;
      writer->Write(message);  // False where the caller has left: the poll will learn of it.
    });
    SimulationManner manner{workers->worker_count(), poll.AsStopPoll(), progress.AsSink(), {}};
    manner.company.threads = workers->AsThreadShare();
    Failures failures = RunSimulation(*request, *setup, manner, *last.mutable_result());
    if (failures.empty()) writer->Write(last);
    return failures;
  });
}

}  // namespace calanque::service
