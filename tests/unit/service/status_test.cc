// The one map from failures to gRPC codes, and the details that travel with it.

#include "service/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calanque/v1/error.pb.h"

namespace calanque::service {
namespace {

using ::testing::HasSubstr;

grpc::StatusCode CodeOf(Reason reason) { return ToStatus({{reason, "a.b", "is wrong"}}, "r1", {}).error_code(); }

TEST(Status, EveryReasonHasItsCode) {
  EXPECT_EQ(CodeOf(Reason::kInvalidInput), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeOf(Reason::kMissingData), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(CodeOf(Reason::kResourceLimit), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(CodeOf(Reason::kCancelled), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(CodeOf(Reason::kInternal), grpc::StatusCode::INTERNAL);
}

TEST(Status, DetailsListViolationsUpToTheLimitAndCountTheRest) {
  Limits limits;
  limits.max_violations = 2;
  const Failures failures(5, Failure{Reason::kInvalidInput, "a.b", "is wrong"});
  const grpc::Status status = ToStatus(failures, "r7", limits);
  v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(status.error_details()));
  ASSERT_EQ(detail.violations_size(), 2);
  EXPECT_EQ(detail.omitted_violation_count(), 3);
  EXPECT_EQ(detail.request_id(), "r7");
  EXPECT_EQ(detail.violations(0).field_path(), "a.b");
  EXPECT_EQ(detail.violations(0).message(), "is wrong");
  EXPECT_EQ(detail.violations(0).reason(), v1::FAILURE_REASON_INVALID_INPUT);
  EXPECT_THAT(status.error_message(), HasSubstr("5 violations, the first: a.b: is wrong"));
}

TEST(Status, WhatTravelsFitsTheTrailersThatAnyClientTakes) {
  // Clients refuse trailers over 8 KiB unless told otherwise; details may travel in base64.
  const Limits limits;
  for (const std::size_t length : {1U, 100U, 300U, 100'000U}) {
    const Failures failures(500, Failure{Reason::kInvalidInput, "portfolio.projects[3]", std::string(length, 'x')});
    const grpc::Status status = ToStatus(failures, "r7", limits);
    EXPECT_LT(status.error_message().size() + status.error_details().size() * 4 / 3, 7'500U) << length;
    v1::ErrorDetail detail;
    ASSERT_TRUE(detail.ParseFromString(status.error_details()));
    EXPECT_GE(detail.violations_size(), 10) << length;
    EXPECT_EQ(detail.violations_size() + detail.omitted_violation_count(), 500) << length;
  }
}

TEST(Status, AMessageIsCutBetweenCharacters) {
  Limits limits;
  limits.max_violation_message_bytes = 4;
  const grpc::Status status = ToStatus({{Reason::kInvalidInput, "", "ab\xe2\x82\xac\xe2\x82\xac"}}, "r7", limits);
  EXPECT_EQ(status.error_message(), "ab...");
}

TEST(Status, ADefectTellsTheCallerOnlyTheRequestsName) {
  const grpc::Status status = InternalStatus("r9");
  v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(status.error_details()));
  EXPECT_EQ(detail.request_id(), "r9");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), HasSubstr("r9"));
}

TEST(Status, ReasonsOfTheEngineAndTheContractAreTheSameNumbers) {
  EXPECT_EQ(static_cast<int>(Reason::kInvalidInput), v1::FAILURE_REASON_INVALID_INPUT);
  EXPECT_EQ(static_cast<int>(Reason::kMissingData), v1::FAILURE_REASON_MISSING_DATA);
  EXPECT_EQ(static_cast<int>(Reason::kNotApplicable), v1::FAILURE_REASON_NOT_APPLICABLE);
  EXPECT_EQ(static_cast<int>(Reason::kNotConverged), v1::FAILURE_REASON_NOT_CONVERGED);
  EXPECT_EQ(static_cast<int>(Reason::kResourceLimit), v1::FAILURE_REASON_RESOURCE_LIMIT);
  EXPECT_EQ(static_cast<int>(Reason::kCancelled), v1::FAILURE_REASON_CANCELLED);
  EXPECT_EQ(static_cast<int>(Reason::kInternal), v1::FAILURE_REASON_INTERNAL);
}

}  // namespace
}  // namespace calanque::service
