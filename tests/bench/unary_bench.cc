// Calls per second of AppraisePortfolio for a small portfolio against an empty echo call: same server, same client,
// same run.
#include <grpcpp/create_channel.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <stdexcept>

#include "echo.grpc.pb.h"
#include "service/appraisal_service.h"
#include "service/server_settings.h"
#include "tests/bench/bench.h"
#include "tests/bench/small_request.h"

namespace calanque::bench {
namespace {

class EchoServer final : public EchoService::Service {
  grpc::Status Echo(grpc::ServerContext*, const EchoRequest*, EchoResponse*) override { return grpc::Status::OK; }
};

/// Both services on one loopback port, with the settings of the real server.
class BothServices {
 public:
  BothServices() : appraisal_(service::Limits{}, gate_) {
    grpc::ServerBuilder builder;
    service::ApplySettings(service::Limits{}, builder);
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&echo_);
    builder.RegisterService(&appraisal_);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) throw std::runtime_error("cannot listen on loopback");
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port_), grpc::InsecureChannelCredentials());
  }
  ~BothServices() { server_->Shutdown(); }
  BothServices(const BothServices&) = delete;
  BothServices& operator=(const BothServices&) = delete;

  [[nodiscard]] std::shared_ptr<grpc::Channel> channel() const { return channel_; }

 private:
  EchoServer echo_;
  service::CallGate gate_;
  service::AppraisalService appraisal_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace

Report UnaryAgainstEcho() {
  const BothServices services;
  const auto echo = EchoService::NewStub(services.channel());
  const auto appraisal = v1::AppraisalService::NewStub(services.channel());
  const v1::AppraisePortfolioRequest request = SmallRequest();
  const auto call_echo = [&] {
    grpc::ClientContext context;
    EchoResponse response;
    if (!echo->Echo(&context, {}, &response).ok()) throw std::runtime_error("echo failed");
  };
  v1::AppraisePortfolioResponse response;
  const auto call_appraisal = [&] {
    grpc::ClientContext context;
    response.Clear();
    const grpc::Status status = appraisal->AppraisePortfolio(&context, request, &response);
    if (!status.ok()) throw std::runtime_error(status.error_message());
  };
  call_appraisal();
  Report report;
  report.expected = SmallRequestAnswer();
  report.answer = "npv_amount " + Digits(response.cells(0).value());
  const auto [echo_seconds, appraisal_seconds] = MedianSecondsInTurn(21, 1000, call_echo, 1000, call_appraisal);
  report.figures = {{"share of the echo call's rate", echo_seconds / appraisal_seconds, "", 0.7, true},
                    {"one appraisal", appraisal_seconds * 1e6, "us", 1000.0},
                    {"one echo", echo_seconds * 1e6, "us", 1000.0}};
  return report;
}

}  // namespace calanque::bench
