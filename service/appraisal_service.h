// The RPC methods: convert, validate, compile, evaluate, convert back.
#pragma once

#include <atomic>
#include <cstddef>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "service/limits.h"

namespace calanque::service {

/// Keeps nothing between calls but their count; any number at once. Contract:
/// proto/calanque/v1/appraisal_service.proto.
class AppraisalService final : public v1::AppraisalService::Service {
 public:
  explicit AppraisalService(const Limits& limits) : limits_(limits) {}

  /// From now on new calls are answered UNAVAILABLE; those in flight go on.
  void StopTaking() { is_closed_ = true; }
  [[nodiscard]] int calls_in_flight() const { return calls_in_flight_; }
  /// Bytes of the answers given since StopTaking: gRPC writes them after the method has returned.
  [[nodiscard]] std::size_t bytes_to_flush() const { return bytes_to_flush_; }

  grpc::Status AppraisePortfolio(grpc::ServerContext* context, const v1::AppraisePortfolioRequest* request,
                                 v1::AppraisePortfolioResponse* response) override;
  grpc::Status ComparePortfolios(grpc::ServerContext* context, const v1::ComparePortfoliosRequest* request,
                                 v1::ComparePortfoliosResponse* response) override;
  grpc::Status Explain(grpc::ServerContext* context, const v1::ExplainRequest* request,
                       v1::ExplainResponse* response) override;
  grpc::Status ListMetrics(grpc::ServerContext* context, const v1::ListMetricsRequest* request,
                           v1::ListMetricsResponse* response) override;

 private:
  /// Runs a method's body, which says what is wrong; a defect or a library's exception becomes INTERNAL for this call
  /// alone.
  template <typename Body>
  grpc::Status Answer(const google::protobuf::Message& response, Body&& body);

  Limits limits_;
  std::atomic<bool> is_closed_{false};
  std::atomic<int> calls_in_flight_{0};
  std::atomic<std::size_t> bytes_to_flush_{0};
};

}  // namespace calanque::service
