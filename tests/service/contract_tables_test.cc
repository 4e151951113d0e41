// Contract tables through the service: everything wrong at once, and no finding in the tables Calanque itself fills.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "calanque/v1/planning_service.grpc.pb.h"
#include "service/in_process.h"
#include "tests/service/good_request.h"
#include "tests/service/violations.h"

namespace calanque::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::PathsOf;
using ::testing::UnorderedElementsAre;

class ContractTablesTest : public ::testing::Test {
 protected:
  ContractTablesTest() : stub_(v1::PlanningService::NewStub(server_.Channel())) {}

  grpc::Status Audit(const v1::AuditContractTablesRequest& request, v1::AuditContractTablesResponse& response) {
    grpc::ClientContext context;
    return stub_->AuditContractTables(&context, request, &response);
  }
  grpc::Status Build(const v1::BuildContractTablesRequest& request, v1::BuildContractTablesResponse& response) {
    grpc::ClientContext context;
    return stub_->BuildContractTables(&context, request, &response);
  }

  InProcessServer server_;
  std::unique_ptr<v1::PlanningService::Stub> stub_;
};

TEST_F(ContractTablesTest, AllThatIsWrongIsSaidAtOnce) {
  v1::AuditContractTablesRequest request;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        tables {
          id: "T6"
          base_year: 20190
          columns { heading: "Capital" meaning: CONTRACT_MEANING_CAPITAL unit: "million" }
          columns { heading: "Tonnes" meaning: CONTRACT_MEANING_IMPACT unit: "M EUR" }
          columns { unit: "t" }
          rows {
            label: "one"
            figures { amount: 1 }
          }
          rows {
            label: "two"
            figures { amount: 1 }
            figures { amount: 1 decimals_count: 18 }
            figures {}
          }
          quotes {
            column_heading: "Cost"
            figure { amount: 1 }
          }
        }
        tables { id: "T6" inhabitant_count: -1 }
      )pb",
      &request));
  v1::AuditContractTablesResponse response;
  const auto status = Audit(request, response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(
      PathsOf(status),
      UnorderedElementsAre("tables[0].base_year", "tables[0].columns[0].unit", "tables[0].columns[1].unit",
                           "tables[0].columns[2].heading", "tables[0].columns[2].meaning", "tables[0].rows[0].figures",
                           "tables[0].rows[1].figures[1].decimals_count", "tables[0].quotes[0].column_heading",
                           "tables[1].id", "tables[1].inhabitant_count", "tables[1].columns"));
}

TEST_F(ContractTablesTest, NothingToAuditIsRefused) {
  v1::AuditContractTablesResponse response;
  EXPECT_THAT(PathsOf(Audit({}, response)), ElementsAre("tables"));
}

TEST_F(ContractTablesTest, NoFindingInTheTablesThatAreBuilt) {
  v1::BuildContractTablesRequest request;
  *request.mutable_appraisal() = testing::GoodRequest();
  v1::BuildContractTablesResponse built;
  const auto status = Build(request, built);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(built.tables_size(), 8);
  v1::AuditContractTablesRequest audit;
  *audit.mutable_tables() = built.tables();
  v1::AuditContractTablesResponse response;
  ASSERT_TRUE(Audit(audit, response).ok());
  EXPECT_GT(response.figures_count(), 0);
  EXPECT_THAT(response.findings(), IsEmpty()) << response.DebugString();
}

TEST_F(ContractTablesTest, UnknownPerspectivesAreNamed) {
  v1::BuildContractTablesRequest request;
  *request.mutable_appraisal() = testing::GoodRequest();
  request.set_municipality_perspective_id("nobody");
  request.set_economy_perspective_id("nothing");
  v1::BuildContractTablesResponse response;
  EXPECT_THAT(PathsOf(Build(request, response)),
              UnorderedElementsAre("municipality_perspective_id", "economy_perspective_id"));
}

}  // namespace
}  // namespace calanque::service
