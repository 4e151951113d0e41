// What an error says is wrong.
#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calanque/v1/error.pb.h"

namespace calanque::testing {

/// Paths of all violations, in their order.
inline std::vector<std::string> PathsOf(const grpc::Status& status) {
  v1::ErrorDetail detail;
  EXPECT_TRUE(detail.ParseFromString(status.error_details()));
  EXPECT_FALSE(detail.request_id().empty());
  std::vector<std::string> paths;
  for (const v1::Violation& violation : detail.violations()) paths.push_back(violation.field_path());
  return paths;
}

}  // namespace calanque::testing
