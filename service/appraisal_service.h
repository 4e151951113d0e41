// The RPC methods: convert, validate, compile, evaluate, convert back.
#pragma once

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "service/limits.h"

namespace calanque::service {

/// Stateless; any number of calls at once. Contract: proto/calanque/v1/appraisal_service.proto.
class AppraisalService final : public v1::AppraisalService::Service {
 public:
  explicit AppraisalService(const Limits& limits) : limits_(limits) {}

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
};

}  // namespace calanque::service
