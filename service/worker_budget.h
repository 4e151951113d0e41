// How many threads a simulation gets: those of the server, shared between the simulations that run.
#pragma once

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "engine/base/result.h"
#include "service/limits.h"

namespace calanque::service {

/// A simulation gets its fair share of the workers when it starts: all of them alone, half beside one other, at least
/// one. Threads are handed out, not processors: those of a large call that came first run on, and the system shares the
/// processors among all. With n simulations there are at most (1 + 1/2 + ... + 1/n) times the workers, rounded up.
class WorkerBudget {
 public:
  explicit WorkerBudget(const Limits& limits)
      : worker_count_(limits.simulation_workers > 0 ? limits.simulation_workers : ProcessorCount()),
        max_simulations_(limits.max_simulations) {}

  /// Workers of one simulation, given back when it ends.
  class Lease {
   public:
    Lease(std::atomic<int>& running, int worker_count) : running_(&running), worker_count_(worker_count) {}
    Lease(Lease&& other) noexcept
        : running_(std::exchange(other.running_, nullptr)), worker_count_(other.worker_count_) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (running_ != nullptr) --*running_;
    }
    [[nodiscard]] int worker_count() const { return worker_count_; }

   private:
    std::atomic<int>* running_;
    int worker_count_;
  };

  /// nullopt where as many simulations run as may.
  [[nodiscard]] std::optional<Lease> Take() {
    const int running = ++running_;
    if (running > max_simulations_) {
      --running_;
      return std::nullopt;
    }
    return Lease(running_, std::max(1, (worker_count_ + running - 1) / running));
  }

  /// What a caller is told who got none.
  [[nodiscard]] Failure Full() const {
    return {Reason::kResourceLimit, "",
            "the server runs " + std::to_string(max_simulations_) + " simulations, its limit at once; try again"};
  }

  [[nodiscard]] int running() const { return running_; }

 private:
  static int ProcessorCount() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

  int worker_count_;
  int max_simulations_;
  std::atomic<int> running_{0};
};

}  // namespace calanque::service
