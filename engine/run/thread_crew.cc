#include "engine/run/thread_crew.h"

#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace calanque::run {
namespace {

class Deal {
 public:
  Deal(int most, const ThreadShare& share, std::size_t item_count, const ThreadCrew::Work& work)
      : most_(most),
        share_(share),
        item_count_(item_count),
        work_(work),
        helpers_(static_cast<std::size_t>(most - 1)) {}

  bool Run() {
    Recruit();
    TakeItems(0);
    helpers_.clear();  // Joins all.
    if (failure_) std::rethrow_exception(failure_);
    return !is_stopped_;
  }

 private:
  struct Helper {
    std::atomic<bool> is_here = false;
    std::jthread thread;
  };

  /// More threads than items would find nothing to do.
  [[nodiscard]] std::size_t Allowed() const { return std::min(static_cast<std::size_t>(share_(most_)), item_count_); }
  [[nodiscard]] bool IsOver() const { return is_stopped_ || next_ >= item_count_; }

  /// From the calling thread alone.
  void Recruit() {
    for (std::size_t thread = 1; thread < Allowed() && !IsOver(); ++thread) {
      Helper& helper = helpers_[thread - 1];
      if (helper.is_here.exchange(true)) continue;
      try {
        helper.thread = std::jthread([this, &helper, thread] {
          TakeItems(thread);
          helper.is_here = false;
        });
      } catch (const std::system_error&) {
        helper.is_here = false;
        return;
      }
    }
  }

  void TakeItems(std::size_t thread) {
    try {
      while (!IsOver() && thread < Allowed()) {
        const std::size_t item = next_++;
        if (item >= item_count_) return;
        if (!work_(thread, item)) is_stopped_ = true;
        if (thread == 0) Recruit();
      }
    } catch (...) {
      is_stopped_ = true;
      const std::scoped_lock lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  int most_;
  const ThreadShare& share_;
  std::size_t item_count_;
  const ThreadCrew::Work& work_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> is_stopped_ = false;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::vector<Helper> helpers_;  ///< Thread i stands at i - 1.
};

}  // namespace

bool ThreadCrew::Deal(std::size_t item_count, const Work& work) const {
  return run::Deal(most_, share_, item_count, work).Run();
}

}  // namespace calanque::run
