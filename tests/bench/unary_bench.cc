// Calls per second of AppraisePortfolio for a small portfolio against an empty echo call: same server, same client,
// same run.
#include <grpcpp/create_channel.h>

#include <stdexcept>
#include <string>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "echo.grpc.pb.h"
#include "tests/bench/bench.h"
#include "tests/bench/small_request.h"
#include "tests/bench/unary_server.h"

namespace calanque::bench {
Report UnaryAgainstEcho() {
  const UnaryServer server;
  const auto channel =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server.port()), grpc::InsecureChannelCredentials());
  const auto echo = EchoService::NewStub(channel);
  const auto appraisal = v1::AppraisalService::NewStub(channel);
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
