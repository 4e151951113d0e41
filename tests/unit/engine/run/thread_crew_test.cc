#include "engine/run/thread_crew.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

namespace calanque::run {
namespace {

/// A share that the test sets.
struct Share {
  std::atomic<int> threads = 1;
  [[nodiscard]] ThreadShare AsShare() const {
    return {[](const void* self) { return static_cast<const Share*>(self)->threads.load(); }, this};
  }
};

/// Waits until `condition`, or fails the test after a minute: never on a timing.
template <typename Condition>
void WaitFor(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!condition() && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_TRUE(condition());
}

TEST(ThreadCrew, DealsEachItemOnceAndNeverAThreadTwiceAtATime) {
  std::vector<std::atomic<int>> done(5'000);
  std::vector<std::atomic<int>> busy(4);
  const ThreadCrew crew(4, {});
  EXPECT_TRUE(crew.Deal(done.size(), [&](std::size_t thread, std::size_t item) {
    EXPECT_EQ(busy[thread]++, 0);
    ++done[item];
    --busy[thread];
    return true;
  }));
  for (const auto& count : done) EXPECT_EQ(count, 1);
  EXPECT_TRUE(crew.Deal(0, [](std::size_t, std::size_t) { return false; }));
}

TEST(ThreadCrew, ThreadsJoinWhenTheShareRises) {
  Share share;
  std::atomic<int> most_at_once = 0;
  std::atomic<int> at_once = 0;
  const ThreadCrew crew(3, share.AsShare());
  crew.Deal(100, [&](std::size_t, std::size_t item) {
    if (item == 0) {
      EXPECT_EQ(at_once, 0);
      share.threads = 3;
      return true;
    }
    const int now = ++at_once;
    for (int most = most_at_once; now > most && !most_at_once.compare_exchange_weak(most, now);) {
    }
    if (most_at_once < 3) WaitFor([&] { return most_at_once == 3; });  // All three are at work together.
    --at_once;
    return true;
  });
  EXPECT_EQ(most_at_once, 3);
}

TEST(ThreadCrew, ThreadsLeaveWhenTheShareFalls) {
  Share share;
  share.threads = 3;
  std::atomic<int> here = 0;
  std::atomic<bool> is_reduced = false;
  std::atomic<int> by_others = 0;
  const ThreadCrew crew(3, share.AsShare());
  crew.Deal(1'000, [&](std::size_t thread, std::size_t) {
    if (is_reduced) {
      if (thread != 0) ++by_others;
      return true;
    }
    ++here;
    WaitFor([&] { return here >= 3; });  // All three are at work.
    share.threads = 1;
    is_reduced = true;
    return true;
  });
  EXPECT_GE(here, 3);
  EXPECT_LE(by_others, 2);  // An item each that was under way.
}

TEST(ThreadCrew, AShareOfNoneIsOneAndOfManyIsTheMost) {
  const ThreadShare none{[](const void*) { return 0; }, nullptr};
  const ThreadShare many{[](const void*) { return 100; }, nullptr};
  EXPECT_EQ(none(8), 1);
  EXPECT_EQ(many(8), 8);
  EXPECT_EQ(ThreadShare()(8), 8);
  EXPECT_EQ(ThreadShare()(0), 1);
}

TEST(ThreadCrew, StopEndsTheDeal) {
  std::atomic<int> called = 0;
  EXPECT_FALSE(ThreadCrew(2, {}).Deal(1'000'000, [&](std::size_t, std::size_t) { return ++called < 10; }));
  EXPECT_LE(called, 11);
}

TEST(ThreadCrew, WhatAThreadThrowsIsThrownToTheCaller) {
  for (const int threads : {1, 3}) {
    EXPECT_THROW(ThreadCrew(threads, {})
                     .Deal(1'000,
                           [&](std::size_t, std::size_t item) {
                             if (item == 7) throw std::runtime_error("seven");
                             return true;
                           }),
                 std::runtime_error);
  }
}

}  // namespace
}  // namespace calanque::run
