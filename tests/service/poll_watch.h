// How often a stage asks whether to stop, and what it does when told so.
#pragma once

#include <algorithm>
#include <ctime>

#include "engine/base/stop_poll.h"

namespace calanque::testing {

/// Never says stop, and measures how long nobody asked: CPU time of one thread, so that other work of the machine does
/// not count.
class PollWatch {
 public:
  [[nodiscard]] StopPoll Poll() {
    return {[](const void* self) {
              const_cast<PollWatch*>(static_cast<const PollWatch*>(self))->Ask();
              return false;
            },
            this};
  }
  /// As if it were asked: the stage has ended.
  void Ask() {
    const double now = SecondsNow();
    longest_seconds_ = std::max(longest_seconds_, now - last_);
    last_ = now;
    ++asked_;
  }
  [[nodiscard]] double longest_seconds() const { return longest_seconds_; }
  [[nodiscard]] long asked() const { return asked_; }

 private:
  static double SecondsNow() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
  }

  double last_ = SecondsNow();
  double longest_seconds_ = 0.0;
  long asked_ = 0;
};

/// Says stop from a question on.
struct PollCountdown {
  mutable long left = 0;

  [[nodiscard]] StopPoll Poll() const {
    return {[](const void* self) { return --static_cast<const PollCountdown*>(self)->left < 0; }, this};
  }
};

/// What is promised of a call whose caller has left.
inline constexpr double kMostSecondsUnasked = 0.05;

}  // namespace calanque::testing
