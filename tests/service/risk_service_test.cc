// Simulations through the service: order of the stream, every violation with its place, the same bytes for the same
// seed, and threads that are free soon after the caller has left.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <ctime>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "calanque/v1/risk_service.grpc.pb.h"
#include "service/in_process.h"
#include "service/server.h"
#include "tests/service/good_request.h"
#include "tests/service/violations.h"

namespace calanque::service {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

v1::SimulateRequest Request(std::int64_t path_count) {
  v1::SimulateRequest request;
  *request.mutable_appraisal() = testing::GoodRequest();
  *request.mutable_risk() = testing::GoodRisk();
  request.mutable_options()->set_path_count(path_count);
  request.mutable_options()->set_seed(7);
  return request;
}

struct Answer {
  grpc::Status status;
  std::vector<v1::SimulateResponse> messages;

  [[nodiscard]] const v1::SimulationResult& result() const { return messages.back().result(); }
  [[nodiscard]] std::vector<std::string> paths() const { return testing::PathsOf(status); }
};

Answer Simulate(v1::RiskService::Stub& stub, const v1::SimulateRequest& request) {
  grpc::ClientContext context;
  const auto stream = stub.Simulate(&context, request);
  Answer answer;
  for (v1::SimulateResponse message; stream->Read(&message);) answer.messages.push_back(message);
  answer.status = stream->Finish();
  return answer;
}

class RiskServiceTest : public ::testing::Test {
 protected:
  explicit RiskServiceTest(const Limits& limits = {})
      : server_(limits), stub_(v1::RiskService::NewStub(server_.Channel())) {}

  Answer Simulate(const v1::SimulateRequest& request) { return service::Simulate(*stub_, request); }

  InProcessServer server_;
  std::unique_ptr<v1::RiskService::Stub> stub_;
};

TEST_F(RiskServiceTest, TellsProgressThenOneResult) {
  const Answer answer = Simulate(Request(200'000));
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_GE(answer.messages.size(), 2U);
  std::int64_t done = 0;
  for (std::size_t i = 0; i + 1 < answer.messages.size(); ++i) {
    ASSERT_TRUE(answer.messages[i].has_progress()) << i;
    const v1::SimulationProgress& progress = answer.messages[i].progress();
    EXPECT_GT(progress.path_count(), done);
    EXPECT_EQ(progress.total_path_count(), 200'000);
    EXPECT_GE(progress.time_left_seconds(), 0.0);
    EXPECT_GT(progress.standard_error_amount(), 0.0);
    EXPECT_EQ(progress.quantile_amounts_size(), 5);
    done = progress.path_count();
  }
  ASSERT_TRUE(answer.messages.back().has_result());
  const v1::SimulationResult& result = answer.result();
  EXPECT_EQ(result.path_count(), 200'000);
  EXPECT_EQ(result.label(), "sample");
  EXPECT_EQ(result.options().seed(), 7U);
  EXPECT_THAT(result.options().quantile_probabilities(), ElementsAre(0.05, 0.10, 0.50, 0.90, 0.95));
  EXPECT_EQ(result.input_hash().size(), 64U);
  EXPECT_THAT(result.conventions().statements(), Contains(HasSubstr("seed 7")));
}

// A slip between engine and proto would swap two figures of a distribution.
TEST_F(RiskServiceTest, FiguresOfADistributionFitTogether) {
  const v1::SimulateRequest request = Request(4'000);
  const Answer answer = Simulate(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  const v1::SimulationResult& result = answer.result();
  bool has_portfolio = false;
  for (const auto& figure : result.figures()) {
    if (figure.metric_name() != "npv_amount") continue;
    has_portfolio = has_portfolio || figure.project_id().empty();
    EXPECT_EQ(figure.unit(), "EUR");
    EXPECT_EQ(figure.path_count() + figure.missing_path_count(), 4'000);
    ASSERT_EQ(figure.quantiles_size(), 5);
    EXPECT_LE(figure.minimum(), figure.quantiles(0));
    for (int i = 1; i < 5; ++i) EXPECT_LE(figure.quantiles(i - 1), figure.quantiles(i));
    EXPECT_LE(figure.quantiles(4), figure.maximum());
    EXPECT_NEAR(figure.standard_error(), figure.standard_deviation() / std::sqrt(4'000.0),
                1e-3 * figure.standard_error());
    EXPECT_NEAR(figure.value_at_risk(), figure.mean() - figure.quantiles(0), 1e-9 * std::abs(figure.mean()));
    EXPECT_GE(figure.expected_shortfall(), figure.value_at_risk());
    EXPECT_EQ(figure.histogram_edges_size(), figure.histogram_counts_size() + 1);
  }
  EXPECT_TRUE(has_portfolio);
  EXPECT_EQ(result.tornado_size(), request.risk().drivers_size() * result.perspective_names_size());
  ASSERT_EQ(result.stresses_size(), 1);
  EXPECT_EQ(result.stresses(0).npv_amounts_size(), result.perspective_names_size());
  double share = 0.0;
  for (const auto& one : result.contributions()) share += one.perspective_id() == "economy" ? one.share_fraction() : 0;
  EXPECT_NEAR(share, 1.0, 1e-6);
  for (const auto& years : result.years()) {
    EXPECT_EQ(years.first_year(), 2025);
    EXPECT_EQ(years.quantiles_size(), 5 * years.means_size());
  }
}

TEST_F(RiskServiceTest, SameSeedSameBytesWhateverTheThreads) {
  const v1::SimulateRequest request = Request(20'000);
  const auto bytes = [&](int workers) {
    Limits limits;
    limits.simulation_workers = workers;
    InProcessServer server(limits);
    const auto stub = v1::RiskService::NewStub(server.Channel());
    const Answer answer = service::Simulate(*stub, request);
    EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
    return answer.result().SerializeAsString();
  };
  const std::string alone = bytes(1);
  EXPECT_EQ(bytes(1), alone);
  EXPECT_EQ(bytes(3), alone);
  v1::SimulateRequest other = request;
  other.mutable_options()->set_seed(8);
  EXPECT_NE(Simulate(other).result().SerializeAsString(), alone);
}

TEST_F(RiskServiceTest, ATargetErrorEndsItEarly) {
  v1::SimulateRequest request = Request(1'000'000);
  request.mutable_options()->set_target_standard_error_fraction(0.5);
  const Answer answer = Simulate(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  EXPECT_TRUE(answer.result().is_target_error_met());
  EXPECT_LT(answer.result().path_count(), 1'000'000);
}

TEST_F(RiskServiceTest, ValidateOnlyAnswersNoFigures) {
  v1::SimulateRequest request = Request(10'000'000);
  request.mutable_appraisal()->set_validate_only(true);
  const Answer answer = Simulate(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  ASSERT_EQ(answer.messages.size(), 1U);
  EXPECT_THAT(answer.result().figures(), IsEmpty());
  EXPECT_EQ(answer.result().path_count(), 0);
  EXPECT_EQ(answer.result().options().path_count(), 10'000'000);
}

TEST_F(RiskServiceTest, ValidateOnlyFindsACorrelationThatIsNone) {
  v1::SimulateRequest request = Request(10'000'000);
  request.mutable_appraisal()->set_validate_only(true);
  // Two things that move as one cannot move against each other through a third.
  for (const auto& [first, second, value] :
       {std::tuple("gas", "prices", 0.9), std::tuple("gas", "overrun", 0.9), std::tuple("prices", "overrun", -0.9)}) {
    auto& pair = first == std::string("gas") && second == std::string("prices")
                     ? *request.mutable_risk()->mutable_correlations(0)
                     : *request.mutable_risk()->add_correlations();
    pair.set_first_driver_id(first);
    pair.set_second_driver_id(second);
    pair.set_correlation(value);
  }
  const Answer answer = Simulate(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.status.error_message(), AllOf(HasSubstr("risk.correlations"), HasSubstr("eigenvalue")));
  request.mutable_risk()->set_repairs_correlation(true);
  const Answer repaired = Simulate(request);
  ASSERT_TRUE(repaired.status.ok()) << repaired.status.error_message();
  EXPECT_FALSE(repaired.result().warnings().empty());
}

TEST_F(RiskServiceTest, EveryViolationIsNamedAtOnceAsItIsWritten) {
  v1::SimulateRequest request = Request(0);
  v1::RiskModel& risk = *request.mutable_risk();
  risk.mutable_drivers(0)->mutable_geometric_brownian()->set_volatility_per_sqrt_year(-0.2);
  risk.mutable_drivers(2)->mutable_draw()->mutable_lognormal()->set_median(-1.0);
  risk.mutable_drivers(2)->mutable_quantity()->add_project_ids("nowhere");
  risk.mutable_drivers(3)->mutable_draw()->mutable_discrete()->set_probabilities(0, 1.25);
  risk.mutable_correlations(0)->set_correlation(1.5);
  risk.mutable_stresses(0)->mutable_drivers(0)->set_driver_id("oil");
  request.mutable_options()->set_tail_probability(1.5);
  const Answer answer = Simulate(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.messages, IsEmpty());
  EXPECT_THAT(answer.paths(),
              IsSupersetOf({"options.path_count", "options.tail_probability",
                            "risk.drivers[0].geometric_brownian.volatility_per_sqrt_year",
                            "risk.drivers[2].draw.lognormal.median", "risk.drivers[2].quantity.project_ids[0]",
                            "risk.drivers[3].draw.discrete.probabilities[0]", "risk.correlations[0].correlation",
                            "risk.stresses[0].drivers[0].driver_id"}));
}

TEST_F(RiskServiceTest, AnUnfinishedDriverSaysWhatIsExpected) {
  v1::SimulateRequest request = Request(10);
  request.mutable_risk()->add_drivers()->set_id("nothing");
  request.clear_options();
  const Answer answer = Simulate(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(answer.paths(), IsSupersetOf({"options", "risk.drivers[4]", "risk.drivers[4]"}));
}

TEST_F(RiskServiceTest, NumbersThatAreNoneAreRefused) {
  v1::SimulateRequest request = Request(10);
  request.mutable_risk()->mutable_stresses(0)->mutable_drivers(0)->set_value(std::nan(""));
  EXPECT_THAT(Simulate(request).paths(), ElementsAre("risk.stresses[0].drivers[0].value"));
}

void AddReverse(const std::string& text, v1::SimulateRequest& request) {
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.mutable_risk()->add_reverse_stresses()));
}

// Groups, indices and moves arrive with names and units, in the request's order.
TEST_F(RiskServiceTest, IndicesAndReverseStressesAreInTheAnswer) {
  v1::SimulateRequest request = Request(100);
  const std::string perspective = request.appraisal().portfolio().perspectives(0).id();
  AddReverse("id: 'far' stress_id: 'shock' limit { metric_name: 'npv_amount' perspective_id: '" + perspective +
                 "' least_value: -1e14 }",
             request);
  request.mutable_sensitivity()->set_path_count(500);
  const Answer answer = Simulate(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  const v1::SimulationResult& result = answer.result();
  ASSERT_EQ(result.sensitivity_groups_size(), 3);
  EXPECT_THAT(result.sensitivity_groups(0).driver_ids(), ElementsAre("gas", "prices")) << "they are correlated";
  ASSERT_GT(result.sensitivities_size(), 0);
  EXPECT_EQ(result.sensitivities(0).total_fractions_size(), 3);
  EXPECT_EQ(result.sensitivities(0).path_count(), 500);
  ASSERT_EQ(result.reverse_stresses_size(), 1);
  EXPECT_EQ(result.reverse_stresses(0).unit(), result.conventions().currency_code());
  EXPECT_THAT(result.reverse_stresses(0).failure().message(), HasSubstr("no move breaks the limit"));
  EXPECT_EQ(result.reverse_stress_names(0).id(), "far");
  int portfolio_figures = 0;
  for (const auto& figure : result.figures()) portfolio_figures += figure.project_id().empty() ? 1 : 0;
  EXPECT_EQ(result.tornado_figures_size(), 4 * portfolio_figures);
  EXPECT_EQ(result.stresses(0).figures_size(), portfolio_figures);
}

TEST_F(RiskServiceTest, ReverseStressesAndIndicesThatCannotBeAreNamedAtOnceAsTheyAreWritten) {
  v1::SimulateRequest request = Request(100);
  AddReverse("id: 'a'", request);
  EXPECT_THAT(Simulate(request).paths(), ElementsAre("risk.reverse_stresses[0]"));
  request.mutable_risk()->clear_reverse_stresses();
  AddReverse("id: 'a' driver { driver_id: 'gas' value: 1 } most_multiple_factor: -1 limit { metric_name: 'npv' }",
             request);
  request.mutable_sensitivity()->set_path_count(1);
  EXPECT_THAT(
      Simulate(request).paths(),
      IsSupersetOf({"sensitivity.path_count", "risk.reverse_stresses[0].driver.value",
                    "risk.reverse_stresses[0].most_multiple_factor", "risk.reverse_stresses[0].limit.metric_name",
                    "risk.reverse_stresses[0].limit.perspective_id", "risk.reverse_stresses[0].limit"}));
}

TEST_F(RiskServiceTest, FuturesOfProjectsAreHandedOverWhereAskedFor) {
  v1::SimulateRequest request = Request(50);
  EXPECT_EQ(Simulate(request).result().project_futures_size(), 0);
  request.mutable_options()->set_project_future_count(40);
  const Answer answer = Simulate(request);
  const v1::SimulationResult& result = answer.result();
  EXPECT_EQ(result.options().project_future_count(), 40);
  ASSERT_EQ(result.project_futures_size(), request.appraisal().portfolio().perspectives_size());
  EXPECT_EQ(result.project_futures(0).project_id(), "school");
  EXPECT_EQ(result.project_futures(0).npv_amounts_size(), 40);
  request.mutable_appraisal()->mutable_options()->set_omits_projects(true);
  EXPECT_THAT(Simulate(request).paths(), ElementsAre("options.project_future_count"));
  request.mutable_options()->set_project_future_count(51);
  EXPECT_THAT(Simulate(request).paths(), ElementsAre("options.project_future_count"));
}

TEST_F(RiskServiceTest, YearsOfProjectsAreToldWhereAskedFor) {
  v1::SimulateRequest request = Request(50);
  const auto projects_of = [](const v1::SimulationResult& result) {
    std::set<std::string> names;
    for (const v1::SimulatedYears& years : result.years()) {
      if (!years.project_id().empty()) names.insert(years.name());
    }
    return names;
  };
  EXPECT_THAT(projects_of(Simulate(request).result()), IsEmpty());
  request.mutable_options()->set_has_project_years(true);
  const Answer answer = Simulate(request);
  EXPECT_TRUE(answer.result().options().has_project_years());
  EXPECT_THAT(projects_of(answer.result()), IsSupersetOf({"net_cash_flow_amount", "financing_gap_amount"}));
  request.mutable_appraisal()->mutable_options()->set_omits_projects(true);
  EXPECT_THAT(Simulate(request).paths(), ElementsAre("options.has_project_years"));
}

// A bar that stands at its end while indices are estimated looks like a server that hangs.
TEST_F(RiskServiceTest, TellsProgressOfIndicesToo) {
  v1::SimulateRequest request = Request(1'000);
  request.mutable_sensitivity()->set_path_count(400'000);
  const Answer answer = Simulate(request);
  ASSERT_TRUE(answer.status.ok()) << answer.status.error_message();
  std::int64_t done = 0;
  for (const v1::SimulateResponse& message : answer.messages) {
    if (!message.has_progress()) continue;
    EXPECT_EQ(message.progress().total_sensitivity_path_count(), 400'000);
    EXPECT_GE(message.progress().sensitivity_path_count(), done);
    EXPECT_GE(message.progress().time_left_seconds(), 0.0);
    done = message.progress().sensitivity_path_count();
  }
  EXPECT_GT(done, 0);
  EXPECT_LE(done, 400'000);
}

TEST_F(RiskServiceTest, ATrillionPathsAreRefusedAndTheLimitIsNamed) {
  const Answer answer = Simulate(Request(1'000'000'000'000));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(answer.status.error_message(), AllOf(HasSubstr("options.path_count"), HasSubstr("10000000 paths")));
}

Limits LittleWork() {
  Limits limits;
  limits.max_simulated_cells = 1e6;
  limits.max_simulations = 0;
  return limits;
}

class BusyRiskServiceTest : public RiskServiceTest {
 protected:
  BusyRiskServiceTest() : RiskServiceTest(LittleWork()) {}
};

TEST_F(BusyRiskServiceTest, WorkAboveTheCapIsRefusedWithWhatWouldFit) {
  const Answer answer = Simulate(Request(1'000'000));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(answer.status.error_message(), AllOf(HasSubstr("options.path_count"), HasSubstr("expected at most")));
}

// Paths of indices count once per group and twice more.
TEST_F(BusyRiskServiceTest, PathsOfIndicesCountAgainstTheCap) {
  v1::SimulateRequest request = Request(1);
  request.mutable_sensitivity()->set_path_count(1'000'000);
  const Answer answer = Simulate(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(answer.status.error_message(), AllOf(HasSubstr("sensitivity.path_count"), HasSubstr("expected at most")));
}

// Each is a search of up to 165 evaluations, whatever the number of paths.
TEST_F(BusyRiskServiceTest, ReverseStressesCountAgainstTheCap) {
  v1::SimulateRequest request = Request(1);
  for (int i = 0; i < 200; ++i) {
    v1::ReverseStress& reverse = *request.mutable_risk()->add_reverse_stresses();
    reverse.set_id("far" + std::to_string(i));
    reverse.set_stress_id("shock");
    reverse.mutable_limit()->set_metric_name("npv_amount");
    reverse.mutable_limit()->set_perspective_id("city");
    reverse.mutable_limit()->set_least_value(-1e9);
  }
  const Answer answer = Simulate(request);
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(answer.status.error_message(), AllOf(HasSubstr("risk: asks for"), HasSubstr("200 reverse stresses")));
}

TEST_F(BusyRiskServiceTest, OneSimulationMoreThanMayRunIsRefused) {
  const Answer answer = Simulate(Request(10));
  EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(answer.status.error_message(), HasSubstr("its limit at once"));
}

/// CPU time of this process and all its threads, seconds.
double ProcessSeconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// How much work goes on after the caller has left; the wall clock of a busy machine would say more about its load.
void ExpectFreesThreads(bool has_deadline) {
  ServerOptions options;
  options.listen_address = "127.0.0.1:0";
  options.limits.simulation_workers = 2;
  const auto server = Server::Start(options).value();
  const auto channel =
      grpc::CreateChannel("127.0.0.1:" + std::to_string(server->port()), grpc::InsecureChannelCredentials());
  const auto stub = v1::RiskService::NewStub(channel);
  grpc::ClientContext context;
  if (has_deadline) context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(700));
  v1::SimulateRequest request = Request(10'000'000);
  const auto stream = stub->Simulate(&context, request);
  v1::SimulateResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_TRUE(message.has_progress());
  EXPECT_EQ(server->calls_in_flight(), 1);
  if (!has_deadline) context.TryCancel();
  while (stream->Read(&message)) EXPECT_FALSE(message.has_result());
  const auto code = stream->Finish().error_code();
  EXPECT_EQ(code, has_deadline ? grpc::StatusCode::DEADLINE_EXCEEDED : grpc::StatusCode::CANCELLED);
  const double start = ProcessSeconds();
  while (server->calls_in_flight() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_LT(ProcessSeconds() - start, 2 * 0.05) << "two workers, 50 ms each";
}

TEST(RiskServiceLeaving, ACancelFreesTheThreads) { ExpectFreesThreads(false); }

TEST(RiskServiceLeaving, ADeadlineFreesTheThreads) { ExpectFreesThreads(true); }

}  // namespace
}  // namespace calanque::service
