// How long a call goes on after its caller has left: the longest time between two polls of the stop, over every stage
// of a call that takes one.

#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>

#include "engine/run/evaluate.h"
#include "service/convert/to_proto.h"
#include "service/prepare.h"
#include "tests/service/good_request.h"

namespace calanque::service {
namespace {

/// CPU time of this thread: other work of the machine does not count.
double SecondsNow() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Never says stop, and measures how long nobody asked.
struct Stopwatch {
  double last = SecondsNow();
  double longest = 0.0;
  long asked = 0;

  void Ask() {
    const double now = SecondsNow();
    longest = std::max(longest, now - last);
    last = now;
    ++asked;
  }
  [[nodiscard]] StopPoll Poll() {
    return {[](const void* self) {
              const_cast<Stopwatch*>(static_cast<const Stopwatch*>(self))->Ask();
              return false;
            },
            this};
  }
};

/// Stops at the n-th question.
struct Countdown {
  mutable long left = 0;

  [[nodiscard]] StopPoll Poll() const {
    return {[](const void* self) { return --static_cast<const Countdown*>(self)->left < 0; }, this};
  }
};

constexpr double kMostSeconds = 0.05;

class Cancellation : public ::testing::Test {
 protected:
  /// Large enough for a stage without a poll to show, small enough for builds with sanitizers.
  static v1::AppraisePortfolioRequest Request() { return testing::LargeRequest(1'000, 40); }
};

TEST_F(Cancellation, IsSeenWithin50MillisecondsWhilePreparing) {
  const v1::AppraisePortfolioRequest request = Request();
  Stopwatch watch;
  ASSERT_TRUE(Prepare(request, FieldPath(), {}, watch.Poll()));
  watch.Ask();
  EXPECT_LT(watch.longest, kMostSeconds);
}

TEST_F(Cancellation, IsSeenWithin50MillisecondsWhileEvaluating) {
  const auto prepared = Prepare(Request(), FieldPath(), {});
  ASSERT_TRUE(prepared);
  Stopwatch watch;
  ASSERT_TRUE(run::Evaluate(prepared->plan, watch.Poll()));
  watch.Ask();
  EXPECT_LT(watch.longest, kMostSeconds);
}

TEST_F(Cancellation, IsSeenWithin50MillisecondsWhileAnswering) {
  const auto prepared = Prepare(Request(), FieldPath(), {});
  ASSERT_TRUE(prepared);
  const auto cells = run::Evaluate(prepared->plan);
  ASSERT_TRUE(cells);
  v1::AppraisePortfolioResponse response;
  Stopwatch watch;
  ASSERT_TRUE(FillAppraisal(prepared->plan, *cells, response, watch.Poll()));
  watch.Ask();
  EXPECT_LT(watch.longest, kMostSeconds);
}

TEST_F(Cancellation, StopsPreparingWhereverItComes) {
  const v1::AppraisePortfolioRequest request = testing::LargeRequest(20, 12);
  Stopwatch watch;
  ASSERT_TRUE(Prepare(request, FieldPath(), {}, watch.Poll()));
  for (long asked = 0; asked < watch.asked; ++asked) {
    const Countdown countdown{asked};
    const auto prepared = Prepare(request, FieldPath(), {}, countdown.Poll());
    ASSERT_FALSE(prepared) << asked;
    ASSERT_EQ(prepared.error().size(), 1U) << asked;
    EXPECT_EQ(prepared.error()[0].reason, Reason::kCancelled) << asked;
  }
}

TEST_F(Cancellation, StopsEvaluatingWhereverItComes) {
  const auto prepared = Prepare(testing::LargeRequest(20, 12), FieldPath(), {});
  ASSERT_TRUE(prepared);
  Stopwatch watch;
  ASSERT_TRUE(run::Evaluate(prepared->plan, watch.Poll()));
  for (long asked = 0; asked < watch.asked; ++asked) {
    const Countdown countdown{asked};
    const auto cells = run::Evaluate(prepared->plan, countdown.Poll());
    ASSERT_FALSE(cells) << asked;
    EXPECT_EQ(cells.error().reason, Reason::kCancelled) << asked;
  }
}

}  // namespace
}  // namespace calanque::service
