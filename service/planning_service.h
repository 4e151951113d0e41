// The RPC methods of planning: prepare the appraisal, convert, validate, compute, convert back.
#pragma once

#include "calanque/v1/planning_service.grpc.pb.h"
#include "service/call_gate.h"
#include "service/limits.h"

namespace calanque::service {

/// Keeps nothing between calls; any number at once. Contract: proto/calanque/v1/planning_service.proto.
class PlanningService final : public v1::PlanningService::Service {
 public:
  PlanningService(const Limits& limits, CallGate& gate) : limits_(limits), gate_(gate) {}

  grpc::Status BuildAbatementCurve(grpc::ServerContext* context, const v1::BuildAbatementCurveRequest* request,
                                   v1::BuildAbatementCurveResponse* response) override;

  grpc::Status SelectPortfolio(grpc::ServerContext* context, const v1::SelectPortfolioRequest* request,
                               v1::SelectPortfolioResponse* response) override;

  grpc::Status PlanFinancing(grpc::ServerContext* context, const v1::PlanFinancingRequest* request,
                             v1::PlanFinancingResponse* response) override;
  grpc::Status AuditContractTables(grpc::ServerContext* context, const v1::AuditContractTablesRequest* request,
                                   v1::AuditContractTablesResponse* response) override;

  grpc::Status BuildContractTables(grpc::ServerContext* context, const v1::BuildContractTablesRequest* request,
                                   v1::BuildContractTablesResponse* response) override;

  grpc::Status TrackProgress(grpc::ServerContext* context, const v1::TrackProgressRequest* request,
                             v1::TrackProgressResponse* response) override;

 private:
  Limits limits_;
  CallGate& gate_;
};

}  // namespace calanque::service
