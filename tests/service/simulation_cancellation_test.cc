// How long a simulation goes on after its caller has left, over every stage of one, those of a large portfolio too.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "service/simulation_call.h"
#include "tests/service/good_request.h"
#include "tests/service/poll_watch.h"

namespace calanque::service {
namespace {

using testing::kMostSecondsUnasked;
using testing::PollCountdown;
using testing::PollWatch;

/// Beside what moves the sample: delays, each a compilation more, and a search.
constexpr const char* kMore = R"pb(
  drivers {
    id: "late"
    draw {
      discrete {
        values: [ 0, 1, 2 ]
        probabilities: [ 0.5, 0.25, 0.25 ]
      }
    }
    delay { cost_growth_real_fraction_per_year: 0.02 }
    own_share_fraction: 1
  }
  reverse_stresses {
    id: "how-dear"
    driver { driver_id: "gas" value: 2 }
    limit { metric_name: "npv_amount" perspective_id: "city" least_value: -1e12 }
  }
)pb";

v1::SimulateRequest LargeSimulation(int project_count, int period_count) {
  v1::SimulateRequest request;
  *request.mutable_appraisal() = testing::LargeRequest(project_count, period_count);
  *request.mutable_risk() = testing::GoodRisk();
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(kMore, request.mutable_risk()));
  for (int i = 1; i < 20; ++i) {
    *request.mutable_risk()->add_stresses() = request.risk().stresses(0);
    request.mutable_risk()->mutable_stresses(i)->set_id("shock" + std::to_string(i));
  }
  request.mutable_options()->set_path_count(3'000);
  request.mutable_options()->set_seed(7);
  request.mutable_sensitivity()->set_path_count(2);
  return request;
}

TEST(SimulationCancellation, IsSeenWithin50MillisecondsWhileSettingUp) {
  const v1::SimulateRequest request = LargeSimulation(150, 40);
  PollWatch watch;
  const auto setup = SetUpSimulation(request, {}, watch.Poll());
  watch.Ask();
  ASSERT_TRUE(setup) << setup.error().front().field_path << ' ' << setup.error().front().message;
  EXPECT_LT(watch.longest_seconds(), kMostSecondsUnasked);
}

TEST(SimulationCancellation, IsSeenWithin50MillisecondsWhileRunning) {
  const v1::SimulateRequest request = LargeSimulation(150, 40);
  const auto setup = SetUpSimulation(request, {}, {});
  ASSERT_TRUE(setup);
  PollWatch watch;
  v1::SimulationResult result;
  const Failures failures = RunSimulation(request, *setup, {1, watch.Poll(), {}, {}}, result);
  watch.Ask();
  ASSERT_TRUE(failures.empty()) << failures.front().field_path << ' ' << failures.front().message;
  EXPECT_LT(watch.longest_seconds(), kMostSecondsUnasked);
}

// At questions of every stage: whatever is under way is left without an answer, and without harm.
TEST(SimulationCancellation, StopsWhereverItComes) {
  v1::SimulateRequest request = LargeSimulation(2, 12);
  request.mutable_options()->set_path_count(2'000);
  request.mutable_options()->set_project_future_count(10);
  const auto setup = SetUpSimulation(request, {}, {});
  ASSERT_TRUE(setup);
  PollWatch watch;
  v1::SimulationResult whole;
  ASSERT_TRUE(RunSimulation(request, *setup, {1, watch.Poll(), {}, {}}, whole).empty());
  ASSERT_GT(watch.asked(), 100);
  constexpr long kApart = 7;
  for (long asked = 0; asked < watch.asked(); asked += kApart) {
    const PollCountdown countdown{asked};
    v1::SimulationResult result;
    const Failures failures = RunSimulation(request, *setup, {1, countdown.Poll(), {}, {}}, result);
    ASSERT_EQ(failures.size(), 1U) << asked;
    ASSERT_EQ(failures.front().reason, Reason::kCancelled) << asked;
  }
}

}  // namespace
}  // namespace calanque::service
