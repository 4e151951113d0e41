// The threads of a run: as many as it may use at the moment.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>

namespace calanque::run {

/// How many threads a run may use now, when others want some too. Asked between chunks of work, from any of its
/// threads. Empty: as many as it was given.
struct ThreadShare {
  int (*allowed)(const void* context) = nullptr;
  const void* context = nullptr;

  /// From 1 to `most`.
  [[nodiscard]] int operator()(int most) const {
    return allowed == nullptr ? std::max(most, 1) : std::clamp(allowed(context), 1, std::max(most, 1));
  }
};

/// Deals items to threads that join and leave between items, as the share rises and falls. The thread that calls is
/// one of them and stays to the end. Where the system gives no more threads, those there are do the work.
class ThreadCrew {
 public:
  ThreadCrew(int most_threads, ThreadShare share) : most_(std::max(most_threads, 1)), share_(share) {}

  [[nodiscard]] std::size_t most() const { return static_cast<std::size_t>(most_); }

  /// False: stop. `thread` is below most(), and no two calls with the same one overlap.
  using Work = std::function<bool(std::size_t thread, std::size_t item)>;

  /// Calls work for items [0, item_count), each once, in any order; returns when all threads have ended. Throws what
  /// any of them threw first. False where any call said stop: others are then left out.
  bool Deal(std::size_t item_count, const Work& work) const;

 private:
  int most_;
  ThreadShare share_;
};

}  // namespace calanque::run
