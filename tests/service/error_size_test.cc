// Violations travel in the trailers of a call, and clients refuse large trailers: 8 KiB unless they say otherwise.

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <string>

#include "calanque/v1/appraisal_service.grpc.pb.h"
#include "service/server.h"
#include "tests/service/good_request.h"

namespace calanque::service {
namespace {

class ErrorSize : public ::testing::Test {
 protected:
  ErrorSize() {
    ServerOptions options;
    options.listen_address = "127.0.0.1:0";
    options.limits.drain_grace_ms = 100;
    server_ = Server::Start(options).value();
    // As any client would: nothing is said about metadata.
    stub_ = v1::AppraisalService::NewStub(
        grpc::CreateChannel("127.0.0.1:" + std::to_string(server_->port()), grpc::InsecureChannelCredentials()));
  }

  grpc::Status Appraise(const v1::AppraisePortfolioRequest& request) {
    grpc::ClientContext context;
    v1::AppraisePortfolioResponse response;
    return stub_->AppraisePortfolio(&context, request, &response);
  }

  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::AppraisalService::Stub> stub_;
};

TEST_F(ErrorSize, ManyViolationsReachAnyClient) {
  v1::AppraisePortfolioRequest request = testing::LargeRequest(50, 10);
  for (auto& project : *request.mutable_portfolio()->mutable_projects()) {
    for (auto& item : *project.mutable_with_project()) item.set_payer_party_id("nobody-of-that-name");
  }
  const grpc::Status status = Appraise(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
  v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(status.error_details()));
  EXPECT_GE(detail.violations_size(), 20);
  EXPECT_EQ(detail.violations_size() + detail.omitted_violation_count(), 50 * 13);
}

TEST_F(ErrorSize, OneViolationAboutAVeryLongTextReachesAnyClient) {
  v1::AppraisePortfolioRequest request = testing::GoodRequest();
  request.mutable_options()->add_metric_names(std::string(1'000'000, 'x'));
  const grpc::Status status = Appraise(request);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << status.error_message();
  v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(status.error_details()));
  ASSERT_EQ(detail.violations_size(), 1);
  EXPECT_EQ(detail.violations(0).field_path(), "options.metric_names[0]");
}

}  // namespace
}  // namespace calanque::service
