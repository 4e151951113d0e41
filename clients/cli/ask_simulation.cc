#include "clients/cli/ask_simulation.h"

#include <utility>

#include "clients/cli/progress_bar.h"

namespace calanque::cli {

grpc::Status AskSimulation(const v1::SimulateRequest& request, Connection& connection, v1::SimulationResult& result) {
  grpc::ClientContext context;
  connection.Prepare(context);
  ProgressBar bar(request.appraisal().portfolio().currency_code());
  const auto stream = connection.risk_stub().Simulate(&context, request);
  v1::SimulateResponse message;
  while (stream->Read(&message)) {
    if (message.has_progress()) bar.Show(message.progress());
    if (message.has_result()) result = std::move(*message.mutable_result());
  }
  return stream->Finish();
}

}  // namespace calanque::cli
