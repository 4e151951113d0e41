// The RPC methods: convert, validate, compile, evaluate, convert back.
#pragma once

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "service/call_gate.h"
#include "service/limits.h"

namespace calanque::service {

/// Keeps nothing between calls; any number at once. Contract:
/// proto/calanque/v1/appraisal_service.proto.
class AppraisalService final : public v1::AppraisalService::Service {
 public:
  AppraisalService(const Limits& limits, CallGate& gate) : limits_(limits), gate_(gate) {}

  grpc::Status AppraisePortfolio(grpc::ServerContext* context, const v1::AppraisePortfolioRequest* request,
                                 v1::AppraisePortfolioResponse* response) override;
  grpc::Status ComparePortfolios(grpc::ServerContext* context, const v1::ComparePortfoliosRequest* request,
                                 v1::ComparePortfoliosResponse* response) override;
  grpc::Status Explain(grpc::ServerContext* context, const v1::ExplainRequest* request,
                       v1::ExplainResponse* response) override;
  grpc::Status ListMetrics(grpc::ServerContext* context, const v1::ListMetricsRequest* request,
                           v1::ListMetricsResponse* response) override;

 private:
  Limits limits_;
  CallGate& gate_;
};

}  // namespace calanque::service
