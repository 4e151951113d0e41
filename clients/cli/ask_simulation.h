// One call of RiskService from a command.
#pragma once

#include <grpcpp/support/status.h>

#include "calanque/v1/risk_service.pb.h"
#include "clients/cli/connection.h"

namespace calanque::cli {

/// Reads the stream to its end, showing progress; the result where the call was good.
grpc::Status AskSimulation(const v1::SimulateRequest& request, Connection& connection, v1::SimulationResult& result);

}  // namespace calanque::cli
