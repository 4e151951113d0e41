#include "clients/cli/report.h"

#include <gtest/gtest.h>

#include "calanque/v1/appraisal_service.pb.h"

namespace calanque::cli {
namespace {

const std::string kFolder = CALANQUE_SOURCE_DIR "/tests/clients/cli/data/small/";

ScenarioFile ReadSmall() {
  v1::AppraisePortfolioRequest request;
  Problems problems;
  ScenarioFile scenario = ReadScenario(kFolder, service::Limits(), request, problems);
  EXPECT_TRUE(problems.empty());
  return scenario;
}

v1::Violation ViolationAt(const std::string& path) {
  v1::Violation violation;
  violation.set_field_path(path);
  violation.set_message("is wrong");
  return violation;
}

/// Indices run over all files: the first party stands in the included file, the second in the scenario's own.
TEST(RequestSources, FindsPlacesOverFiles) {
  const ScenarioFile scenario = ReadSmall();
  const RequestSources sources({{"", &scenario, ""}});
  EXPECT_EQ(Render(sources.Locate(ViolationAt("portfolio.parties[0].id"))),
            kFolder + "assumptions.yaml:4:12: portfolio.parties[0].id: is wrong");
  EXPECT_EQ(Render(sources.Locate(ViolationAt("portfolio.parties[1].id"))),
            kFolder + "scenario.yaml:9:12: portfolio.parties[1].id: is wrong");
  EXPECT_EQ(Render(sources.Locate(ViolationAt("assumptions.discount_rates[0].stepped"))),
            kFolder + "assumptions.yaml:7:7: assumptions.discount_rates[0].stepped: is wrong");
}

TEST(RequestSources, TakesThePrefixOffAndKnowsWhatTheCommandLineSet) {
  const ScenarioFile scenario = ReadSmall();
  const RequestSources sources({{"cases[1]", &scenario, ""}, {"cases[1].options.metric_names", nullptr, "--metric"}});
  EXPECT_EQ(Render(sources.Locate(ViolationAt("cases[1].portfolio.id"))),
            kFolder + "scenario.yaml:4:7: portfolio.id: is wrong");
  EXPECT_EQ(Render(sources.Locate(ViolationAt("cases[1].options.metric_names[0]"))), "--metric: is wrong");
  EXPECT_EQ(Render(sources.Locate(ViolationAt("cases[10].portfolio.id"))), "cases[10].portfolio.id: is wrong");
}

grpc::Status StatusOf(grpc::StatusCode code) { return {code, "because"}; }

/// Scripts branch on these numbers.
TEST(ReportStatus, MapsCodesToExitCodes) {
  const RequestSources none({});
  EXPECT_EQ(ReportStatus(StatusOf(grpc::StatusCode::INVALID_ARGUMENT), none), ExitCode::kInputWrong);
  EXPECT_EQ(ReportStatus(StatusOf(grpc::StatusCode::UNAVAILABLE), none), ExitCode::kServerUnreachable);
  EXPECT_EQ(ReportStatus(StatusOf(grpc::StatusCode::RESOURCE_EXHAUSTED), none), ExitCode::kServerRefused);
  EXPECT_EQ(ReportStatus(StatusOf(grpc::StatusCode::DEADLINE_EXCEEDED), none), ExitCode::kServerRefused);
  EXPECT_EQ(ReportStatus(StatusOf(grpc::StatusCode::INTERNAL), none), ExitCode::kServerRefused);
}

/// All violations, in the order of the file, whatever order the server sent; what it left out is counted.
TEST(ReportStatus, PrintsEveryViolationInTheOrderOfTheFile) {
  const ScenarioFile scenario = ReadSmall();
  v1::ErrorDetail detail;
  *detail.add_violations() = ViolationAt("options.valuation_date");
  *detail.add_violations() = ViolationAt("portfolio.id");
  detail.set_omitted_violation_count(7);
  ::testing::internal::CaptureStderr();
  ReportStatus({grpc::StatusCode::INVALID_ARGUMENT, "two", detail.SerializeAsString()},
               RequestSources({{"", &scenario, ""}}));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            kFolder + "scenario.yaml:4:7: portfolio.id: is wrong\n" + kFolder +
                "scenario.yaml:34:19: options.valuation_date: is wrong\n2 problems, and 7 more\n");
}

}  // namespace
}  // namespace calanque::cli
