// The RPC method of risk: prepare the appraisal, convert, take workers, simulate, convert back.
#pragma once

#include "calanque/v1/risk_service.grpc.pb.h"
#include "service/call_gate.h"
#include "service/limits.h"
#include "service/worker_budget.h"

namespace calanque::service {

/// Keeps nothing between calls; simulations of all services share one budget. Contract:
/// proto/calanque/v1/risk_service.proto.
class RiskService final : public v1::RiskService::Service {
 public:
  RiskService(const Limits& limits, CallGate& gate, WorkerBudget& budget)
      : limits_(limits), gate_(gate), budget_(budget) {}

  grpc::Status Simulate(grpc::ServerContext* context, const v1::SimulateRequest* request,
                        grpc::ServerWriter<v1::SimulateResponse>* writer) override;

 private:
  Limits limits_;
  CallGate& gate_;
  WorkerBudget& budget_;
};

}  // namespace calanque::service
