// The RPC methods of partnerships: prepare the appraisal, convert, validate, build, convert back.
#pragma once

#include "calanque/v1/ppp_service.grpc.pb.h"
#include "service/call_gate.h"
#include "service/limits.h"
#include "service/worker_budget.h"

namespace calanque::service {

/// Keeps nothing between calls; any number at once, of simulations as many as the budget allows. Contract:
/// proto/calanque/v1/ppp_service.proto.
class PppService final : public v1::PppService::Service {
 public:
  PppService(const Limits& limits, CallGate& gate, WorkerBudget& budget)
      : limits_(limits), gate_(gate), budget_(budget) {}

  grpc::Status StructureProject(grpc::ServerContext* context, const v1::StructureProjectRequest* request,
                                v1::StructureProjectResponse* response) override;
  grpc::Status CompareDeliveryModes(grpc::ServerContext* context, const v1::CompareDeliveryModesRequest* request,
                                    v1::CompareDeliveryModesResponse* response) override;
  grpc::Status SimulateDeliveryModes(grpc::ServerContext* context, const v1::SimulateDeliveryModesRequest* request,
                                     grpc::ServerWriter<v1::SimulateDeliveryModesResponse>* writer) override;
  grpc::Status SolveTerms(grpc::ServerContext* context, const v1::SolveTermsRequest* request,
                          v1::SolveTermsResponse* response) override;

 private:
  Limits limits_;
  CallGate& gate_;
  WorkerBudget& budget_;
};

}  // namespace calanque::service
