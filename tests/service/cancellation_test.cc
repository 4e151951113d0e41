// How long a call goes on after its caller has left: the longest time between two polls of the stop, over every stage
// of a call that takes one.

#include <gtest/gtest.h>

#include "engine/run/evaluate.h"
#include "service/convert/to_proto.h"
#include "service/prepare.h"
#include "tests/service/good_request.h"
#include "tests/service/poll_watch.h"

namespace calanque::service {
namespace {

using testing::kMostSecondsUnasked;
using testing::PollCountdown;
using testing::PollWatch;

class Cancellation : public ::testing::Test {
 protected:
  /// Large enough for a stage without a poll to show, small enough for builds with sanitizers.
  static v1::AppraisePortfolioRequest Request() { return testing::LargeRequest(1'000, 40); }
};

TEST_F(Cancellation, IsSeenWithin50MillisecondsWhilePreparing) {
  const v1::AppraisePortfolioRequest request = Request();
  PollWatch watch;
  ASSERT_TRUE(Prepare(request, FieldPath(), {}, watch.Poll()));
  watch.Ask();
  EXPECT_LT(watch.longest_seconds(), kMostSecondsUnasked);
}

TEST_F(Cancellation, IsSeenWithin50MillisecondsWhileEvaluating) {
  const auto prepared = Prepare(Request(), FieldPath(), {});
  ASSERT_TRUE(prepared);
  PollWatch watch;
  ASSERT_TRUE(run::Evaluate(prepared->plan, watch.Poll()));
  watch.Ask();
  EXPECT_LT(watch.longest_seconds(), kMostSecondsUnasked);
}

TEST_F(Cancellation, IsSeenWithin50MillisecondsWhileAnswering) {
  const auto prepared = Prepare(Request(), FieldPath(), {});
  ASSERT_TRUE(prepared);
  const auto cells = run::Evaluate(prepared->plan);
  ASSERT_TRUE(cells);
  v1::AppraisePortfolioResponse response;
  PollWatch watch;
  ASSERT_TRUE(FillAppraisal(prepared->plan, *cells, response, watch.Poll()));
  watch.Ask();
  EXPECT_LT(watch.longest_seconds(), kMostSecondsUnasked);
}

TEST_F(Cancellation, StopsPreparingWhereverItComes) {
  const v1::AppraisePortfolioRequest request = testing::LargeRequest(20, 12);
  PollWatch watch;
  ASSERT_TRUE(Prepare(request, FieldPath(), {}, watch.Poll()));
  for (long asked = 0; asked < watch.asked(); ++asked) {
    const PollCountdown countdown{asked};
    const auto prepared = Prepare(request, FieldPath(), {}, countdown.Poll());
    ASSERT_FALSE(prepared) << asked;
    ASSERT_EQ(prepared.error().size(), 1U) << asked;
    EXPECT_EQ(prepared.error()[0].reason, Reason::kCancelled) << asked;
  }
}

TEST_F(Cancellation, StopsEvaluatingWhereverItComes) {
  const auto prepared = Prepare(testing::LargeRequest(20, 12), FieldPath(), {});
  ASSERT_TRUE(prepared);
  PollWatch watch;
  ASSERT_TRUE(run::Evaluate(prepared->plan, watch.Poll()));
  for (long asked = 0; asked < watch.asked(); ++asked) {
    const PollCountdown countdown{asked};
    const auto cells = run::Evaluate(prepared->plan, countdown.Poll());
    ASSERT_FALSE(cells) << asked;
    EXPECT_EQ(cells.error().reason, Reason::kCancelled) << asked;
  }
}

}  // namespace
}  // namespace calanque::service
